"""The password that a person gives their profile, where several share a computer."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from deskbell.model.commands import SetPassword
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.password_edit import PasswordEdit


class ProfilePassword(QWidget):
    """Sets it; or, where there is one, changes it or takes it away for whoever knows it.

    Signals:
        edited: a person changed something.
    """

    edited = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._has_one = False
        self.known = PasswordEdit(theme, self)
        self.new = PasswordEdit(theme, self)
        self.remove = QCheckBox(self.tr("Have no password any more"), self)
        self._known_field = Field(theme, self.tr("Present password"), self.known, parent=self)
        self._new_field = Field(theme, self.tr("Password at the start"), self.new, parent=self)
        # What it is good for, and what not, in so many words.
        words = self.tr(
            "It keeps others at this computer from working in your name. It does not lock the desk: whoever can open its file owns all that is in it, and can read and change it without this password."
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self._known_field)
        layout.addWidget(self._new_field)
        layout.addWidget(self.remove)
        layout.addWidget(Label(words, TextRole.small, ink="muted", wrap=True, parent=self))
        self.known.textEdited.connect(self._edit)
        self.new.textEdited.connect(self._edit)
        self.remove.clicked.connect(self._edit)
        self.show_state(has_one=False)

    def show_state(self, *, has_one: bool) -> None:
        """There is one or not; nothing is typed."""
        self._has_one = has_one
        for edit in (self.known, self.new):
            edit.clear()
            edit.hide_password()
        self.remove.setChecked(False)
        self.remove.setVisible(has_one)
        self._known_field.setVisible(has_one)
        self.new.setPlaceholderText(self.tr("Unchanged") if has_one else self.tr("None"))
        self._look()

    def dirty(self) -> bool:
        """Whether there is something to save."""
        return bool(self.new.text()) or self.remove.isChecked()

    def first_fault(self) -> QWidget | None:
        """What is missing, where to begin mending; shows it."""
        missing = self.dirty() and self._has_one and not self.known.text()
        self._known_field.set_fault(self.tr("To change it, type the present one.") if missing else "")
        return self.known if missing else None

    def tell_wrong(self, sentence: str) -> None:
        """The present password is another."""
        self._known_field.set_fault(sentence)
        self.known.selectAll()
        self.known.setFocus(Qt.FocusReason.OtherFocusReason)

    def command(self, agent_id: int) -> SetPassword:
        """What saves it."""
        return SetPassword(
            agent_id=agent_id,
            id=agent_id,
            password="" if self.remove.isChecked() else self.new.text(),
            known=self.known.text(),
        )

    def _edit(self) -> None:
        self._known_field.set_fault("")
        self._look()
        self.edited.emit()

    def _look(self) -> None:
        self.new.setEnabled(not self.remove.isChecked())
