"""What an administrator can do about the password of somebody's profile: take it away."""

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskbell.model.commands import SetPassword
from deskbell.model.rows import AgentRow
from deskbell.rules.rights import may
from deskbell.store import profiles
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.buttons import DangerButton
from deskbell.ui.widgets.label import Label


class PasswordRemoval(QWidget):
    """Hidden where there is none, where it is one's own (Settings, Profile), and for whoever may not.

    Signals:
        failed(Exception): it could not be taken away.
    """

    failed = Signal(object)

    def __init__(self, theme: ThemeSource, runner: Runner, desk: DeskNow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._desk = desk
        self._agent = 0
        self._may = may(desk.me.role, SetPassword) and not desk.state.office
        self._words = Label("", TextRole.small, ink="muted", wrap=True, parent=self)
        self.button = DangerButton(self.tr("Take the password away"), self)
        self.button.clicked.connect(self._remove)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._words)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_agent(self, agent: AgentRow | None) -> None:
        """This one is open in the form; None: nobody, or somebody new."""
        self.hide()
        self._agent = agent.id if agent is not None and agent.id != self._desk.me.id else 0
        if agent is not None and self._agent and self._may:
            words = self.tr(
                "%1 has a password at the start. Who has forgotten it can choose another once it is taken away."
            )
            self._words.setText(words.replace("%1", agent.name))
            self._runner.ask(profiles.locked, done=self._show, topic=("password removal", id(self)))

    @Slot(object)
    def _show(self, locked: frozenset[int]) -> None:
        self.button.setEnabled(True)
        self.setVisible(self._agent in locked)

    @Slot()
    def _remove(self) -> None:
        self.button.setEnabled(False)
        command = SetPassword(agent_id=self._desk.me.id, id=self._agent, password="")
        self._runner.do(command, done=partial(self._removed, self._agent), failed=self._fail)

    def _removed(self, agent_id: int, _answer: object) -> None:
        if agent_id == self._agent:
            self.hide()

    @Slot(object)
    def _fail(self, error: Exception) -> None:
        self.button.setEnabled(True)
        self.failed.emit(error)
