"""Moving a line of the checklist with the mouse: pressed on its text and drawn up or down it goes along; drawn to the side it selects, as in any field."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget


class ChecklistDrag(QObject):
    """`lines` gives the lines as they are kept, `rows` is where they stand.

    Signals:
        dropped(QWidget, int): this line was let go at this place, another one than it had.
    """

    dropped = Signal(object, int)

    def __init__(self, rows: QVBoxLayout, lines: Callable[[], Sequence[QWidget]], parent: QObject) -> None:
        super().__init__(parent)
        self._rows = rows
        self._lines = lines
        self._line: QWidget | None = None
        self._from = QPointF()
        self._dragging = False

    def watch(self, field: QLineEdit, line: QWidget) -> None:
        """Let this line be moved by its field."""
        field.installEventFilter(self)
        field.setProperty("line", line)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QLineEdit):
            if isinstance(event, QMouseEvent):
                return self._hear(watched, event)
            if self._dragging and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
                self._stop(watched)
                return True
        return super().eventFilter(watched, event)

    def _hear(self, field: QLineEdit, event: QMouseEvent) -> bool:
        left = Qt.MouseButton.LeftButton
        if event.type() is QEvent.Type.MouseButtonPress and event.button() is left:
            self._line, self._from = field.property("line"), event.globalPosition()
        elif event.type() is QEvent.Type.MouseMove and self._line is not None and event.buttons() & left:
            way = event.globalPosition() - self._from
            upright = abs(way.y()) >= QApplication.startDragDistance() and abs(way.y()) > abs(way.x())
            if not self._dragging and upright and not field.hasSelectedText():
                self._dragging = True
                field.setCursor(Qt.CursorShape.ClosedHandCursor)
            if self._dragging:
                self._put(self._line, self._place(self._line, event.globalPosition()))
                return True
        elif event.type() is QEvent.Type.MouseButtonRelease and event.button() is left:
            return self._let_go(field, event.globalPosition())
        return False

    def _let_go(self, field: QLineEdit, at: QPointF) -> bool:
        line, dragged = self._line, self._dragging
        if line is None or not dragged:
            self._line = None
            return False
        place = self._place(line, at)
        self._stop(field)
        # What was pressed for this is not to be written on.
        field.clearFocus()
        if line in self._lines() and place != self._lines().index(line):
            self._put(line, place)
            self.dropped.emit(line, place)
        return True

    def _stop(self, field: QLineEdit) -> None:
        """Let the lines stand as they are kept."""
        line, self._line, self._dragging = self._line, None, False
        field.setCursor(Qt.CursorShape.IBeamCursor)
        if line is not None and line in self._lines():
            self._put(line, self._lines().index(line))

    def _place(self, line: QWidget, at: QPointF) -> int:
        """Among the others, behind all that are above the mouse."""
        others = (one for one in self._lines() if one is not line)
        return sum(one.mapToGlobal(one.rect().center()).y() < at.y() for one in others)

    def _put(self, line: QWidget, place: int) -> None:
        if self._rows.indexOf(line) != place:
            self._rows.removeWidget(line)
            self._rows.insertWidget(place, line)
            self._rows.activate()
