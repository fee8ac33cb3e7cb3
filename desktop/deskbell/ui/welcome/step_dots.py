"""How far a wizard is: a dot for each step, the present one long."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from deskbell.ui.theme.source import ThemeSource

_DOT = 6
_LONG = 20
_GAP = 6


class StepDots(QWidget):
    """Decoration for the eye; its accessible name says the same in words."""

    def __init__(self, theme: ThemeSource, steps: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._steps = steps
        self.set_step(0)
        self.setFixedSize(QSize((steps - 1) * (_DOT + _GAP) + _LONG, _DOT))
        theme.changed.connect(self.update)

    def set_step(self, step: int) -> None:
        """Steps count from 0."""
        self._step = step
        words = self.tr("Step %1 of %2").replace("%1", str(step + 1)).replace("%2", str(self._steps))
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        left = 0
        for step in range(self._steps):
            wide = _LONG if step == self._step else _DOT
            painter.setBrush(QColor(self._theme.colours.accent if step <= self._step else self._theme.colours.line))
            painter.drawRoundedRect(QRectF(left, 0, wide, _DOT), _DOT / 2, _DOT / 2)
            left += wide + _GAP
