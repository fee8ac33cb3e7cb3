"""Joining an office from the window: choose the invitation, look what it is, come in."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from deskbell.store.rights.invite import Invitation, read_invitation
from deskbell.store.rights.join import join_office
from deskbell.ui.errand import Errand
from deskbell.ui.prompts import Prompts


class Join(QObject):
    """One way into an office. `data` is the folder in which this computer keeps the way; `here` the desk that stays behind, "" where there is nothing in
    it to lose sight of.

    Signals:
        joined(str): this computer belongs to the office at this address from now on.
        failed(Exception): it could not come in.
        busy(bool): the server is being asked, or not any more.
    """

    joined = Signal(str)
    failed = Signal(Exception)
    busy = Signal(bool)

    def __init__(self, prompts: Prompts, data: Path, here: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._prompts = prompts
        self._data = data
        self._here = here
        self._under_way = False

    def begin(self) -> None:
        """Ask for the invitation, and come in with it; nothing happens where one is being tried already."""
        if self._under_way:
            return
        file = self._prompts.invitation_to_open()
        if file is not None:
            self._run(Errand(lambda _: read_invitation(file), may_be_cut=True, parent=self), self._come_in)

    def _come_in(self, invitation: Invitation) -> None:
        self._end()
        if self._here and not self._sure(invitation):
            return
        data = self._data
        # Not to be cut: the server would know a password that nobody has kept.
        self._run(Errand(lambda _: join_office(invitation, data), may_be_cut=False, parent=self), self._tell)

    def _sure(self, invitation: Invitation) -> bool:
        question = self.tr("Join the office as %1?").replace("%1", invitation.login)
        explanation = self.tr(
            "Deskbell opens the office from now on. This desk stays where it is (%1), and nothing of it is taken along."
        ).replace("%1", self._here)
        return self._prompts.sure(question, explanation, self.tr("Join"))

    def _run(self, errand: Errand, then: object) -> None:
        self._under_way = True
        self.busy.emit(True)
        errand.done.connect(then)
        errand.failed.connect(self._fail)
        errand.start()

    def _end(self) -> None:
        self._under_way = False
        self.busy.emit(False)

    @Slot(object)
    def _tell(self, address: str) -> None:
        self._end()
        self.joined.emit(address)

    @Slot(object)
    def _fail(self, error: Exception) -> None:
        self._end()
        self.failed.emit(error)
