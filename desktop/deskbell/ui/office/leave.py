"""Leaving the office from the window: what that means is said first."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from deskbell.model.places import own_desk
from deskbell.store.whereabouts import whereabouts
from deskbell.ui.composer.drafts_here import drafts_kept
from deskbell.ui.errand import Errand
from deskbell.ui.knowledge.drafts_here import article_drafts_here
from deskbell.ui.prompts import Prompts


class Leave(QObject):
    """Asks whether the person is sure. `data` is the folder in which this computer keeps the way to the office.

    Signals:
        wanted: they are. The office's desk is to be closed, and then left (`store.rights.leave`).
        failed(Exception): it cannot be told what is kept here.
    """

    wanted = Signal()
    failed = Signal(Exception)

    def __init__(self, prompts: Prompts, data: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._prompts = prompts
        self._data = data
        self._look: Errand | None = None

    def begin(self) -> None:
        """Look what is kept here, and ask; nothing happens while that is under way."""
        if self._look is None:
            data = self._data
            self._look = Errand(lambda _: drafts_kept(data) + article_drafts_here(data), may_be_cut=True, parent=self)
            self._look.done.connect(self._ask)
            self._look.failed.connect(self._fail)
            self._look.start()

    @Slot(object)
    def _ask(self, drafts: int) -> None:
        self._look = None
        own = whereabouts(own_desk(self._data)).place
        words = [
            self.tr("From now on Deskbell opens this computer's own desk (%1). Nothing changes in the office.").replace(
                "%1", own
            ),
            self.tr(
                "The way there, your password and the passwords of its mailboxes are forgotten here. To come back takes another invitation."
            ),
        ]
        if drafts:
            words.append(
                self.tr(
                    "%n draft(s) that the office does not have yet stay on this computer, and go there when it joins again.",
                    "",
                    drafts,
                )
            )
        if self._prompts.sure(self.tr("Leave the office?"), " ".join(words), self.tr("Leave")):
            self.wanted.emit()

    @Slot(object)
    def _fail(self, error: Exception) -> None:
        self._look = None
        self.failed.emit(error)
