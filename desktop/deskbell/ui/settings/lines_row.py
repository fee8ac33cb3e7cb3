"""A setting that is several lines of text."""

from abc import abstractmethod

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from deskbell.ui.settings.setting_row import SettingRow, Value


class LinesRow(SettingRow):
    """Shown as it is typed, `HIGH` pixels of it, and kept as `kept` makes it."""

    HIGH: int

    @abstractmethod
    def kept(self, text: str) -> str:
        """What is kept of a text."""

    def stands_below(self) -> bool:
        return True

    def value(self) -> Value:
        return self.kept(self._area.toPlainText())

    def set_value(self, value: Value) -> None:
        blocked = self._area.blockSignals(True)
        self._area.setPlainText(str(value))
        self._area.blockSignals(blocked)

    def _control(self) -> QWidget:
        self._area = QPlainTextEdit(self)
        self._area.setTabChangesFocus(True)
        self._area.setFixedHeight(self._theme.px(self.HIGH))
        self._area.textChanged.connect(self.changed)
        return self._area
