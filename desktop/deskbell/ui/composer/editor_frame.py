"""The box that the text is written in: its line is the accent's while it has the caret, its ground a note's while a note is written."""

from PySide6.QtCore import QEvent, QObject, QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import CORNER_BOX


class EditorFrame(QWidget):
    """Paints the box around what is laid out in it."""

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._note = False

    def show_note(self, note: bool) -> None:
        """Whether a note is written."""
        if note is not self._note:
            # All that stands in it is painted with it.
            self._note = note
            self.update()

    def watch(self, widget: QWidget) -> None:
        """Follow the caret into and out of this widget."""
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self.update()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.focusWidget() is not None and self.focusWidget().hasFocus()
        edge = colours.note_line if self._note else colours.line
        painter.setPen(self._theme.now.ring() if focused else QPen(QColor(edge), 1))
        painter.setBrush(QColor(colours.note if self._note else colours.panel))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), CORNER_BOX, CORNER_BOX)
