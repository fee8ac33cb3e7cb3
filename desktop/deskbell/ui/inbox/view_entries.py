"""The entries of the list of views under mouse, keyboard and what is dragged over them."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import (
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
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from deskbell.model.rows import ViewRow
from deskbell.model.views import ViewKind
from deskbell.ui.inbox.spring import Spring
from deskbell.ui.inbox.views_model import ENTRY, TAKES_TICKETS, Head
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import CORNER_CONTROL, S8
from deskbell.ui.widgets.viewport import own_viewport

if TYPE_CHECKING:
    from pathlib import Path

NO_UPDATE: Final = QItemSelectionModel.SelectionFlag.NoUpdate
_OPENS = frozenset({Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space})
_NOWHERE = -1
# It is a mailbox that mails are taken in for.
_TAKE_FILES = frozenset({ViewKind.MAILBOX})


class ViewEntries(QListView):
    """The list itself. A click on a head folds its group or opens it; so do Left on one of its views, and Right or Enter on the head of a folded one.

    Signals:
        fold_wanted(ViewKind, bool, bool): put the group of this kind away or bring it back; and whether it was a key that asked for it.
        files_dropped(View, tuple): files (paths) were dropped on a view, None for a place where there is none.
    """

    fold_wanted = Signal(object, bool, bool)
    files_dropped = Signal(object, object)

    def __init__(self, theme: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        # Before anything is said of dropping: that is the viewport's to take.
        own_viewport(self)
        self._theme = theme
        self._pressed = -1
        self._over = _NOWHERE
        self.takes_files = False
        self.spring = Spring(self)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DropOnly)
        # All of a row takes tickets, not its middle alone; which one is drawn here.
        self.setDragDropOverwriteMode(True)
        self.setDropIndicatorShown(False)
        # For the scroll bar, which would lie over the counts.
        self.setViewportMargins(0, 0, S8, 0)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self._takes(event):
            super().dragEnterEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        place = event.position().toPoint()
        opens = _TAKE_FILES if self._takes(event) else TAKES_TICKETS
        if opens is TAKES_TICKETS:
            # It scrolls where there is more above or below.
            super().dragMoveEvent(event)
            over = self._target(event)
            event.setAccepted(over != _NOWHERE)
            self._show_over(over)
        entry = self.indexAt(place).data(ENTRY)
        is_shut = isinstance(entry, Head) and entry.folded and entry.kind in opens
        self.spring.hold(entry.kind if is_shut else None)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self._end_drag()

    def dropEvent(self, event: QDropEvent) -> None:
        if files := self._takes(event):
            entry = self.indexAt(event.position().toPoint()).data(ENTRY)
            self.files_dropped.emit(entry.view if isinstance(entry, ViewRow) else None, files)
        elif self._target(event) != _NOWHERE:
            super().dropEvent(event)
        self._end_drag()

    def reset(self) -> None:
        super().reset()
        # Its rows are others now; which one takes it is found with the next move.
        self._over = _NOWHERE

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._over != _NOWHERE:
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._theme.now.colour("accent"), 2))
            area = QRectF(self.visualRect(self.model().index(self._over, 0))).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(area, CORNER_CONTROL, CORNER_CONTROL)

    def _target(self, event: QDropEvent) -> int:
        """The row that would take what is dragged: not that of the view which is shown, where it lies already."""
        index = self.indexAt(event.position().toPoint())
        if not index.flags() & Qt.ItemFlag.ItemIsDropEnabled or self.selectionModel().isSelected(index):
            return _NOWHERE
        takes = self.model().canDropMimeData(event.mimeData(), event.dropAction(), -1, -1, index)
        return index.row() if takes else _NOWHERE

    def _show_over(self, row: int) -> None:
        if row != self._over:
            self._over = row
            self.viewport().update()

    def _end_drag(self) -> None:
        self._show_over(_NOWHERE)
        self.spring.end()

    def _takes(self, event: QDropEvent) -> "tuple[Path, ...]":
        from deskbell.ui.widgets.file_drop import take_files

        return take_files(event) if self.takes_files else ()

    def selectionCommand(
        self, index: QModelIndex | QPersistentModelIndex, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        # The view that is shown stays marked while the keyboard passes by a head.
        return NO_UPDATE if isinstance(index.data(ENTRY), Head) else super().selectionCommand(index, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        entry = self.currentIndex().data(ENTRY)
        if event.key() == Qt.Key.Key_Left and isinstance(entry, ViewRow):
            self.fold_wanted.emit(entry.view.kind, True, True)
        elif event.key() in _OPENS and isinstance(entry, Head):
            self.fold_wanted.emit(entry.kind, False, True)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = self._number_at(event)
        # Who asks for a menu does not go there.
        if event.button() is not Qt.MouseButton.RightButton:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        number = self._number_at(event)
        entry = self.model().index(number, 0).data(ENTRY)
        if event.button() is Qt.MouseButton.LeftButton and number == self._pressed and isinstance(entry, Head):
            self.fold_wanted.emit(entry.kind, not entry.folded, False)

    def _number_at(self, event: QMouseEvent) -> int:
        return self.indexAt(event.position().toPoint()).row()
