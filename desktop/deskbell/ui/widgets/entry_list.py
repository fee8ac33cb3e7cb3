"""A list of entries of two lines each, which is read on as one goes down."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import CORNER_CONTROL
from deskbell.ui.theme.type import TextRole, Weight
from deskbell.ui.widgets.label import plain_tooltip

ENTRY = Qt.ItemDataRole.UserRole
"""The entry itself."""

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_ROW = 52


class EntryModel(QAbstractListModel):
    """The pages that were read so far; the view asks for the next one when its end comes into sight. `ask_page` reads it. `is_cut`: something is here, and
    what follows could not be read.

    Signals:
        read: a page has come.
        failed(Exception): it could not be read.
    """

    read = Signal()
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[Any] = []
        self._reading = False
        self._whole = False
        self.is_cut = False

    @abstractmethod
    def ask_page(self) -> None:
        """Have the page that follows the entries read, and given to `take_page` or `refuse`."""

    @abstractmethod
    def sentence(self, entry: Any) -> str:
        """What is read aloud of an entry."""

    def explained(self, entry: Any) -> str:
        """What is said where the mouse rests on an entry, "" for nothing."""
        del entry
        return ""

    def entry(self, row: int) -> Any:
        """The entry in a row, None where there is none."""
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.entry(index.row())
        if entry is None:
            return None
        match role:
            case Qt.ItemDataRole.UserRole:
                return entry
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return self.sentence(entry)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tooltip(self.explained(entry))
        return None

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and not self._whole and not self._reading

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._reading = True
            self.ask_page()

    def take_page(self, found: Sequence[Any], *, whole: bool) -> None:
        """These follow; `whole`: they are the last."""
        self._reading, self._whole, self.is_cut = False, whole, False
        if found:
            first = len(self._entries)
            self.beginInsertRows(QModelIndex(), first, first + len(found) - 1)
            self._entries += found
            self.endInsertRows()
        self.read.emit()

    def refuse(self, error: Exception) -> None:
        """The page could not be read. Not asked for again by itself: the view would do so at once."""
        self._reading, self._whole, self.is_cut = False, True, bool(self._entries)
        self.failed.emit(error)

    def refuse_all(self, error: Exception) -> None:
        """Nothing of what was asked for could be read: what stands here answered another question, and goes."""
        self.beginResetModel()
        self._entries = []
        self.endResetModel()
        self.refuse(error)

    def try_again(self) -> None:
        """Have the page read that could not be."""
        self._whole = False
        self.fetchMore(QModelIndex())


class EntryList(QListView):
    """Up and Down go through the entries; Enter means one.

    Signals:
        entered_at(QModelIndex): Enter was pressed on this one.
    """

    entered_at = Signal(object)

    def __init__(self, theme: ThemeSource, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setAccessibleName(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid():
                self.entered_at.emit(self.currentIndex())
        elif (
            event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
            or event.text() == ""
        ):
            super().keyPressEvent(event)
        else:
            # A letter is a key of the window, and no search among what happens to be loaded.
            event.ignore()


class EntryDelegate(QStyledItemDelegate):
    """Paints the ground of an entry; `paint_entry` what stands on it."""

    row_height = _ROW

    def __init__(self, theme: ThemeSource, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme

    @abstractmethod
    def paint_entry(self, painter: QPainter, area: QRectF, entry: Any, *, selected: bool) -> None:
        """Paint an entry into its room."""

    def paint_coming(self, painter: QPainter, area: QRectF) -> None:
        """Paint what stands where an entry is still being read: nothing."""

    def paint_ground(self, painter: QPainter, area: QRectF, *, selected: bool, hovered: bool) -> None:
        """Paint what an entry stands on."""
        if selected or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.theme.colours.accent_ground if selected else self.theme.colours.hover))
            painter.drawRoundedRect(area, CORNER_CONTROL, CORNER_CONTROL)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, self.theme.px(self.row_height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry = index.data(ENTRY)
        area = QRectF(option.rect)
        if entry is None:
            self.paint_coming(painter, area)
            return
        colours = self.theme.colours
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        self.paint_ground(painter, area, selected=selected, hovered=bool(state & QStyle.StateFlag.State_MouseOver))
        self.paint_entry(painter, area, entry, selected=selected)
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_KeyboardFocusChange:
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), CORNER_CONTROL, CORNER_CONTROL)
        painter.restore()

    def halves(self, area: QRectF, left: float) -> tuple[QRectF, QRectF]:
        """The upper and the lower line, `left` from the edge."""
        px = self.theme.px
        inside = area.adjusted(left, px(6), -px(10), -px(6))
        upper = QRectF(inside.left(), inside.top(), inside.width(), inside.height() / 2)
        return upper, upper.translated(0, inside.height() / 2)

    def write(
        self,
        painter: QPainter,
        room: QRectF,
        words: str,
        role: TextRole,
        ink: str,
        *,
        weight: Weight = Weight.regular,
        right: bool = False,
        most: float = 1,
    ) -> float:
        """Write a line; how wide it became. It takes `most` of the room."""
        font = self.theme.now.font(role, weight)
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width() * most)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.setFont(font)
        painter.setPen(QColor(ink))
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, shown)
        return metrics.horizontalAdvance(shown)
