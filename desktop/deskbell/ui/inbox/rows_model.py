"""A long list of which a stretch is in memory, as Qt sees it: how that becomes another stretch without a jump on the screen."""

from collections.abc import Mapping

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt, Signal

from deskbell.model.rows import TicketPage, TicketRow
from deskbell.ui.inbox.loaded_rows import LoadedRows

_NOTHING = TicketPage((), None, None)


class RowsModel(QAbstractListModel):
    """What is loaded, how many rows there are, and the signals that Qt wants of each change. Some rows are heads: `heads` has their groups
    (`GroupRow.id`), by row, rising.

    Signals:
        headed: other rows are heads.
    """

    headed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loaded = LoadedRows()
        self._total = 0
        self.heads: Mapping[int, int] = {}
        self._heading = ""

    def show_heading(self, words: str) -> None:
        """What a screen reader says above the rows, whose column nobody sees as one."""
        if words != self._heading:
            self._heading = words
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 0)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        """For the ear: what stands above the rows, and the number of the ticket before each. Qt would count columns and rows."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if orientation is Qt.Orientation.Horizontal:
            return self._heading
        row = self._loaded.get(section)
        return f"#{row.id}" if isinstance(row, TicketRow) else ""

    def nearest(self, number: int, way: int) -> int:
        """The row of a ticket from this one on, up (-1) or down (1), or else the other way; -1 where all are heads."""
        for step in (way, -way):
            at = number
            while at in self.heads:
                at += step
            if 0 <= at < self._total:
                return at
        return -1

    def _take_heads(self, heads: Mapping[int, int]) -> None:
        """Which rows are heads is known of all, also of those that are not loaded."""
        if heads != self.heads:
            self.heads = heads
            self.headed.emit()

    def _become(self, start: int, page: TicketPage, total: int) -> None:
        """Turn the rows into those of a page by inserting and removing as few as possible, so that nothing on the screen jumps."""
        old, was = self._loaded.ids(), self._loaded.start
        if was > 0:
            old, was = self._loaded.without_first(), was + 1
        self._loaded.replace(0, _NOTHING)  # Until they are in their new places no row number is true.
        self._shift(start - was)
        new = [row.id for row in page.lines]
        # Loaded when something moves for the first time.
        from difflib import SequenceMatcher

        edits = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        for kind, old_from, old_to, new_from, new_to in reversed(edits):
            at = start + old_from
            if kind in {"replace", "delete"}:
                self._remove(at, old_to - old_from)
            if kind in {"replace", "insert"}:
                self._insert(at, new_to - new_from)
        self._loaded.replace(start, page)
        self._resize(total)
        self._redraw_rows(start, self._loaded.end)

    def _shift(self, by: int) -> None:
        """Tickets came or went above what is loaded."""
        if by > 0:
            self._insert(0, by)
        elif by < 0:
            self._remove(0, -by)

    def _resize(self, total: int) -> None:
        if total > self._total:
            self._insert(self._total, total - self._total)
        elif total < self._total:
            self._remove(total, self._total - total)

    def _insert(self, at: int, many: int) -> None:
        self.beginInsertRows(QModelIndex(), at, at + many - 1)
        self._total += many
        self.endInsertRows()

    def _remove(self, at: int, many: int) -> None:
        self.beginRemoveRows(QModelIndex(), at, at + many - 1)
        self._total -= many
        self.endRemoveRows()

    def _redraw(self, tickets: tuple[int, ...]) -> None:
        for number in self._loaded.numbers_of(tickets):
            self._redraw_rows(number, number + 1)

    def _redraw_rows(self, start: int, end: int) -> None:
        if end > start:
            self.dataChanged.emit(self.index(start), self.index(end - 1))
