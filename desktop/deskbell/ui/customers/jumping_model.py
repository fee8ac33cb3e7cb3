"""A long list that can be jumped about in: once it is known how many entries it has, all their rows are there, and those near the screen are read."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal

from deskbell.ui.widgets.entry_list import Index
from deskbell.ui.widgets.listed_model import ListedModel

MARGIN: Final = 25
"""So many rows above and below those in sight are read with them."""
MOST_READ: Final = 400
"""So many entries stay."""

_NO_PARENT = QModelIndex()


class JumpingModel(ListedModel):
    """Entries of which a stretch is read. As long as nobody knows how many there are it begins with the first and is read on page by page.

    Signals:
        came: rows that are there have their entries now.
    """

    came = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.start = 0
        self.heading = ""
        self._total: int | None = None
        self._in_sight = (0, 0)

    @abstractmethod
    def ask_stretch(self, row: int, limit: int, *, follows: bool) -> None:
        """Have `limit` entries read from a row on, which `follows` those that are here, and given to `take_stretch` or `refuse`."""

    def ask_anew(self) -> None:
        super().ask_anew()
        self._in_sight = (0, 0)

    @property
    def jumps(self) -> bool:
        """Whether all rows are there."""
        return self._total is not None

    @property
    def end(self) -> int:
        """The row after the last that is read."""
        return self.start + len(self._entries)

    def entry(self, row: int) -> Any:
        return super().entry(row - self.start)

    def row_of(self, entry_id: object) -> int | None:
        found = super().row_of(entry_id)
        return None if found is None else found + self.start

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        if self._total is None:
            return super().rowCount(parent)
        return 0 if parent.isValid() else self._total

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        """For the ear: what the list is called stands above its one column. Qt would count columns and rows, as far as they are read."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        return self.heading if orientation is Qt.Orientation.Horizontal else ""

    def canFetchMore(self, parent: Index) -> bool:
        return self._total is None and super().canFetchMore(parent)

    def know(self, total: int) -> None:
        """The list has so many entries, and no fewer than are read."""
        total = max(total, self.end)
        there = self.rowCount()
        if total > there:
            self.beginInsertRows(QModelIndex(), there, total - 1)
            self._total = total
            self.endInsertRows()
        elif total < there:
            self.beginRemoveRows(QModelIndex(), total, there - 1)
            self._total = total
            self.endRemoveRows()
        self._total = total
        self.need(*self._in_sight)

    def need(self, first: int, last: int) -> None:
        """These rows are in sight: have what is missing there, and right around, read."""
        self._in_sight = first, last
        if self._total is None or self._reading or self.is_cut:
            return
        top, bottom = max(0, first - MARGIN), min(self._total, last + 1 + MARGIN)
        if (self.start <= top and bottom <= self.end) or top >= bottom:
            return
        self._reading = True
        if self.start <= top <= self.end:
            self.ask_stretch(self.end, MARGIN * 2, follows=bool(self._entries))
        elif top < self.start <= bottom:
            row = max(0, self.start - MARGIN * 2)
            self.ask_stretch(row, self.start - row, follows=False)
        else:
            self.ask_stretch(top, max(MARGIN * 2, bottom - top), follows=False)

    def take_stretch(self, row: int, lines: Sequence[Any], *, whole: bool) -> None:
        """These stand from a row on, beside those that are here or far from them; `whole`: the list ends with them."""
        self._reading, self.is_cut = False, False
        new = list(lines)
        if row == self.end:
            self._entries += new
            gone = max(0, len(self._entries) - MOST_READ)
            del self._entries[:gone]
            self.start += gone
        elif row + len(new) == self.start:
            self._entries[:0] = new
            del self._entries[MOST_READ:]
            self.start = row
        else:
            self.start, self._entries = row, new
        end = row + len(new)
        self.know(end if whole or not new else max(self.rowCount(), end + 1))
        if new:
            self.dataChanged.emit(self.index(row), self.index(end - 1))
        self.came.emit()
        self.read.emit()

    def become_stretch(self, row: int, lines: Sequence[Any], *, total: int | None, whole: bool) -> None:
        """These are what is read, from a row on; all rows are there where it is known how many there are."""
        same = (row, total, list(lines)) == (self.start, self._total, self._entries)
        self._reading, self._whole, self._is_new, self.is_cut = False, whole, False, False
        if not same:
            self.settling.emit()
            self.beginResetModel()
            self.start, self._total, self._entries = row, total, list(lines)
            self.endResetModel()
            self.settled.emit()
        self.need(*self._in_sight)

    def refuse(self, error: Exception) -> None:
        super().refuse(error)
        self.is_cut = self.rowCount() > 0

    def refuse_all(self, error: Exception) -> None:
        self.beginResetModel()
        self.start, self._total, self._entries = 0, None, []
        self.endResetModel()
        self.refuse(error)

    def try_again(self) -> None:
        if self._total is None or not self.is_cut:
            super().try_again()
            return
        self.is_cut = False
        self.need(*self._in_sight)
