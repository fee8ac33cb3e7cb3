"""Letting an agent into the office: the file that brings their computer in."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskbell.model.commands import InviteAgent
from deskbell.model.rows import AgentRow
from deskbell.store.rights.invite import Invitation, invitation_of, one_time_password, write_invitation
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.prompts import Prompts
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.buttons import GhostButton
from deskbell.ui.widgets.callout import Callout
from deskbell.ui.widgets.chip import Tone
from deskbell.ui.widgets.label import Label, SectionHead
from deskbell.ui.words import told_error


class InviteBox(QWidget):
    """Says whether somebody can come in, and invites them. What it does is done at once, not with Apply: it is no part of the form.

    Signals:
        told: `outcome` says how it went.
    """

    told = Signal()

    def __init__(
        self, theme: ThemeSource, runner: Runner, desk: DeskNow, prompts: Prompts, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._desk = desk
        self._prompts = prompts
        self._row: AgentRow | None = None
        self._words = Label("", ink="muted", wrap=True, parent=self)
        self.button = GhostButton("", self)
        self.button.clicked.connect(self._invite)
        self.outcome = Callout(theme, Tone.GOOD, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(SectionHead(self.tr("Coming in"), self))
        layout.addWidget(self._words)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.outcome)

    def show_agent(self, row: AgentRow | None) -> None:
        """This one's; hidden where there is nobody to invite: a new agent, one who has left, oneself, or a desk that is no office."""
        if row is None or self._row is None or row.id != self._row.id:
            self.outcome.say("")
        self._row = row
        offered = row is not None and row.active and row.id != self._desk.me.id
        self.setVisible(self._desk.state.office and offered)
        if row is None:
            return
        if row.login:
            words = self.tr(
                "Comes in as %1. Another invitation gives a new password: the computer that was used until now does not get in any more."
            )
            self._words.setText(words.replace("%1", row.login))
            self._name_button(self.tr("Invite again…"))
        else:
            words = self.tr("Not invited yet. An invitation is a file that brings their computer in, once.")
            self._words.setText(words)
            self._name_button(self.tr("Invite…"))

    def _name_button(self, word: str) -> None:
        self.button.setText(word)
        self.button.setAccessibleName(word)

    def _invite(self) -> None:
        row = self._row
        if row is None:
            return
        name = row.login or row.email.partition("@")[0]
        file = self._prompts.place_to_save(f"{name}.invitation")
        if file is None:
            return
        self.outcome.say("")
        self.button.setEnabled(False)
        password = one_time_password()
        command = InviteAgent(agent_id=self._desk.me.id, id=row.id, password=password)

        def let_in(_: object) -> None:
            self._desk.read_again()
            self._runner.ask(
                invitation_of,
                row.id,
                password,
                done=partial(self._write, row.id, file),
                failed=self._refuse,
                owner=self,
            )

        self._runner.do(command, done=let_in, failed=self._refuse, owner=self)

    def _write(self, row_id: int, file: Path, made: Invitation) -> None:
        def write() -> tuple[int, Path, str]:
            # Whether what is there may be written over, the system's dialog has asked.
            write_invitation(made, file, replace=True)
            return row_id, file, made.login

        self._runner.aside(write, done=self._tell, failed=self._refuse)

    def _tell(self, written: tuple[int, Path, str]) -> None:
        row_id, file, login = written
        self.button.setEnabled(True)
        if self._row is not None and self._row.id == row_id:
            self.show_written(file, login)

    def show_written(self, file: Path, login: str) -> None:
        """The invitation of the agent who is shown is in this file."""
        words = self.tr(
            "The invitation is in %1. It lets one computer in, as %2, once. Hand it over in person: until it is used, whoever has it comes in. "
            "On their computer: start Deskbell and choose “Join an office”."
        )
        self.outcome.say(words.replace("%2", login).replace("%1", str(file)), tone=Tone.GOOD)
        self.told.emit()

    def _refuse(self, error: Exception) -> None:
        self.button.setEnabled(True)
        self.outcome.say(told_error(error), tone=Tone.DANGER)
        self.told.emit()
