"""What is done in a window is told in its toasts, and taken back from there."""

from functools import partial

from PySide6.QtCore import QObject

from deskbell.ui.deeds import Deeds, Done
from deskbell.ui.widgets.toast import Toasts


class DeedsTold(QObject):
    """Says in `toasts` what `deeds` tell."""

    def __init__(self, deeds: Deeds, toasts: Toasts) -> None:
        super().__init__(toasts)
        self._deeds = deeds
        self._toasts = toasts
        deeds.told.connect(self._tell)
        deeds.taken_back.connect(toasts.take_down)
        deeds.stopped.connect(toasts.say)
        deeds.undone.connect(self._tell_undone)

    def _tell(self, done: Done) -> None:
        self._toasts.say(done.sentence, partial(self._deeds.undo, done), about=done)

    def _tell_undone(self, sentence: str) -> None:
        self._toasts.say(self.tr("Undone: %1").replace("%1", sentence), seconds=3)
