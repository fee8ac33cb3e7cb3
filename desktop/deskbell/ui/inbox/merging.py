"""Bringing a list up to date with the cards of the few tickets that were changed, without reading its page again.

Where fifty windows show one list, each change is read by all of them: a card costs the server a sixth of what a page costs.
"""

from collections.abc import Collection, Sequence

from deskbell.model.kinds import Shelf
from deskbell.model.rows import TicketPage, TicketRow
from deskbell.model.views import ANY_SIZE, NOT_DUE, PageKey, Rank, Sort, View, ViewKind
from deskbell.store.queries.views import SHELF_OF
from deskbell.store.tables.base import to_milliseconds

# With more changed tickets than this their cards cost what the page does.
MOST = 12
_TOLD_BY_CARD = frozenset(
    {
        *(ViewKind.MINE, ViewKind.UNASSIGNED, ViewKind.OPEN, ViewKind.SNOOZED, ViewKind.DONE, ViewKind.SPAM),
        *(ViewKind.TRASH, ViewKind.MAILBOX, ViewKind.TEAM, ViewKind.COLLEAGUE, ViewKind.FOLLOWING),
    }
)


def told_by_card(view: View) -> bool:
    """Whether a card says all that decides if its ticket is in the view."""
    return view.kind in _TOLD_BY_CARD


def belongs(view: View, row: TicketRow, agent_id: int) -> bool:
    """Whether a ticket is in the view, which `told_by_card` must know."""
    if row.shelf is not Shelf(SHELF_OF[view.kind]):
        return False
    match view.kind:
        case ViewKind.MINE:
            return row.assignee_id == agent_id
        case ViewKind.FOLLOWING:
            return agent_id in row.followers
        case ViewKind.UNASSIGNED:
            return row.assignee_id is None
        case ViewKind.COLLEAGUE:
            return row.assignee_id == view.of
        case ViewKind.MAILBOX:
            return row.mailbox_id == view.of
        case ViewKind.TEAM:
            return row.team_id == view.of
        case _:
            return True


def merged(
    rows: Sequence[TicketRow],
    touched: Collection[int],
    found: Sequence[TicketRow],
    sort: Sort,
    *,
    last: PageKey | None,
    limit: int,
) -> TicketPage:
    """The first `limit` rows of a list at most, from its top on: without those `touched`, and with those of them that were `found` in the view. `last`
    is the key of the last row that was loaded, None where the list ends there: what comes after it lies among others that are not loaded.
    """
    # Loaded when something is changed for the first time.
    from deskbell.rules import ordering

    def rank(key: PageKey) -> Rank:
        if sort not in ANY_SIZE:
            return key.rank
        return ordering.along(sort, key.priority, key.activity, key.ticket_id, key.due, key.created)

    def key_of(row: TicketRow) -> PageKey:
        due = NOT_DUE if row.due_at is None else to_milliseconds(row.due_at)
        place = () if sort in ANY_SIZE else ordering.of_card(row, sort)
        activity, created = to_milliseconds(row.activity_at), to_milliseconds(row.created_at)
        return PageKey(int(row.priority), activity, row.id, due, place, created)

    entries = [(key_of(row), row) for row in rows if row.id not in touched]
    entries += [(key_of(row), row) for row in found]
    entries.sort(key=lambda entry: rank(entry[0]))
    if last is not None:
        end = rank(last)
        entries = [entry for entry in entries if rank(entry[0]) <= end]
    del entries[limit:]
    if not entries:
        return TicketPage((), None, None)
    return TicketPage(tuple(row for _, row in entries), entries[0][0], entries[-1][0])
