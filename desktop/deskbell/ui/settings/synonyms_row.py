"""The setting of the words that mean the same: a group a line."""

from typing import Final

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from deskbell.rules.synonyms import tidy
from deskbell.ui.settings.setting_row import SettingRow, Value

_HIGH: Final = 240


class SynonymsRow(SettingRow):
    """Shown as it is typed, kept without what is no group."""

    def stands_below(self) -> bool:
        return True

    def value(self) -> Value:
        return tidy(self._area.toPlainText())

    def set_value(self, value: Value) -> None:
        blocked = self._area.blockSignals(True)
        self._area.setPlainText(str(value))
        self._area.blockSignals(blocked)

    def _control(self) -> QWidget:
        self._area = QPlainTextEdit(self)
        self._area.setTabChangesFocus(True)
        self._area.setFixedHeight(self._theme.px(_HIGH))
        self._area.textChanged.connect(self.changed)
        return self._area
