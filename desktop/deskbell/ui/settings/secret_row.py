"""A secret setting as a row: it is never shown, only where it is kept; another can be typed over it, or it can be taken away."""

from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from deskbell.model.declaration import Declaration
from deskbell.ui.settings.setting_row import SettingRow, Value
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.buttons import LinkButton
from deskbell.ui.widgets.label import Label
from deskbell.ui.widgets.password_edit import PasswordEdit

KEPT: Final = "\0kept"
"""The value of a secret that is kept, whatever it is. Nobody can type it."""


class SecretRow(SettingRow):
    """Its value is KEPT, what was typed in its place, or "": there is none, or it is to go."""

    def __init__(self, theme: ThemeSource, declaration: Declaration, parent: QWidget | None = None) -> None:
        super().__init__(theme, declaration, parent)
        self.remove_button.setAccessibleName(f"{self.tr('Remove')}: {self.control.accessibleName()}")
        self.remove_button.clicked.connect(self._remove)
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(self._where, 1)
        line.addWidget(self.remove_button)
        self.lines.addLayout(line)

    def show_place(self, place: str) -> None:
        """Where the key of what is kept lies: "keyring" or "file"."""
        self._where.setText(
            self.tr("Kept encrypted; its key is in the system's keyring.")
            if place == "keyring"
            else self.tr(
                "Kept encrypted; its key is in a file that only you can read, because there is no keyring here."
            )
        )

    def value(self) -> Value:
        typed = self._line.text().strip()
        return KEPT if self._kept and not typed else typed

    def set_value(self, value: Value) -> None:
        self._kept = value == KEPT
        super().set_value("" if self._kept else value)
        self._line.hide_password()
        self._line.setPlaceholderText(self.tr("Unchanged") if self._kept else "")
        self._where.setVisible(self._kept)
        self.remove_button.setVisible(self._kept)

    def _control(self) -> QWidget:
        self._kept = False
        self._where = Label("", TextRole.small, ink="muted", wrap=True, parent=self)
        self.remove_button = LinkButton(self.tr("Remove"), self)
        self._line = PasswordEdit(self._theme, self)
        self._line.textEdited.connect(self.changed)
        return self._line

    @Slot()
    def _remove(self) -> None:
        self.set_value("")
        self.control.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()
