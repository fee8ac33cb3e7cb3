"""Searching: the tickets that a query finds, page by page.

Where words are asked for, the newest message that holds them decides the order, and its id is the key of the ticket. A query of conditions
only goes along the indexes of the tickets, in the order of the list.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from operator import attrgetter
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import func, select

from deskbell.model.rows import TicketPage, TicketRow
from deskbell.model.views import PageKey, Sort
from deskbell.rules.search_query import parse
from deskbell.store.queries.cards import cards
from deskbell.store.queries.keyset import Road, keys
from deskbell.store.search import conditions, hit
from deskbell.store.search.asked import Phrase, asked
from deskbell.store.search.matches import matches, tickets_holding
from deskbell.store.session import Session
from deskbell.store.tables import message, ticket

# A search finds so many tickets at most, in so many of the newest messages that match: who needs more asks more precisely.
MOST_TICKETS = 500
MOST_MESSAGES = 2_000
# So many are looked at for words that are not wanted before the first are shown.
_TOGETHER = 100
T = TypeVar("T")
_ticket_of: Callable[[Any], int] = attrgetter("ticket_id")


class _Found(Struct, frozen=True):
    """The keys of what was found, in order. `rank` makes of a key what it is sorted by; `wanted` is what to show the line of."""

    keys: Sequence[PageKey]
    rank: Callable[[PageKey], tuple[int, ...]]
    tickets: Sequence[int]
    wanted: tuple[Phrase, ...] = ()


def page(
    session: Session,
    text: str,
    sort: Sort,
    agent_id: int,
    *,
    after: PageKey | None = None,
    before: PageKey | None = None,
    skip: int = 0,
    limit: int = 50,
) -> TicketPage:
    """A page of what `text` finds, as `queries.ticket_list.page`. Words give the newest match first, whatever `sort` says."""
    found = _find(
        session, text, sort, agent_id, enough=skip + limit if after is None and before is None else MOST_TICKETS
    )
    ranks = [found.rank(key) for key in found.keys]
    if after is None and before is not None:
        end = max(bisect_left(ranks, found.rank(before)) - skip, 0)
        chosen = slice(max(end - limit, 0), end)
    else:
        start = skip + (bisect_right(ranks, found.rank(after)) if after is not None else 0)
        chosen = slice(start, start + limit)
    shown = found.keys[chosen]
    if not shown:
        return TicketPage((), None, None)
    rows = cards(session, found.tickets[chosen])
    if found.wanted:
        hits = _hits(session, [key.ticket_id for key in shown], found.wanted)
        rows = tuple(replace(row, hit=hits.get(row.id, "")) for row in rows)
    return TicketPage(rows, shown[0], shown[-1])


def count(session: Session, text: str, agent_id: int) -> int:
    """How many tickets `text` finds, at most `MOST_TICKETS`."""
    return len(_find(session, text, Sort.LATEST, agent_id, enough=MOST_TICKETS).keys)


def rank(session: Session, text: str, sort: Sort, agent_id: int, key: PageKey) -> int:
    """The row number at which the page after `key` begins."""
    found = _find(session, text, sort, agent_id, enough=MOST_TICKETS)
    return bisect_right([found.rank(one) for one in found.keys], found.rank(key))


def tickets(session: Session, text: str, agent_id: int, *, limit: int = 50) -> tuple[TicketRow, ...]:
    """The first `limit` tickets that `text` finds, for a list on a command line."""
    return page(session, text, Sort.LATEST, agent_id, limit=limit).rows


class _LeftOut:
    """Leaves out what is of tickets that have a message with words that are not wanted. `unwanted` are the phrases of each."""

    def __init__(self, session: Session, unwanted: Sequence[Sequence[Phrase]]) -> None:
        self._session = session
        self._unwanted = unwanted

    def __bool__(self) -> bool:
        return bool(self._unwanted)

    def sort_out(self, found: Iterator[T], of: Callable[[T], int]) -> Iterator[T]:
        """What is left of `found`; `of` tells the ticket. Some are looked at together, more than a page has."""
        if not self._unwanted:
            yield from found
            return
        known: dict[int, bool] = {}
        while some := list(islice(found, _TOGETHER)):
            fresh = {of(one) for one in some} - known.keys()
            known.update(dict.fromkeys(fresh, True))
            for phrases in self._unwanted:
                known.update(dict.fromkeys(tickets_holding(self._session, phrases, fresh), False))
            yield from (one for one in some if known[of(one)])


def _find(session: Session, text: str, sort: Sort, agent_id: int, *, enough: int) -> _Found:
    """What `text` finds; `enough` tickets suffice."""
    query = parse(text)
    wanted = tuple(phrase for words in query.words if not words.negated for phrase in asked(words))
    there = conditions.where(session, query.conditions, agent_id, found=bool(wanted))
    unwanted = [phrases for words in query.words if words.negated and (phrases := asked(words))]
    left_out = _LeftOut(session, unwanted)
    if wanted:
        return _holding(session, wanted, left_out, there, enough)
    if not (unwanted or there.tickets or there.since or there.until):
        return _Found((), _by_message, ())  # Nothing, or signs only: that is no wish to see everything.
    return _meeting(session, left_out, there, sort, enough)


def _holding(
    session: Session,
    wanted: tuple[Phrase, ...],
    left_out: _LeftOut,
    there: conditions.Where,
    enough: int,
) -> _Found:
    """The tickets with messages that hold `wanted`, by the newest of them."""
    limits = [*there.tickets, ticket.c.shelf.in_(sorted(map(int, there.shelves)))]
    if there.since:
        limits.append(message.c.at >= there.since)
    if there.until:
        limits.append(message.c.at < there.until)
    newest: dict[int, int] = {}
    for match in left_out.sort_out(islice(matches(session, wanted, limits), MOST_MESSAGES), _ticket_of):
        newest.setdefault(match.ticket_id, match.message_id)
        if len(newest) >= min(enough, MOST_TICKETS):
            break
    return _Found([PageKey(0, 0, message_id) for message_id in newest.values()], _by_message, list(newest), wanted)


def _meeting(session: Session, left_out: _LeftOut, there: conditions.Where, sort: Sort, enough: int) -> _Found:
    """The tickets that meet the conditions: each shelf along its index, and all of them together in order."""
    limits = [*there.tickets]
    if there.since:
        limits.append(ticket.c.activity_at >= there.since)
    if there.until:
        limits.append(ticket.c.created_at < there.until)
    most = min(enough, MOST_TICKETS)
    found: list[PageKey] = []
    for shelf in sorted(there.shelves):
        along = _along(session, Road((ticket.c.shelf == int(shelf), *limits)), sort, most)
        if left_out:
            along = left_out.sort_out(islice(along, MOST_MESSAGES), _ticket_of)
        found += islice(along, most)
    rank = _RANKS[sort]
    found = sorted(found, key=rank)[:most]
    return _Found(found, rank, [key.ticket_id for key in found])


def _along(session: Session, road: Road, sort: Sort, size: int) -> Iterator[PageKey]:
    """The keys of a road, read in portions of `size`."""
    last: PageKey | None = None
    while True:
        portion = keys(session, road, sort, after=last, limit=size)
        yield from portion
        if not portion or len(portion) < size:
            return
        last = portion[-1]


def _by_message(key: PageKey) -> tuple[int, ...]:
    return (-key.ticket_id,)


_RANKS: dict[Sort, Callable[[PageKey], tuple[int, ...]]] = {
    Sort.LATEST: lambda key: (-key.activity, -key.ticket_id),
    Sort.OLDEST: lambda key: (key.activity, key.ticket_id),
    Sort.URGENT: lambda key: (-key.priority, -key.activity, -key.ticket_id),
}


def _hits(session: Session, ids: Sequence[int], wanted: Sequence[Phrase]) -> dict[int, str]:
    """The line to show of each of these messages, by ticket."""
    pattern = hit.pattern(wanted)
    query = select(
        message.c.ticket_id,
        message.c.subject,
        func.substr(message.c.text, 1, hit.LOOKED_THROUGH).label("text"),
        func.substr(message.c.visible, 1, hit.LOOKED_THROUGH).label("visible"),
        message.c.from_name,
        message.c.from_email,
    ).where(message.c.id.in_(ids))
    return {
        row.ticket_id: hit.line(
            (row.visible or "", row.text, row.subject, f"{row.from_name} {row.from_email}"), pattern
        )
        for row in session.connection.execute(query)
    }
