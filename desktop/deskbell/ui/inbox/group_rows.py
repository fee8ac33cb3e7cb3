"""The rows of a list in groups: heads are lower than cards, and groups are folded where the person is."""

from PySide6.QtWidgets import QTableView

from deskbell.ui.inbox.ticket_model import TicketListModel


class GroupRows:
    """Made for a view that shows heads for the first time."""

    def __init__(self, view: QTableView, tickets: TicketListModel) -> None:
        self._view = view
        self._tickets = tickets
        self._shaped = 0

    def shape(self, height: int, head_height: int) -> None:
        """Give each row its height. A view that has heads is small: its rows are looked through. Another one that comes after it has the heights of its first
        rows, which are all that must be set right."""
        heads, header, count = self._tickets.heads, self._view.verticalHeader(), self._tickets.rowCount()
        for number in range(count if heads else min(count, self._shaped)):
            wanted = head_height if number in heads else height
            if header.sectionSize(number) != wanted:
                header.resizeSection(number, wanted)
        self._shaped = count if heads else 0

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
