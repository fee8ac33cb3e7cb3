"""Asks how large a table is to be: a grid whose corner is moved by the mouse or the arrow keys."""

from typing import Final

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import S8
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.floating import Floating
from deskbell.ui.widgets.label import Label

MOST_ROWS: Final = 8
MOST_COLUMNS: Final = 6
_SIDE: Final = 22
_STEPS: Final = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class TablePopup(Floating):
    """A click or Enter takes the size that is lit, Escape leaves.

    Signals:
        given(int, int): so many rows, that of the heads among them, and columns.
    """

    given = Signal(int, int)

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = _Grid(theme, self)
        self._said = Label("", TextRole.small, ink="muted", parent=self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(S8)
        layout.addWidget(self.grid)
        layout.addWidget(self._said, alignment=Qt.AlignmentFlag.AlignHCenter)
        self.grid.changed.connect(self._say)
        self.grid.taken.connect(self._give)
        self._say()
        self.setFocusProxy(self.grid)

    def _say(self) -> None:
        words = self.tr("{rows} rows, {columns} columns").format(rows=self.grid.rows, columns=self.grid.columns)
        self._said.setText(words)
        self.grid.setAccessibleName(words)

    def _give(self) -> None:
        self.given.emit(self.grid.rows, self.grid.columns)
        self.close()


class _Grid(QWidget):
    changed = Signal()
    taken = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.rows, self.columns = 3, 3
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        side = self._theme.px(_SIDE)
        return QSize(MOST_COLUMNS * side, MOST_ROWS * side)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._light(*self._at(event.position().toPoint()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._light(*self._at(event.position().toPoint()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.taken.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self._light(self.rows + step[0], self.columns + step[1])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.taken.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, side = self._theme.colours, self._theme.px(_SIDE)
        for row in range(MOST_ROWS):
            for column in range(MOST_COLUMNS):
                lit = row < self.rows and column < self.columns
                painter.setPen(QPen(QColor(colours.accent if lit else colours.line), 1))
                painter.setBrush(QColor(colours.accent_ground if lit else colours.panel))
                painter.drawRoundedRect(QRectF(column * side + 1.5, row * side + 1.5, side - 3, side - 3), 3, 3)

    def _at(self, point: QPoint) -> tuple[int, int]:
        side = self._theme.px(_SIDE)
        return point.y() // side + 1, point.x() // side + 1

    def _light(self, rows: int, columns: int) -> None:
        now = min(max(rows, 2), MOST_ROWS), min(max(columns, 1), MOST_COLUMNS)
        if now != (self.rows, self.columns):
            self.rows, self.columns = now
            self.changed.emit()
            self.update()
