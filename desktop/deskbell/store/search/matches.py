"""The messages that hold words, newest first."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence
from operator import neg
from typing import Any

from msgspec import Struct
from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Row,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    func,
    select,
    true,
)
from sqlalchemy.types import UserDefinedType

from deskbell.rules.search_query import Place
from deskbell.store.search.asked import Phrase, fts5, tells_alone, tsquery
from deskbell.store.search.parts import Part, parts
from deskbell.store.search.spans import EVERYWHERE, LAST, Stretch
from deskbell.store.session import Session
from deskbell.store.tables import message, ticket

# So many messages that hold the words are looked at, the newest ones: a common word has no end.
MOST_LOOKED_AT = 20_000
# So many of them are joined with their tickets in one statement; a first page needs no more.
JOINED = 250
# Where it does, few of the tickets are wanted: the statements become larger, up to this, as to begin one takes longer than what it does.
_JOINED_LATER = 1_750
# So many PostgreSQL is asked for at first, and then.
_STEPS = (JOINED, 1_000, 2_000, MOST_LOOKED_AT)
# Where so few of the first ones meet the conditions, it is worth a try to begin with the tickets that do.
_HARDLY_ANY = JOINED // 10
# Where the people are that a place speaks of.
_PEOPLE: dict[Place, tuple[ColumnElement[Any], ...]] = {
    Place.SENDER: (message.c.from_name, message.c.from_email),
    Place.RECIPIENT: (message.c.to, message.c.cc),
}


class _TsQuery(UserDefinedType[str]):
    """PostgreSQL's own type, by its name: its dialect need not be loaded for a desk on SQLite."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        """The name."""
        return "TSQUERY"


class Match(Struct, frozen=True):
    """A message that holds all words, its ticket, and what was asked for `besides`."""

    message_id: int
    ticket_id: int
    besides: Sequence[Any] = ()


class _Sought(Struct, frozen=True):
    """What one message must hold, and of which phrases it may not hold all."""

    wanted: Sequence[Phrase]
    unwanted: Sequence[Sequence[Phrase]] = ()


def matches(
    session: Session,
    wanted: Sequence[Phrase],
    where: Sequence[ColumnElement[bool]],
    *,
    unwanted: Sequence[Sequence[Phrase]] = (),
    within: Sequence[Stretch] = EVERYWHERE,
    few: Callable[[], Sequence[int] | None] = lambda: None,
    besides: Sequence[ColumnElement[Any]] = (),
) -> Iterator[Match]:
    """Messages that hold all of `wanted` and meet `where` (conditions on message and ticket), newest first; none lie outside of `within`.

    Of `unwanted`, some phrases each, no message of a ticket may hold all. Messages that do are left out as far as the index tells them quickly; it remains to
    be asked whether others of the same ticket do (`tickets_holding`).

    At most the newest `MOST_LOOKED_AT` messages that hold the words are looked at; but all of them where the conditions leave `few` tickets, which is
    asked when the first messages hardly meet them: None is too many.
    """
    places = sorted({phrase.place for phrase in wanted} & _PEOPLE.keys())
    columns: list[ColumnElement[Any]] = [message.c.id, message.c.ticket_id, *besides]
    columns += [found for place in places for found in _PEOPLE[place]]
    end = 2 + len(besides)
    # Hidden in a CASE: bare conditions would be SQLite's reason to begin with the tickets of a whole shelf, and not with the messages.
    meets = case((and_(true(), *where), 1), else_=0) == 1
    joined = select(*columns).join_from(message, ticket, ticket.c.id == message.c.ticket_id).where(meets)
    people = _People(wanted)
    joined = joined.order_by(message.c.id.desc())
    among = joined.where(_among(session, message.c.id))
    first = True
    # FTS5 would gather all that begin so first.
    prefixes = session.engine_name == "postgresql"
    sought = _Sought(wanted, [phrases for phrases in unwanted if tells_alone(phrases, prefixes=prefixes)])
    for ids in _candidates(session, sought, within):
        rows = session.connection.execute(among, {"among": _packed(session, ids)}).all()
        yield from (
            Match(row[0], row[1], row[2:end]) for row in rows if all(people.hold(place, row) for place in places)
        )
        if first and len(ids) == JOINED and len(rows) < _HARDLY_ANY and (tickets := few()) is not None:
            of_them = joined.where(_among(session, message.c.ticket_id), message.c.id < ids[-1])
            rows = session.connection.execute(of_them, {"among": _packed(session, tickets)}).all()
            held = _held(session, wanted, [row[0] for row in reversed(rows)])
            for row in rows:
                if row[0] in held and all(people.hold(place, row) for place in places):
                    yield Match(row[0], row[1], row[2:end])
            return
        first = False


def _among(session: Session, column: ColumnElement[int]) -> ColumnElement[bool]:
    """The column is one of some, bound as one value: to write hundreds into a statement takes longer than to find them."""
    if session.engine_name == "sqlite":
        return column.in_(select(func.json_each(bindparam("among", type_=Text)).table_valued("value").c.value))
    return column == func.any(bindparam("among", type_=ARRAY(BigInteger)))


def _packed(session: Session, ids: Sequence[int]) -> object:
    return f"[{','.join(map(str, ids))}]" if session.engine_name == "sqlite" else list(ids)


def tickets_holding(session: Session, wanted: Sequence[Phrase], tickets: Collection[int]) -> set[int]:
    """Those of some tickets that have a message with all of `wanted`."""
    places = sorted({phrase.place for phrase in wanted} & _PEOPLE.keys())
    columns: list[ColumnElement[Any]] = [message.c.id, message.c.ticket_id]
    columns += [found for place in places for found in _PEOPLE[place]]
    rows = session.connection.execute(select(*columns).where(message.c.ticket_id.in_(tickets))).all()
    held = _held(session, wanted, sorted(row.id for row in rows))
    people = _People(wanted)
    return {row.ticket_id for row in rows if row.id in held and all(people.hold(place, row) for place in places)}


class _People:
    """Tells whether sender or recipients are the ones asked for: the index keeps them together. Most mails are from few people."""

    def __init__(self, wanted: Sequence[Phrase]) -> None:
        self._wanted = {place: [phrase for phrase in wanted if phrase.place is place] for place in _PEOPLE}
        self._known: dict[tuple[Place, str], bool] = {}

    def hold(self, place: Place, row: Row[*tuple[Any, ...]]) -> bool:
        if place is Place.SENDER:
            text = f"{row.from_name} {row.from_email}"
        else:
            text = " ".join(f"{name} {email}" for name, email in (*row.to, *row.cc))
        if (place, text) not in self._known:
            self._known[place, text] = all(phrase.stands_in(text) for phrase in self._wanted[place])
        return self._known[place, text]


def _candidates(session: Session, sought: _Sought, within: Sequence[Stretch]) -> Iterator[Sequence[int]]:
    """The ids of messages that hold what is sought, newest first, in portions; at most `MOST_LOOKED_AT` of them."""
    left = MOST_LOOKED_AT
    for stretch in within:
        for ids in (_of_parts if session.engine_name == "sqlite" else _in_steps)(session, sought, stretch, left):
            left -= len(ids)
            yield ids
        if left <= 0:
            return


def _of_parts(session: Session, sought: _Sought, within: Stretch, most: int) -> Iterator[Sequence[int]]:
    """Those of a stretch from SQLite, which finds no more than is fetched."""
    left, size = most, JOINED
    end = within.last
    for part in parts(session):
        first = max(part.first, within.first)
        if first > end:
            continue
        query = _holding_in(part, sought)
        if within is not EVERYWHERE[0]:
            query = query.where(part.table.c.rowid.between(first, end))
        with session.connection.execute(query.limit(left)) as result:
            found = result.scalars()
            while portion := found.fetchmany(size):
                left -= len(portion)
                size = min(2 * size, _JOINED_LATER)
                yield portion
        end = first - 1
        if not left or end < within.first:
            return


def _in_steps(session: Session, sought: _Sought, within: Stretch, most: int) -> Iterator[Sequence[int]]:
    """The same from PostgreSQL, which finds all it was asked for, and for few of a common word has a quicker way. Once that was not enough, it finds
    `MOST_LOOKED_AT` more.
    """
    below, left = min(within.last, LAST - 1) + 1, most
    for size in _STEPS:
        found = session.connection.execute(_holding(sought, below, min(size, left))).scalars().all()
        inside = found[: min(bisect_right(found, -within.first, key=neg), left)]
        start = 0
        while portion := inside[start : start + (_JOINED_LATER if start or size > JOINED else JOINED)]:
            start += len(portion)
            yield portion
        left -= len(inside)
        if not left or len(found) < size or len(inside) < len(found):
            return  # There are no more.
        below = found[-1]


def _held(session: Session, wanted: Sequence[Phrase], ids: Sequence[int]) -> set[int]:
    """Those of some messages, in order, that hold all of `wanted`."""
    if session.engine_name == "postgresql":
        query = select(func.messages_held(cast(tsquery(wanted), _TsQuery), list(ids)).column_valued())
        return set(session.connection.execute(query).scalars())
    held: set[int] = set()
    end = len(ids)
    for part in parts(session):
        begin = bisect_left(ids, part.first, hi=end)
        if begin < end:
            # FTS5 knows the ends of a stretch, but would begin anew for each of some numbers.
            stretch = part.table.c.rowid.between(ids[begin], ids[end - 1])
            held.update(session.connection.execute(_holding_in(part, _Sought(wanted)).where(stretch)).scalars())
        end = begin
    return held


def _holding_in(part: Part, sought: _Sought) -> Select[int]:
    """The ids of messages of a part that hold what is sought, newest first."""
    there = part.table
    number = there.c.rowid
    return (
        select(number)
        .where(there.c[part.name].op("MATCH")(fts5(sought.wanted, sought.unwanted)))
        .order_by(number.desc())
    )


def _holding(sought: _Sought, below: int, most: int) -> Select[int]:
    """The ids of messages on PostgreSQL that hold what is sought, newest first: at most so many, and all below a number."""
    return select(
        func.messages_holding(cast(tsquery(sought.wanted, sought.unwanted), _TsQuery), below, most).column_valued()
    )
