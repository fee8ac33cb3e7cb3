"""Searching: the tickets that a query finds, page by page.

Where words are asked for, the newest message that holds them decides the order, and its id is the key of the ticket; in another order than the latest
first all that is found is sorted, by the tickets or by how well that message answers. A query of conditions only goes along the indexes of the tickets, in the order of the list.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, islice, repeat
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import BigInteger, ColumnElement, bindparam, cast, func, literal, select, tuple_

from deskbell.model.kinds import Shelf
from deskbell.model.rows import TicketPage, TicketRow
from deskbell.model.saved_views import ViewCount
from deskbell.model.views import NOT_DUE, PageKey, Rank, Sort, ViewKind, is_sorted_whole
from deskbell.rules import ordering
from deskbell.rules.search_query import parse
from deskbell.store import plain
from deskbell.store.queries.cards import cards
from deskbell.store.queries.keyset import Road, keys
from deskbell.store.search import conditions
from deskbell.store.search.asked import Phrase, asked
from deskbell.store.search.hits import hits_of
from deskbell.store.search.matches import Match, matches, tickets_holding
from deskbell.store.search.relevance import LOOKED_AT, Relevance
from deskbell.store.search.spans import stretches
from deskbell.store.session import Session
from deskbell.store.tables import message, ticket, ticket_count, ticket_tag
from deskbell.store.tables.base import to_milliseconds

if TYPE_CHECKING:
    from deskbell.model.grouping import Grouping
    from deskbell.store.queries.kept_lines import KeptLines

# A search finds so many tickets at most, in so many of the newest messages that match: who needs more asks more precisely.
MOST_TICKETS = 500
MOST_MESSAGES = 2_000
# Where tickets are only counted, so many of each shelf are looked at, the newest ones.
MOST_COUNTED_AMONG = 10_000
# So many are looked at together for words that are not wanted: as long as the first messages that hold the others may have enough, and later.
_TOGETHER = (100, 100, 400)
# So few tickets are looked at rather than what holds the words, and so many looked through for them: each engine's milliseconds.
_FEW = 1_000
_LOOKED_THROUGH = {"sqlite": 10_000, "postgresql": 60_000}
# How many tickets lie on each shelf, as the counters know.
ON_SHELVES = select(ticket_count.c.shelf, cast(func.sum(ticket_count.c.n), BigInteger)).group_by(ticket_count.c.shelf)
# What sorts tickets, but for their numbers.
_RANKED = (ticket.c.priority, ticket.c.activity_at, ticket.c.due_at)
T = TypeVar("T")
_ticket_of: Callable[[Any], int] = attrgetter("ticket_id")


class _Found(Struct, frozen=True):
    """The keys of what was found, in order. `rank` makes of a key what it is sorted by; `wanted` is what to show the line of, in the message by ticket."""

    keys: Sequence[PageKey]
    rank: Callable[[PageKey], Rank]
    tickets: Sequence[int]
    wanted: tuple[Phrase, ...] = ()
    messages: Mapping[int, int] = {}


class _Asked(Struct, frozen=True):
    """A query as it is asked of the database: the words of messages, those that no message of a ticket may hold, and what a ticket must meet."""

    wanted: tuple[Phrase, ...]
    left_out: "_LeftOut"
    there: conditions.Where

    @property
    def nothing_is_asked(self) -> bool:
        """Whether nothing is asked for, or signs only: that is no wish to see everything."""
        there = self.there
        return not (self.wanted or self.left_out or there.tickets or there.since or there.until)


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
    grouping: "Grouping | None" = None,
    kept: "KeptLines | None" = None,
) -> TicketPage:
    """A page of what `text` finds, as `queries.ticket_list.page`. LATEST gives the newest match first where there are words; by what a column says, and in
    groups, the newest that are found are sorted, and all of them where there are no words and not too many tickets lie where they are looked for."""
    if grouping is not None or is_sorted_whole(ViewKind.SEARCH, sort):
        from deskbell.store.search import whole

        which = {"after": after, "before": before, "skip": skip, "limit": limit}
        return whole.page(session, text, sort, agent_id, grouping, kept, **which)
    found = found_by(
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
        hits = hits_of(session, [found.messages[number] for number in found.tickets[chosen]], found.wanted)
        rows = tuple(replace(row, hit=hits.get(row.id, "")) for row in rows)
    return TicketPage(rows, shown[0], shown[-1])


def numbers(session: Session, text: str, sort: Sort, agent_id: int, *, limit: int) -> list[int]:
    """The first `limit` tickets that `text` finds, by number alone; by how well they answer as in LATEST."""
    sort = Sort.LATEST if sort is Sort.BEST else sort
    if is_sorted_whole(ViewKind.SEARCH, sort):
        from deskbell.store.search import whole

        return whole.numbers(session, text, sort, agent_id, limit)
    return list(found_by(session, text, sort, agent_id, enough=limit, most=limit).tickets[:limit])


def count(session: Session, text: str, agent_id: int) -> int:
    """How many tickets `text` finds, at most `MOST_TICKETS`."""
    return len(found_by(session, text, Sort.LATEST, agent_id, enough=MOST_TICKETS).keys)


def count_up_to(session: Session, text: str, agent_id: int, most: int) -> ViewCount:
    """How many tickets `text` finds, where `most` are enough to know: a number that is to be there all the time, and costs the same on a large desk.

    With words it costs what a first page of the search does. Conditions alone are asked of the newest `MOST_COUNTED_AMONG` tickets of each shelf; where a
    shelf has more of them the count says that there may be more.
    """
    asked_for = asked_for_by(session, text, agent_id, found=True)
    if asked_for.nothing_is_asked:
        return ViewCount(0)
    if asked_for.wanted:
        found = len(_holding(session, asked_for, Sort.LATEST, most + 1, MOST_TICKETS).keys)
        return ViewCount(min(found, most), more=found > most)
    many, more = 0, False
    limits = limits_of(asked_for.there)
    tickets_on: dict[int, int] = dict(plain.rows(session.connection, ON_SHELVES, {}))
    for shelf in sorted(asked_for.there.shelves):
        all_of_them = tickets_on.get(int(shelf), 0) <= MOST_COUNTED_AMONG
        there, cut = _there(session, shelf, limits, most + 1 - many, asked_for.left_out, all_of_them=all_of_them)
        many += there
        more |= cut
        if many > most:
            return ViewCount(most, more=True)
    return ViewCount(many, more)


def rank(session: Session, text: str, sort: Sort, agent_id: int, key: PageKey) -> int:
    """The row number at which the page after `key` begins."""
    found = found_by(session, text, sort, agent_id, enough=MOST_TICKETS)
    return bisect_right([found.rank(one) for one in found.keys], found.rank(key))


def tickets(session: Session, text: str, agent_id: int, *, limit: int = 50) -> tuple[TicketRow, ...]:
    """The first `limit` tickets that `text` finds, for a list on a command line."""
    return page(session, text, Sort.LATEST, agent_id, limit=limit).rows


class _LeftOut:
    """Leaves out what is of tickets that have a message with words that are not wanted. `unwanted` are the phrases of each."""

    def __init__(self, session: Session, unwanted: Sequence[Sequence[Phrase]]) -> None:
        self._session = session
        self.unwanted = unwanted

    def __bool__(self) -> bool:
        return bool(self.unwanted)

    def sort_out(self, found: Iterator[T], of: Callable[[T], int]) -> Iterator[T]:
        """What is left of `found`; `of` tells the ticket. Some are looked at together, more than a page has."""
        if not self.unwanted:
            yield from found
            return
        known: dict[int, bool] = {}
        sizes = chain(_TOGETHER, repeat(_TOGETHER[-1]))
        while some := list(islice(found, next(sizes))):
            fresh = {of(one) for one in some} - known.keys()
            known.update(dict.fromkeys(fresh, True))
            for phrases in self.unwanted:
                known.update(dict.fromkeys(tickets_holding(self._session, phrases, fresh), False))
            yield from (one for one in some if known[of(one)])


def asked_for_by(session: Session, text: str, agent_id: int, *, found: bool = False) -> _Asked:
    """What `text` asks for. `found`: its conditions are asked of few tickets, also where there are no words."""
    query = parse(text)
    wanted = tuple(phrase for words in query.words if not words.negated for phrase in asked(words))
    there = conditions.where(session, query.conditions, agent_id, found=found or bool(wanted))
    unwanted = [phrases for words in query.words if words.negated and (phrases := asked(words))]
    return _Asked(wanted, _LeftOut(session, unwanted), there)


def found_by(session: Session, text: str, sort: Sort, agent_id: int, *, enough: int, most: int = 0) -> _Found:
    """What `text` finds; `enough` tickets suffice, and `most` are found of however many, `MOST_TICKETS` where it is 0."""
    most = most or MOST_TICKETS
    asked_for = asked_for_by(session, text, agent_id)
    if asked_for.nothing_is_asked:
        return _Found((), _by_message, ())
    if asked_for.wanted:
        return _holding(session, asked_for, sort, enough, most)
    return _meeting(session, asked_for, sort, min(enough, most))


def _holding(session: Session, asked_for: _Asked, sort: Sort, enough: int, limit: int) -> _Found:
    """The tickets with messages that hold the words: by the newest of them, or all in another order."""
    there, wanted = asked_for.there, asked_for.wanted
    limits = [ticket.c.shelf.in_(sorted(map(int, there.shelves))), *there.tickets]
    if there.since:
        limits.append(message.c.at >= there.since)
    if there.until:
        limits.append(message.c.at < there.until)
    most = min(enough, limit) if sort is Sort.LATEST else limit
    most_messages = MOST_MESSAGES * limit // MOST_TICKETS
    by_ticket = sort not in (Sort.LATEST, Sort.BEST)
    found = matches(
        session,
        wanted,
        limits,
        enough=(most, most_messages),
        unwanted=asked_for.left_out.unwanted,
        within=stretches(session, there.since, there.until),
        few=partial(_few, session, there),
        besides=_RANKED if by_ticket else (),
    )
    newest: dict[int, Match] = {}
    for match in asked_for.left_out.sort_out(islice(found, most_messages), _ticket_of):
        newest.setdefault(match.ticket_id, match)
        if len(newest) >= most:
            break
    messages = {ticket_id: match.message_id for ticket_id, match in newest.items()}
    if sort is Sort.LATEST:
        return _Found([PageKey(0, 0, one) for one in messages.values()], _by_message, list(messages), wanted, messages)
    if sort is Sort.BEST:
        return _best(session, wanted, messages)
    rank = _rank(sort)
    ordered = sorted((_key(match) for match in newest.values()), key=rank)
    return _Found(ordered, rank, [key.ticket_id for key in ordered], wanted, messages)


def _key(match: Match) -> PageKey:
    """The key of its ticket, where `_RANKED` was asked for."""
    priority, activity, due = match.besides
    return PageKey(
        priority, to_milliseconds(activity), match.ticket_id, NOT_DUE if due is None else to_milliseconds(due)
    )


def _few(session: Session, there: conditions.Where) -> Sequence[int] | None:
    """The tickets that meet what is asked of them, where they are few; None where they are not, or it would take long to know."""
    lies = sorted(map(int, there.shelves))
    counted = select(func.coalesce(func.sum(ticket_count.c.n), 0)).where(ticket_count.c.shelf.in_(lies), *there.counted)
    if int(session.connection.execute(counted).scalar_one()) > _LOOKED_THROUGH[session.engine_name]:
        return None
    # The shelves as they are, and not as parameters: once PostgreSQL plans for any, it reads all tickets.
    on_them = ticket.c.shelf.in_(bindparam("lies", lies, expanding=True, literal_execute=True))
    meet = select(ticket.c.id).where(on_them, *there.tickets).limit(_FEW + 1)
    found = session.connection.execute(meet).scalars().all()
    return found if len(found) <= _FEW else None


def _best(session: Session, wanted: tuple[Phrase, ...], newest: Mapping[int, int]) -> _Found:
    """The tickets of these messages, which hold the words, in the order of how well they answer."""
    query = select(
        message.c.ticket_id,
        message.c.subject,
        message.c.from_name,
        message.c.from_email,
        func.substr(func.coalesce(message.c.visible, message.c.text), 1, LOOKED_AT),
        message.c.at,
    ).where(message.c.id.in_(list(newest.values())))
    relevance, rank = Relevance(wanted), _rank(Sort.BEST)
    found = [
        PageKey(0, relevance.of(subject, f"{name} {email}", text, at), ticket_id)
        for ticket_id, subject, name, email, text, at in session.connection.execute(query)
    ]
    found.sort(key=rank)
    return _Found(found, rank, [key.ticket_id for key in found], wanted, newest)


def limits_of(there: conditions.Where) -> list[ColumnElement[bool]]:
    """What a ticket must meet, the period among it."""
    limits = [*there.tickets]
    if there.since:
        limits.append(ticket.c.activity_at >= there.since)
    if there.until:
        limits.append(ticket.c.created_at < there.until)
    return limits


def _meeting(session: Session, asked_for: _Asked, sort: Sort, most: int) -> _Found:
    """The tickets that meet the conditions: each shelf along its index, and all of them together in order."""
    limits, left_out = limits_of(asked_for.there), asked_for.left_out
    found: list[PageKey] = []
    for shelf in sorted(asked_for.there.shelves):
        along = _along(session, _road(asked_for.there, shelf, limits, sort), sort, most)
        if left_out:
            along = left_out.sort_out(islice(along, MOST_MESSAGES), _ticket_of)
        found += islice(along, most)
    rank = _rank(sort)
    found = sorted(found, key=rank)[:most]
    return _Found(found, rank, [key.ticket_id for key in found])


def _road(there: conditions.Where, shelf: Shelf, limits: Sequence[ColumnElement[bool]], sort: Sort) -> Road:
    """What the tickets of a shelf that meet `limits` are read along: those of a tag before a day along the tag, as far fewer newer ones are passed there."""
    if there.tag is None or not there.until or sort not in (Sort.LATEST, Sort.OLDEST, Sort.BEST):
        return Road((ticket.c.shelf == int(shelf), *limits))
    where = [ticket_tag.c.tag_id == there.tag, ticket_tag.c.shelf == int(shelf), ticket_tag.c.ticket_id == ticket.c.id]
    if there.since:
        where.append(ticket_tag.c.activity_at >= there.since)
    where += limits[len(there.tickets) :]
    return Road(tuple(where), ticket_tag.c.priority, ticket_tag.c.activity_at, ticket_tag.c.ticket_id)


def _there(
    session: Session,
    shelf: Shelf,
    limits: Sequence[ColumnElement[bool]],
    most: int,
    left_out: _LeftOut,
    *,
    all_of_them: bool,
) -> tuple[int, bool]:
    """How many tickets of a shelf meet `limits`, `most` being enough, and whether not all were looked at: all, or the newest of them."""
    lies = ticket.c.shelf == int(shelf)
    place = (ticket.c.activity_at, ticket.c.id)
    falling = [column.desc() for column in place]
    meets = select(ticket.c.id).where(lies, *limits)
    end = None
    if not all_of_them:
        # Found along the index, and then any index serves that knows the activity: of an agent, a mailbox, a team.
        last_of_them = select(*place).where(lies).order_by(*falling).offset(MOST_COUNTED_AMONG).limit(1)
        end = session.connection.execute(last_of_them).first()
    if end is not None:
        last = (literal(value, column.type) for value, column in zip(end, place, strict=True))
        meets = meets.where(tuple_(*place) > tuple_(*last))
    limit = MOST_MESSAGES if left_out else most
    ids = session.connection.execute(meets.order_by(*falling).limit(limit)).scalars().all()
    cut = end is not None or (bool(left_out) and len(ids) == limit)
    return len(list(islice(left_out.sort_out(iter(ids), _itself), most))), cut


def _along(session: Session, road: Road, sort: Sort, size: int) -> Iterator[PageKey]:
    """The keys of a road, read in portions of `size`."""
    last: PageKey | None = None
    while True:
        portion = keys(session, road, sort, after=last, limit=size)
        yield from portion
        if not portion or len(portion) < size:
            return
        last = portion[-1]


def _itself(ticket_id: int) -> int:
    return ticket_id


def _by_message(key: PageKey) -> Rank:
    return (-key.ticket_id,)


def _rank(sort: Sort) -> Callable[[PageKey], Rank]:
    """What sorts keys in an order that lies in an index."""
    return lambda key: ordering.along(sort, key.priority, key.activity, key.ticket_id, key.due)
