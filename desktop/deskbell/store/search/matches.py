"""The messages that hold words, newest first."""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Row, and_, case, func, select, true

from deskbell.rules.search_query import Place
from deskbell.store.among import among, packed
from deskbell.store.search.asked import Phrase, tells_alone
from deskbell.store.search.parts import parts
from deskbell.store.search.portions import JOINED, MOST_LOOKED_AT, Portions, Sought
from deskbell.store.search.spans import EVERYWHERE, Stretch
from deskbell.store.session import Session
from deskbell.store.tables import message, ticket

# Where so few of the first messages meet the conditions, it is worth a try to begin with the tickets that do.
_HARDLY_ANY = JOINED // 10
# Where the people are that a place speaks of.
_PEOPLE: dict[Place, tuple[ColumnElement[Any], ...]] = {
    Place.SENDER: (message.c.from_name, message.c.from_email),
    Place.RECIPIENT: (message.c.to, message.c.cc),
}


class Match(Struct, frozen=True):
    """A message that holds all words, its ticket, and what was asked for `besides`."""

    message_id: int
    ticket_id: int
    besides: Sequence[Any] = ()


def matches(
    session: Session,
    wanted: Sequence[Phrase],
    where: Sequence[ColumnElement[bool]],
    *,
    enough: tuple[int, int] = (MOST_LOOKED_AT, MOST_LOOKED_AT),
    unwanted: Sequence[Sequence[Phrase]] = (),
    within: Sequence[Stretch] = EVERYWHERE,
    few: Callable[[], Sequence[int] | None] = lambda: None,
    besides: Sequence[ColumnElement[Any]] = (),
) -> Iterator[Match]:
    """Messages that hold all of `wanted` and meet `where` (conditions on message and ticket), newest first; none lie outside of `within`.

    Of `unwanted`, some phrases each, no message of a ticket may hold all. Messages that do are left out as far as the index tells them quickly; it remains to
    be asked whether others of the same ticket do (`tickets_holding`).

    `enough` are so many tickets, or messages, as are likely to be all that is wanted. At most the newest `MOST_LOOKED_AT` messages that hold the words are looked at; but all of them
    where the conditions leave `few` tickets, which is asked when the first messages hardly meet them: None is too many.
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
    first = True
    # FTS5 would gather all that begin so first.
    prefixes = session.engine_name == "postgresql"
    sought = Sought(wanted, [phrases for phrases in unwanted if tells_alone(phrases, prefixes=prefixes)])
    for ids, rows in Portions(session, joined, sought, tickets=enough[0], messages=enough[1]).of(within):
        yield from (
            Match(row[0], row[1], row[2:end]) for row in rows if all(people.hold(place, row) for place in places)
        )
        if first and len(ids) == JOINED and len(rows) < _HARDLY_ANY and (tickets := few()) is not None:
            of_them = joined.where(among(session.engine_name, message.c.ticket_id), message.c.id < ids[-1])
            rows = session.connection.execute(of_them, packed(session, tickets)).all()
            held = _held(session, wanted, [row[0] for row in reversed(rows)])
            for row in rows:
                if row[0] in held and all(people.hold(place, row) for place in places):
                    yield Match(row[0], row[1], row[2:end])
            return
        first = False


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


def _held(session: Session, wanted: Sequence[Phrase], ids: Sequence[int]) -> set[int]:
    """Those of some messages, in order, that hold all of `wanted`."""
    if session.engine_name == "postgresql":
        query = select(func.messages_held(Sought(wanted).as_tsquery(), list(ids)).column_valued())
        return set(session.connection.execute(query).scalars())
    held: set[int] = set()
    end = len(ids)
    for part in parts(session):
        begin = bisect_left(ids, part.first, hi=end)
        if begin < end:
            # FTS5 knows the ends of a stretch, but would begin anew for each of some numbers.
            stretch = part.table.c.rowid.between(ids[begin], ids[end - 1])
            held.update(session.connection.execute(Sought(wanted).in_part(part).where(stretch)).scalars())
        end = begin
    return held
