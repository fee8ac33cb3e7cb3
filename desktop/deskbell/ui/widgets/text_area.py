"""A field for some lines of plain text."""

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from deskbell.ui.theme.source import ThemeSource


class TextArea(QPlainTextEdit):
    """`height` in pixels at 100 %. Tab goes on to the next field: nobody indents a signature."""

    def __init__(self, theme: ThemeSource, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._high = height
        self.setTabChangesFocus(True)
        self._resize()
        theme.changed.connect(self._resize)

    def set_text(self, text: str) -> None:
        """Show this, without telling."""
        blocked = self.blockSignals(True)
        self.setPlainText(text)
        self.blockSignals(blocked)

    def _resize(self) -> None:
        self.setFixedHeight(self._theme.px(self._high))
