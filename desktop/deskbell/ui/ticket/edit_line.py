"""Fields that look like text until they are used: a fact at the right of its name, and a note of some lines."""

from math import ceil

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.label import Label, plain_tooltip


class EditLine(QWidget):
    """A name and a value that is written in place. Enter or leaving takes it, Escape drops it.

    Signals:
        written(str): another value was entered.
    """

    written = Signal(str)

    def __init__(self, theme: ThemeSource, name: str, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._short = ""
        self.field = QLineEdit(self)
        self.field.setProperty("bare", True)
        # Qt's field keeps two pixels and the caret free at its edge; the letters stand in line with the other values.
        self.field.setTextMargins(0, 0, -3, 0)
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.field.setPlaceholderText(placeholder)
        self.field.setAccessibleName(name)
        self.field.editingFinished.connect(self._take)
        self.field.installEventFilter(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(Label(name, ink="muted", parent=self))
        layout.addWidget(self.field, 1)
        self.setFixedHeight(theme.px(26))

    def show_text(self, text: str) -> None:
        """Show a value; what is being typed stays."""
        self._text = text
        if not self.field.hasFocus():
            self._say_short()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        # Coming back from a menu, what was typed so far stays.
        if event.type() is QEvent.Type.FocusIn and self.field.text() == self._short:
            self.field.setText(self._text)
        elif event.type() is QEvent.Type.Resize and not self.field.hasFocus():
            self._say_short()
        elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self.field.setText(self._text)
            self.field.clearFocus()
            return True
        return super().eventFilter(self.field, event)

    def _take(self) -> None:
        text = " ".join(self.field.text().split())
        if text != self._text:
            self._text = text
            self.written.emit(text)
        if not self.field.hasFocus():
            self._say_short()

    def _say_short(self) -> None:
        """While it is not written in, a value too long for its place ends in dots, and its tooltip has all of it."""
        room = self.field.width() - self.field.textMargins().right() - 6
        self._short = self.field.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, max(0, room))
        self.field.setText(self._short)
        self.field.setCursorPosition(0)
        self.field.setToolTip(plain_tooltip(self._text) if self._short != self._text else "")


class EditText(QPlainTextEdit):
    """Some lines that are written in place, as high as they need to be. Leaving takes them, Escape drops them.

    Signals:
        written(str): another text was entered.
    """

    written = Signal(str)

    def __init__(self, theme: ThemeSource, name: str, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = ""
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self._fit)
        self._fit()

    def show_text(self, text: str) -> None:
        """Show a text; what is being typed stays."""
        self._text = text
        if not self.hasFocus():
            self.setPlainText(text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        text = self.toPlainText().strip()
        if text != self._text:
            self._text = text
            self.written.emit(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.setPlainText(self._text)
            self.clearFocus()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        # A plain text document measures itself in lines.
        lines = max(1, ceil(self.document().size().height()))
        height = lines * self.fontMetrics().lineSpacing() + 2 * self._theme.px(6) + 10
        if height != self.height():
            self.setFixedHeight(height)
