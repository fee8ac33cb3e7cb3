"""The window is about to be closed while a dialog over it is at something: an import, an export, an erasure."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from deskbell.ui.prompts import Prompts
from deskbell.ui.widgets.long_dialog import LongDialog


class AsksFirst(QObject):
    """Asks whoever closes `window`. Who has the whole program end (`ends`) has decided already."""

    def __init__(self, window: QWidget, prompts: Prompts, ends: Callable[[], bool]) -> None:
        super().__init__(window)
        self._window = window
        self._prompts = prompts
        self._ends = ends
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.Close or self._ends() or self._may_close():
            return False
        event.ignore()
        return True

    def _may_close(self) -> bool:
        dialogs = [one for one in self._window.findChildren(LongDialog) if one.is_under_way() and one.if_ended()]
        if not dialogs:
            return True
        question = self.tr("End “%1” and close?").replace("%1", dialogs[0].windowTitle())
        return self._prompts.sure(question, dialogs[0].if_ended(), self.tr("End it and close"))
