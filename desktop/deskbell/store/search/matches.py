"""The messages that hold words, newest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Row, Select, Text, cast, column, select, table
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR

from deskbell.rules.search_query import Place
from deskbell.store.search.asked import Phrase, fts5, tsquery
from deskbell.store.session import Session
from deskbell.store.tables import message, ticket

# So many messages of the index are looked at one after another: the first page needs few, and a common word has no end.
BATCHES = (500, 1_500, 18_000)
# So many of them are joined with their tickets in one statement.
JOINED = 500
_BEYOND_ALL = 2**63 - 1

# The index as each engine has it (`migrations.m0006_search`); no table of ours: the schema of neither can be described for the other.
_FTS5 = table("message_search", column("rowid", BigInteger), column("message_search", Text))
_TSVECTORS = table("message_search", column("message_id", BigInteger), column("words", TSVECTOR))


@dataclass(frozen=True, slots=True)
class Match:
    """A message that holds all words, and its ticket."""

    message_id: int
    ticket_id: int


def matches(session: Session, wanted: Sequence[Phrase], where: Sequence[ColumnElement[bool]]) -> Iterator[Match]:
    """Messages that hold all of `wanted` and meet `where` (conditions on message and ticket), newest first.

    At most the newest `sum(BATCHES)` messages that hold the words are looked at.
    """
    people = [phrase for phrase in wanted if phrase.place in (Place.SENDER, Place.RECIPIENT)]
    columns = [message.c.id, message.c.ticket_id]
    if people:
        columns += [message.c.from_name, message.c.from_email, message.c.to, message.c.cc]
    joined = select(*columns).join(ticket, ticket.c.id == message.c.ticket_id).where(*where)
    for ids in _candidates(session, wanted):
        for row in session.connection.execute(joined.where(message.c.id.in_(ids)).order_by(message.c.id.desc())):
            if all(phrase.stands_in(_people(row, phrase.place)) for phrase in people):
                yield Match(row.id, row.ticket_id)


def tickets_holding(session: Session, wanted: Sequence[Phrase]) -> Any:
    """What `ticket.id.in_` takes: the tickets that have a message with all of `wanted`."""
    if any(phrase.place in (Place.SENDER, Place.RECIPIENT) for phrase in wanted):
        return {match.ticket_id for match in matches(session, wanted, ())}
    return select(message.c.ticket_id).where(message.c.id.in_(_holding(session, wanted)))


def _candidates(session: Session, wanted: Sequence[Phrase]) -> Iterator[Sequence[int]]:
    holding = _holding(session, wanted)
    found = holding.selected_columns[0]
    below = _BEYOND_ALL
    for size in BATCHES:
        newest = holding.where(found < below).order_by(found.desc()).limit(size)
        ids = session.connection.execute(newest).scalars().all()
        for start in range(0, len(ids), JOINED):
            yield ids[start : start + JOINED]
        if len(ids) < size:
            return
        below = ids[-1]


def _holding(session: Session, wanted: Sequence[Phrase]) -> Select[int]:
    """The ids of all messages that hold all of `wanted`."""
    if session.engine_name == "sqlite":
        return select(_FTS5.c.rowid).where(_FTS5.c.message_search.op("MATCH")(fts5(wanted)))
    return select(_TSVECTORS.c.message_id).where(_TSVECTORS.c.words.op("@@")(cast(tsquery(wanted), TSQUERY)))


def _people(row: Row[*tuple[Any, ...]], place: Place) -> str:
    if place is Place.SENDER:
        return f"{row.from_name} {row.from_email}"
    return " ".join(f"{name} {email}" for name, email in (*row.to, *row.cc))
