"""Who works here now, where several share a computer: each picks their profile, and shows with its password that it is theirs."""

from msgspec import Struct
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from deskbell.model.rows import AgentRow
from deskbell.store import profiles
from deskbell.ui.runner import Runner
from deskbell.ui.settings.entry import Entry
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.welcome.frame import WelcomeFrame
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.password_edit import PasswordEdit
from deskbell.ui.words import told

_PEOPLE, _PASSWORD = 0, 1


class Profiles(Struct, frozen=True):
    """Who can be picked, which of them have a password, and who was here last (0 for nobody)."""

    agents: tuple[AgentRow, ...]
    locked: frozenset[int]
    last: int = 0


class WhoWindow(WelcomeFrame):
    """The people of the desk, the one who was here last under the keyboard; then, where there is one, the password.

    Signals:
        finished(int): this agent is here.
        other: it is somebody who is not among them.
    """

    finished = Signal(int)
    other = Signal()

    def __init__(self, runner: Runner, theme: ThemeSource, found: Profiles, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._runner = runner
        self._found = found
        self._picked: AgentRow | None = None
        self.setWindowTitle(self.tr("Deskbell"))
        self.entries: dict[int, Entry] = {}
        self.password = PasswordEdit(theme, self)
        self._field = Field(theme, self.tr("Password"), self.password, parent=self)
        self.lay_pages((self._lay_people(theme), self._lay_password()), counted=False)
        self.later_button.setText(self.tr("Somebody else…"))
        self.later_button.setAccessibleName(self.later_button.text())
        self.anyway_button.setVisible(False)
        self.go_button.clicked.connect(self.go_on)
        self.back_button.clicked.connect(self.go_back)
        self.later_button.clicked.connect(self.other)
        self.password.textEdited.connect(lambda: self._field.set_fault(""))
        if len(found.agents) == 1:
            self.pick(found.agents[0])
        else:
            self.go_back()

    def pick(self, agent: AgentRow) -> None:
        """This is who is here; who has a password is asked for it."""
        self.drop_error()
        if agent.id not in self._found.locked:
            self.finished.emit(agent.id)
            return
        self._picked = agent
        self.password.clear()
        self.password.hide_password()
        self._field.set_fault("")
        lead = self.tr("Who has forgotten it asks an administrator, who can take it away in Settings, Agents.")
        self.show_page(_PASSWORD, agent.name, lead)
        self._show_buttons()
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_on(self) -> None:
        """Try the password."""
        if self._picked is None or not self.go_button.isEnabled():
            return
        self.drop_error()
        self.busy(self.tr("One moment…"))
        self._runner.ask(profiles.knows, self._picked.id, self.password.text(), done=self._answered, failed=self.refuse)

    def go_back(self) -> None:
        """To the people again."""
        before, self._picked = self._picked, None
        self.drop_error()
        self.show_page(_PEOPLE, self.tr("Who is here?"), self.tr("Pick your profile: what you do is done in its name."))
        self._show_buttons()
        last = before.id if before is not None else self._found.last
        first = self.entries.get(last) or next(iter(self.entries.values()))
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = self.focusWidget()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if isinstance(focused, QAbstractButton):
                focused.click()
            else:
                self.go_on()
        elif event.key() == Qt.Key.Key_Escape and self.back_button.isVisible():
            self.go_back()
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up} and self._picked is None:
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    @Slot(bool)
    def _answered(self, right: bool) -> None:
        if right and self._picked is not None:
            self.finished.emit(self._picked.id)
            return
        self._show_buttons()
        self._field.set_fault(told("profile.wrong", {}))
        self.password.selectAll()
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def refuse(self, error: Exception) -> None:
        """Say what could not be done; it can be tried again."""
        self._show_buttons()
        self.show_error(error)

    def _show_buttons(self) -> None:
        self.ready(self.tr("Open Deskbell"))
        asked = self._picked is not None
        self.go_button.setVisible(asked)
        self.back_button.setVisible(asked and len(self._found.agents) > 1)
        self.later_button.setVisible(not self.back_button.isVisibleTo(self))

    def _lay_people(self, theme: ThemeSource) -> QWidget:
        page = QWidget(self)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for agent in self._found.agents:
            entry = self.entries[agent.id] = Entry(theme, page)
            beside = self.tr("with a password") if agent.id in self._found.locked else ""
            entry.show_person(agent.name, agent.email, agent.email, beside=beside)
            entry.clicked.connect(lambda _, agent=agent: self.pick(agent))
            layout.addWidget(entry)
        return page

    def _lay_password(self) -> QWidget:
        page = QWidget(self)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        words = self.tr(
            "The password keeps others from working in your name. It does not lock the desk: whoever can open its file owns all that is in it."
        )
        layout.addWidget(self._field)
        layout.addWidget(Label(words, TextRole.small, ink="muted", wrap=True, parent=page))
        return page
