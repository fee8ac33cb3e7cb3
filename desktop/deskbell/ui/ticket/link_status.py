"""The line at the lower edge of a thread that says where the link under the mouse goes."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.label import ElidedLabel

_SIDE = 10
_HEIGHT = 26


class LinkStatus(QWidget):
    """Floats over the lower left corner of what it lies on, as in a browser; hidden while no link is pointed at."""

    def __init__(self, theme: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = ElidedLabel("", TextRole.small, ink="muted", parent=self)
        # The mouse goes through it: it would cover a link and make itself vanish.
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def say(self, address: str) -> None:
        """Show where a link goes; "" puts the line away."""
        self._words.setText(address)
        self.setVisible(bool(address))
        if address:
            self.place()
            self.raise_()

    def place(self) -> None:
        """Back into the corner: what it lies on has another size."""
        over = self.parentWidget()
        if over is None or self.isHidden():
            return
        wanted = self._words.fontMetrics().horizontalAdvance(self._words.text()) + 2 * _SIDE + 2
        height = self._theme.px(_HEIGHT)
        self.resize(min(wanted, max(60, over.width() - 24)), height)
        self.move(QPoint(0, over.height() - height))
        self._words.setGeometry(_SIDE, 0, self.width() - 2 * _SIDE, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.colours.panel))
        painter.setPen(QPen(QColor(self._theme.colours.line), 1))
        painter.drawLine(0, 0, self.width(), 0)
        painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())
