"""A button that floats over the lower edge of a thread: "1 new message"."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole, Weight
from deskbell.ui.widgets.buttons import PaintedButton

_HEIGHT = 28
_ICON = 14


class Pill(PaintedButton):
    """An arrow down and some words on the accent."""

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.hide()

    def say(self, words: str) -> None:
        """Show these words."""
        self.setText(words)
        self.setAccessibleName(words)
        self.resize(self.sizeHint())
        self.show()
        self.raise_()

    def sizeHint(self) -> QSize:
        px = self._theme.px
        words = self._theme.now.metrics(TextRole.small, Weight.strong).horizontalAdvance(self.text())
        return QSize(round(words) + px(_ICON) + 6 + 2 * px(12), px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, colours = self._theme, self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        painter.setPen(QPen(QColor(colours.ink), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.accent))
        painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), area.height() / 2 - 1, area.height() / 2 - 1)
        side, left = theme.px(_ICON), theme.px(12)
        theme.icons.paint(painter, Icon.DOWN, colours.on_accent, QRectF(left, 0, side, self.height()), side)
        font = theme.now.font(TextRole.small, Weight.strong)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(QColor(colours.on_accent))
        baseline = round((self.height() + metrics.ascent() - metrics.descent()) / 2)
        painter.drawText(QPointF(left + side + 6, baseline), self.text())
