"""A turning arc: something is under way, and nobody knows how long it takes."""

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QWidget

from deskbell.ui.theme.source import ThemeSource

_TURN_MS = 900
_STEP_MS = 30


class Spinner(QWidget):
    """Turns while it is visible, where things may move. `size` in pixels at 100 %."""

    def __init__(self, theme: ThemeSource, *, size: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._size = size
        self._angle = 0.0
        self._turn = QTimer(self, interval=_STEP_MS)
        self._turn.timeout.connect(self._step)
        self._resize()
        theme.changed.connect(self._resize)
        theme.changed.connect(self._follow)

    @property
    def turning(self) -> bool:
        """Whether it turns now."""
        return self._turn.isActive()

    def sizeHint(self) -> QSize:
        side = self._theme.px(self._size)
        return QSize(side, side)

    def showEvent(self, event: QShowEvent) -> None:
        self._follow()

    def hideEvent(self, event: QHideEvent) -> None:
        self._turn.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = max(1.6, self.width() / 9)
        area = QRectF(self.rect()).adjusted(width, width, -width, -width)
        painter.setPen(QPen(QColor(self._theme.colours.line), width))
        painter.drawEllipse(area)
        painter.setPen(QPen(QColor(self._theme.colours.accent), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawArc(area, round((90 - self._angle) * 16), -100 * 16)

    def _follow(self) -> None:
        if self.isVisible() and not self._theme.now.still:
            self._turn.start()
        else:
            self._turn.stop()

    def _step(self) -> None:
        self._angle = (self._angle + 360 * _STEP_MS / _TURN_MS) % 360
        self.update()

    def _resize(self) -> None:
        self.setFixedSize(self.sizeHint())
        self.update()
