"""What a search finds, sorted by what a column says and in groups: all that meets conditions, where that is known soon, else the newest that are found."""

from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from deskbell.model.grouping import Grouping
from deskbell.model.rows import TicketPage
from deskbell.model.views import MOST_SORTED, Sort, ViewKind, is_sorted_whole
from deskbell.store import plain
from deskbell.store.queries import gathered
from deskbell.store.queries.keyset import Road
from deskbell.store.search.find import MOST_TICKETS, ON_SHELVES, asked_for_by, found_by, limits_of
from deskbell.store.search.hits import hits_of
from deskbell.store.session import Session
from deskbell.store.tables import ticket

if TYPE_CHECKING:
    from deskbell.store.queries.kept_lines import KeptLines


def page(
    session: Session,
    text: str,
    sort: Sort,
    agent_id: int,
    grouping: Grouping | None,
    kept: "KeptLines | None",
    **which: Any,
) -> TicketPage:
    """A page of it; `which` one as `gathered.page` is told."""
    read = partial(_all_meeting, session, text, sort, agent_id, grouping)
    all_of_them = gathered.kept_page(session, kept, read, **which)
    if all_of_them is not None:
        return all_of_them
    first = Sort.LATEST if is_sorted_whole(ViewKind.SEARCH, sort) else sort
    found = found_by(session, text, first, agent_id, enough=MOST_TICKETS)
    page = gathered.page(session, gathered.lines_of(session, found.tickets, sort, grouping), **which)
    assert page.whole is not None
    hits = hits_of(session, [found.messages[row.id] for row in page.rows], found.wanted) if found.wanted else {}
    shown = {row.id: replace(row, hit=hits.get(row.id, "")) for row in page.rows}
    lines = tuple(shown.get(line.id, line) for line in page.whole.page)
    whole = replace(page.whole, page=lines, more=len(found.tickets) >= MOST_TICKETS)
    return replace(page, rows=tuple(shown.values()), whole=whole)


def numbers(session: Session, text: str, sort: Sort, agent_id: int, limit: int) -> list[int]:
    """The first `limit` tickets, by number alone."""
    all_of_them = _all_meeting(session, text, sort, agent_id, None)
    if all_of_them is None:
        found = found_by(session, text, Sort.LATEST, agent_id, enough=limit, most=limit)
        all_of_them = gathered.lines_of(session, found.tickets, sort, None)
    return all_of_them.numbers()[:limit]


def _all_meeting(
    session: Session, text: str, sort: Sort, agent_id: int, grouping: Grouping | None
) -> gathered.Lines | None:
    """The lines of all tickets that meet the conditions of `text`; None where it has words, or where so many tickets lie on its shelves that to ask them
    all would take long. By how well they answer is the latest first here."""
    asked_for = asked_for_by(session, text, agent_id, found=True)
    if asked_for.nothing_is_asked or asked_for.wanted or asked_for.left_out:
        return None
    tickets_on: dict[int, int] = dict(plain.rows(session.connection, ON_SHELVES, {}))
    if sum(tickets_on.get(int(shelf), 0) for shelf in asked_for.there.shelves) > MOST_SORTED:
        return None
    limits = limits_of(asked_for.there)
    roads = [Road((ticket.c.shelf == int(shelf), *limits)) for shelf in sorted(asked_for.there.shelves)]
    return gathered.lines(session, roads, sort, grouping)
