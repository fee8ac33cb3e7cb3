"""The messages that hold words, newest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Row, Select, Text, and_, case, cast, column, func, select, table, true
from sqlalchemy.types import UserDefinedType

from deskbell.rules.search_query import Place
from deskbell.store.search.asked import Phrase, fts5, tsquery
from deskbell.store.session import Session
from deskbell.store.tables import message, ticket

# So many messages that hold the words are looked at, the newest ones: a common word has no end.
MOST_LOOKED_AT = 20_000
# So many of them are joined with their tickets in one statement; a first page needs no more.
JOINED = 250
# SQLite finds no more than is fetched. PostgreSQL finds all it was asked for, and for few of a common word it has a quicker way.
_PORTIONS = {"sqlite": (MOST_LOOKED_AT,), "postgresql": (500, 1_500, MOST_LOOKED_AT - 2_000)}
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


# The index as SQLite has it (`migrations.m0006_search`), which is no table of ours; on PostgreSQL it is asked through a function (`m0020_office`).
_FTS5 = table("message_search", column("rowid", BigInteger), column("message_search", Text))
# All, or all numbers: no message has a larger one.
_ANY = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Match:
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
    for ids in _candidates(session, wanted):
        for row in session.connection.execute(joined.where(message.c.id.in_(ids)).order_by(message.c.id.desc())):
            if all(people.hold(place, row) for place in places):
                yield Match(row.id, row.ticket_id)


def tickets_holding(session: Session, wanted: Sequence[Phrase]) -> set[int]:
    """The tickets that have a message with all of `wanted`; all of them, but for senders and recipients those `matches` looks at."""
    if any(phrase.place in _PEOPLE for phrase in wanted):
        return {match.ticket_id for match in matches(session, wanted, ())}
    of_messages = select(message.c.ticket_id).where(message.c.id.in_(_holding(session, wanted))).distinct()
    return set(session.connection.execute(of_messages).scalars())


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
    below = _ANY
    for size in _PORTIONS[session.engine_name]:
        portion: Sequence[int] = ()
        with session.connection.execute(_holding(session, wanted, below, size)) as result:
            for portion in result.scalars().partitions(JOINED):
                yield portion
        if len(portion) < JOINED:
            return  # There are no more.
        below = portion[-1]


def _holding(session: Session, wanted: Sequence[Phrase], below: int = _ANY, most: int = _ANY) -> Select[int]:
    """The ids of messages that hold all of `wanted`, newest first: at most so many, and all below a number."""
    if session.engine_name == "sqlite":
        number = _FTS5.c.rowid
        holding = select(number).where(_FTS5.c.message_search.op("MATCH")(fts5(wanted)))
        return holding if most == _ANY else holding.where(number < below).order_by(number.desc()).limit(most)
    return select(func.messages_holding(cast(tsquery(wanted), _TsQuery), below, most).column_valued())
