"""The first step: who is here."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from deskbell.ui.settings.mailbox_draft import is_address
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.callout import Callout
from deskbell.ui.widgets.chip import Tone
from deskbell.ui.widgets.field import Field
from deskbell.ui.words import told


class YouStep(QWidget):
    """Name and address; or an invitation, for who comes to colleagues.

    Signals:
        edited: something was typed.
        join_wanted: there is an invitation to an office.
    """

    edited = Signal()
    join_wanted = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = QLineEdit(self)
        self._email = QLineEdit(self)
        self._email.setInputMethodHints(Qt.InputMethodHint.ImhEmailCharactersOnly)
        name_hint = self.tr("Colleagues see it on the tickets that you take.")
        email_hint = self.tr("Your own, not the one that customers write to: that comes next.")
        self._name_field = Field(theme, self.tr("Your name"), self._name, hint=name_hint, parent=self)
        self._email_field = Field(theme, self.tr("Your mail address"), self._email, hint=email_hint, parent=self)
        self._typed: set[QLineEdit] = set()
        self._left: set[QLineEdit] = set()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self._name_field)
        layout.addWidget(self._email_field)
        self.join = Callout(theme, Tone.PLAIN, self)
        self.show_joining(busy=False)
        self.join.acted.connect(self.join_wanted)
        layout.addSpacing(8)
        layout.addWidget(self.join)
        for edit in (self._name, self._email):
            edit.textEdited.connect(self._edit)
            edit.textEdited.connect(lambda _, edit=edit: self._typed.add(edit))
            edit.editingFinished.connect(lambda edit=edit: self._leave(edit))

    def show_person(self, name: str, email: str) -> None:
        """Show this, without telling."""
        self._name.setText(name)
        self._email.setText(email)

    def show_joining(self, *, busy: bool) -> None:
        """The office is being asked, or not any more."""
        if busy:
            self.join.say(self.tr("Joining the office…"))
            return
        words = self.tr("Do your colleagues work with Deskbell already? Then an administrator gives you an invitation.")
        self.join.say(words, self.tr("Join an office…"))

    def name(self) -> str:
        """As it was typed, without spaces too many."""
        return " ".join(self._name.text().split())

    def email(self) -> str:
        """As it was typed."""
        return self._email.text().strip()

    def complete(self) -> bool:
        """Whether one can go on; shows what is missing, and puts the keyboard there."""
        self._left |= {self._name, self._email}
        self._look()
        for field in (self._name_field, self._email_field):
            if field.fault():
                field.focus()
                return False
        return True

    def begin(self) -> None:
        """Put the keyboard where one begins."""
        (self._email if self._name.text() and not self._email.text() else self._name).setFocus()

    def _edit(self) -> None:
        self._look()
        self.edited.emit()

    def _leave(self, edit: QLineEdit) -> None:
        # Who only passes through a field has not done anything wrong there yet.
        if edit in self._typed:
            self._left.add(edit)
            self._look()

    def _look(self) -> None:
        name = "" if self.name() else told("name.empty", {})
        email = self.email()
        address = "" if is_address(email) else told("address.bad", {"address": email}) if email else ""
        if not email:
            address = told("address.empty", {})
        self._name_field.set_fault(name if self._name in self._left else "")
        self._email_field.set_fault(address if self._email in self._left else "")
