"""The stretch of a list that is in memory: rows side by side, read page by page at either end."""

from collections import deque
from collections.abc import Collection
from typing import TYPE_CHECKING

from deskbell.model.rows import TicketPage, TicketRow
from deskbell.model.views import PageKey

if TYPE_CHECKING:
    from deskbell.model.grouping import GroupRow

# So many pages stay; with pages of 50 that is what ten screens show.
_PAGES = 8


class LoadedRows:
    """Rows `start` to `end` (exclusive) of a list, with the keys at which the list can be read on in either direction."""

    def __init__(self) -> None:
        self.start = 0
        self._pages: deque[TicketPage] = deque()
        self._rows: list[TicketRow | GroupRow] = []

    @property
    def end(self) -> int:
        """The row after the last that is loaded."""
        return self.start + len(self._rows)

    @property
    def first_key(self) -> PageKey | None:
        """The key of row `start`; None where nothing is loaded."""
        return self._pages[0].first if self._pages else None

    @property
    def last_key(self) -> PageKey | None:
        """The key of row `end` - 1; None where nothing is loaded."""
        return self._pages[-1].last if self._pages else None

    def __len__(self) -> int:
        return len(self._rows)

    def rows(self) -> list[TicketRow]:
        """The tickets that are loaded, in the order of the list."""
        return [row for row in self._rows if isinstance(row, TicketRow)]

    def ids(self) -> list[int]:
        """The tickets, and the heads of groups, in the order of the list."""
        return [row.id for row in self._rows]

    def get(self, number: int) -> "TicketRow | GroupRow | None":
        """The row with this number in the whole list, where it is loaded."""
        at = number - self.start
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def number_of(self, ticket_id: int) -> int | None:
        """The number in the whole list of a ticket that is loaded."""
        for at, row in enumerate(self._rows):
            if row.id == ticket_id:
                return self.start + at
        return None

    def numbers_of(self, tickets: Collection[int]) -> list[int]:
        """The numbers of those of these tickets that are loaded."""
        wanted = set(tickets)
        return [self.start + at for at, row in enumerate(self._rows) if row.id in wanted]

    def put(self, number: int, row: TicketRow) -> None:
        """Show another row at this number, for a change that is not confirmed yet."""
        self._rows[number - self.start] = row

    def replace(self, start: int, page: TicketPage) -> None:
        """Forget what was loaded; have this page at `start`."""
        self.start = start
        self._pages = deque([page] if page.lines else [])
        self._rows = list(page.lines)

    def append(self, page: TicketPage) -> None:
        """Have a page that follows `end`, and forget the farthest pages above where there are too many."""
        self._pages.append(page)
        self._rows.extend(page.lines)
        while len(self._pages) > _PAGES:
            gone = len(self._pages.popleft().lines)
            del self._rows[:gone]
            self.start += gone

    def prepend(self, page: TicketPage) -> None:
        """Have a page that ends right before `start`, and forget the farthest pages below where there are too many."""
        self._pages.appendleft(page)
        self._rows[:0] = page.lines
        self.start -= len(page.lines)
        while len(self._pages) > _PAGES:
            gone = len(self._pages.pop().lines)
            del self._rows[len(self._rows) - gone :]

    def without_first(self) -> list[int]:
        """The tickets after row `start`: those that a reading after `first_key` would give if nothing had changed."""
        return [row.id for row in self._rows[1:]]
