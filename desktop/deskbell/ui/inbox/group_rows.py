"""The rows of a list in groups: heads are lower than cards, and groups are folded where the person is."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtWidgets import QTableView

from deskbell.ui.inbox.ticket_model import TicketListModel

# Longer lists are not looked through. There so many heads are lower than cards, and else none: each that is made lower takes the longer the more rows there are.
_LOOKED_THROUGH: Final = 2_000
_FEW_HEADS: Final = 60


class GroupRows:
    """Made for a view that shows heads for the first time."""

    def __init__(self, view: QTableView, tickets: TicketListModel) -> None:
        self._view = view
        self._tickets = tickets
        self._shaped = 0
        self._low: tuple[int, ...] = ()

    def shape(self, height: int, head_height: int) -> None:
        """Give each row its height. Where a small view comes after another its first rows have the heights of that one, and are set right."""
        heads, count = self._tickets.heads, self._tickets.rowCount()
        low = tuple(heads) if count <= _LOOKED_THROUGH or len(heads) <= _FEW_HEADS else ()
        if count <= _LOOKED_THROUGH:
            self._set(range(count if heads else min(count, self._shaped)), frozenset(low), height, head_height)
        else:
            # Those that were low and are no more, where no rows came or went before them; else all that is wrong is found by the length.
            self._set((*self._low, *low), frozenset(low), height, head_height)
            if self._view.verticalHeader().length() != count * height - len(low) * (height - head_height):
                self._set(range(count), frozenset(low), height, head_height)
        self._low, self._shaped = low, count if low else 0

    def _set(self, numbers: Iterable[int], low: frozenset[int], height: int, head_height: int) -> None:
        header, count = self._view.verticalHeader(), self._tickets.rowCount()
        for number in numbers:
            wanted = head_height if number in low else height
            if number < count and header.sectionSize(number) != wanted:
                header.resizeSection(number, wanted)

    def top_of(self, number: int) -> int:
        """Where a row begins, from the top of the list."""
        return self._view.verticalHeader().sectionPosition(number)

    def in_sight(self) -> tuple[int, int]:
        """The first and the last row on the screen."""
        last = self._view.rowAt(self._view.viewport().height() - 1)
        return max(0, self._view.rowAt(0)), last if last >= 0 else max(0, self._tickets.rowCount() - 1)

    def to_fold(self, marked: int) -> int | None:
        """The head of the group that a row is in; None where that is folded, or there are no groups."""
        own = [row for row in self._tickets.heads if row <= marked]
        return own[-1] if own and not self._is_folded(own[-1]) else None

    def to_unfold(self, marked: int) -> int | None:
        """The next head of a folded group below a row, else above it."""
        folded = [row for row in self._tickets.heads if self._is_folded(row)]
        return next((row for row in folded if row >= marked), folded[-1] if folded else None)

    def _is_folded(self, row: int) -> bool:
        grouping = self._tickets.grouping
        return grouping is not None and self._tickets.heads[row] in grouping.folded
