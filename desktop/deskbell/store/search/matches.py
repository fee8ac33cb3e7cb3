"""The messages that hold words, newest first."""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
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
from deskbell.store.search.asked import Phrase, fts5, tsquery
from deskbell.store.search.parts import Part, parts
from deskbell.store.session import Session
from deskbell.store.tables import message, ticket

# So many messages that hold the words are looked at, the newest ones: a common word has no end.
MOST_LOOKED_AT = 20_000
# So many of them are joined with their tickets in one statement; a first page needs no more.
JOINED = 250
# Where it does, few of the tickets are wanted: the statements become larger, up to this, as to begin one takes longer than what it does.
_JOINED_LATER = 1_750
# So many PostgreSQL is asked for at first, and then.
_STEPS = (JOINED, _JOINED_LATER, MOST_LOOKED_AT - 2_000)
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


# On PostgreSQL the index is asked through a function (`m0020_office`). No message has a larger number.
_ANY = 2**63 - 1


class Match(Struct, frozen=True):
    """A message that holds all words, and its ticket."""

    message_id: int
    ticket_id: int


def matches(session: Session, wanted: Sequence[Phrase], where: Sequence[ColumnElement[bool]]) -> Iterator[Match]:
    """Messages that hold all of `wanted` and meet `where` (conditions on message and ticket), newest first.

    At most the newest `MOST_LOOKED_AT` messages that hold the words are looked at.
    """
    places = sorted({phrase.place for phrase in wanted} & _PEOPLE.keys())
    columns: list[ColumnElement[Any]] = [message.c.id, message.c.ticket_id]
    columns += [found for place in places for found in _PEOPLE[place]]
    # Hidden in a CASE: bare conditions would be SQLite's reason to begin with the tickets of a whole shelf, and not with the messages.
    meets = case((and_(true(), *where), 1), else_=0) == 1
    joined = select(*columns).join_from(message, ticket, ticket.c.id == message.c.ticket_id).where(meets)
    people = _People(wanted)
    joined = joined.where(_among(session)).order_by(message.c.id.desc())
    for ids in _candidates(session, wanted):
        for row in session.connection.execute(joined, {"among": _packed(session, ids)}):
            if all(people.hold(place, row) for place in places):
                yield Match(row.id, row.ticket_id)


def _among(session: Session) -> ColumnElement[bool]:
    """The message is one of some, bound as one value: to write hundreds into a statement takes longer than to find them."""
    if session.engine_name == "sqlite":
        return message.c.id.in_(select(func.json_each(bindparam("among", type_=Text)).table_valued("value").c.value))
    return message.c.id == func.any(bindparam("among", type_=ARRAY(BigInteger)))


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


def _candidates(session: Session, wanted: Sequence[Phrase]) -> Iterator[Sequence[int]]:
    """The ids of messages that hold all of `wanted`, newest first, in portions."""
    return _of_parts(session, wanted) if session.engine_name == "sqlite" else _in_steps(session, wanted)


def _of_parts(session: Session, wanted: Sequence[Phrase]) -> Iterator[Sequence[int]]:
    """The same from SQLite, which finds no more than is fetched."""
    left, size = MOST_LOOKED_AT, JOINED
    for part in parts(session):
        with session.connection.execute(_holding_in(part, wanted).limit(left)) as result:
            found = result.scalars()
            while portion := found.fetchmany(size):
                left -= len(portion)
                size = min(2 * size, _JOINED_LATER)
                yield portion
        if not left:
            return


def _in_steps(session: Session, wanted: Sequence[Phrase]) -> Iterator[Sequence[int]]:
    """The same from PostgreSQL, which finds all it was asked for, and for few of a common word has a quicker way."""
    below = _ANY
    for size in _STEPS:
        found = session.connection.execute(_holding(wanted, below, size)).scalars().all()
        for start in range(0, len(found), _JOINED_LATER):
            yield found[start : start + _JOINED_LATER]
        if len(found) < size:
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
            held.update(session.connection.execute(_holding_in(part, wanted).where(stretch)).scalars())
        end = begin
    return held


def _holding_in(part: Part, wanted: Sequence[Phrase]) -> Select[int]:
    """The ids of messages of a part that hold all of `wanted`, newest first."""
    there = part.table
    number = there.c.rowid
    return select(number).where(there.c[part.name].op("MATCH")(fts5(wanted))).order_by(number.desc())


def _holding(wanted: Sequence[Phrase], below: int, most: int) -> Select[int]:
    """The ids of messages on PostgreSQL that hold all of `wanted`, newest first: at most so many, and all below a number."""
    return select(func.messages_holding(cast(tsquery(wanted), _TsQuery), below, most).column_valued())
