"""The categories in each other: folded, and a place to drop articles and categories on."""

from typing import Final

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from deskbell.ui.knowledge.carried import article_of, category_of
from deskbell.ui.knowledge.lines import CategoryDelegate, CategoryLine, LinesModel, LinesView, inside
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import CORNER_CONTROL

_NOWHERE: Final = -1


class CategoryList(LinesView):
    """Left folds, or goes to where a category lies, Right unfolds; so does a click on the sign before it. `may_order`: categories may be moved.

    Signals:
        folded(CategoryLine, bool): this one is to be folded, or no longer.
        article_dropped(int, CategoryLine): this article is to lie there.
        category_dropped(int, CategoryLine): this category is to lie there; among the uppermost where that is no category.
    """

    folded = Signal(object, bool)
    article_dropped = Signal(int, object)
    category_dropped = Signal(int, object)

    def __init__(
        self,
        theme: ThemeSource,
        model: LinesModel,
        delegate: CategoryDelegate,
        name: str,
        parent: QWidget,
        *,
        may_order: bool,
    ) -> None:
        super().__init__(theme, model, delegate, name, parent)
        self._lines = model
        self._may_order = may_order
        self._over = _NOWHERE
        self.setDragEnabled(may_order)
        self.setAcceptDrops(True)
        self.viewport().setAcceptDrops(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        line = self._lines.entry(self.currentIndex().row())
        if event.key() not in (Qt.Key.Key_Left, Qt.Key.Key_Right) or line is None:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Right:
            if line.folded:
                self.folded.emit(line, False)
        elif line.holds and not line.folded:
            self.folded.emit(line, True)
        elif line.parent_id is not None and (row := self._lines.row_of(line.parent_id)) is not None:
            self.setCurrentIndex(self._lines.index(row, 0))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        line = self._line_at(event.position().toPoint())
        if line is not None and line.holds and event.position().x() < CategoryDelegate.left(self._theme, line.depth):
            self.folded.emit(line, not line.folded)
        else:
            super().mousePressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._follow(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._follow(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_over(_NOWHERE)
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        line = self._target(event)
        self._show_over(_NOWHERE)
        event.setAccepted(line is not None)
        if line is None:
            return
        # The lists are changed by the change that comes round, not by the drag.
        event.setDropAction(Qt.DropAction.MoveAction)
        article_id, category_id = article_of(event.mimeData()), category_of(event.mimeData())
        if article_id is not None:
            self.article_dropped.emit(article_id, line)
        elif category_id is not None:
            self.category_dropped.emit(category_id, line)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._over != _NOWHERE:
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self._theme.colours.accent), 2))
            area = QRectF(self.visualRect(self._lines.index(self._over, 0))).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(area, CORNER_CONTROL, CORNER_CONTROL)

    def _follow(self, event: QDragMoveEvent) -> None:
        line = self._target(event)
        event.setAccepted(line is not None)
        self._show_over(_NOWHERE if line is None else self.indexAt(event.position().toPoint()).row())

    def _target(self, event: QDropEvent) -> CategoryLine | None:
        """Where it would lie then; None where it cannot."""
        line = self._line_at(event.position().toPoint())
        if line is None or article_of(event.mimeData()) is not None:
            return line
        category_id = category_of(event.mimeData())
        if category_id is None or not self._may_order:
            return None
        lines = [self._lines.entry(row) for row in range(self._lines.rowCount())]
        return None if line.id in inside(lines, category_id) else line

    def _line_at(self, place: QPoint) -> CategoryLine | None:
        line: CategoryLine | None = self._lines.entry(self.indexAt(place).row())
        return line

    def _show_over(self, row: int) -> None:
        if row != self._over:
            self._over = row
            self.viewport().update()
