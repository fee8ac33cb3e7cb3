"""Lists of the tickets of one view, and their lines."""

from typing import Final

from building import Builder
from deskbell.model.grouping import Grouping
from deskbell.model.rows import TicketPage
from deskbell.model.views import Sort, View, ViewKind, is_sorted_whole
from deskbell.store.desk import Desk
from deskbell.store.queries import ticket_list

OPEN: Final = View(ViewKind.OPEN)
SEARCH: Final = View(ViewKind.SEARCH, query="is:open")
WORDS: Final = View(ViewKind.SEARCH, query="needle")
WHOLE: Final = [sort for sort in Sort if is_sorted_whole(ViewKind.SEARCH, sort)]


def lines(desk: Desk, build: Builder, view: View, sort: Sort, grouping: Grouping | None, **which: object) -> TicketPage:
    """A page of a list, as it is unless `which` says otherwise: all of it."""
    return desk.read(ticket_list.page, view, sort, build.me, grouping=grouping, **{"limit": 1000, **which})
