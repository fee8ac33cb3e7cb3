"""The messages that the index finds, newest first and some at a time, and those of them that meet conditions."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from math import ceil
from operator import neg
from typing import Any

from msgspec import Struct
from sqlalchemy import BigInteger, ColumnElement, Row, Select, cast, func, select
from sqlalchemy.types import UserDefinedType

from deskbell.store.among import among, packed
from deskbell.store.search.asked import Phrase, fts5, tsquery
from deskbell.store.search.parts import Part, parts
from deskbell.store.search.spans import EVERYWHERE, LAST, Stretch
from deskbell.store.session import Session
from deskbell.store.tables import message

# So many messages that hold the words are looked at, the newest ones: a common word has no end.
MOST_LOOKED_AT = 20_000
# So many of them are joined with their tickets in one statement; a first page needs no more.
JOINED = 250
# Where it does, few of the tickets are wanted: the statements become larger, up to this, as to begin one takes longer than what it does.
_JOINED_LATER = 1_750
# So many PostgreSQL is asked for at least when the first ones were not enough, and twice as many where they were of no use.
_ASKED_LATER = 1_000
# As many again by a quarter as are likely to be needed: likely is not sure.
_TO_BE_SURE = 1.25

Portion = tuple[Sequence[int], Sequence[Row[*tuple[Any, ...]]]]


class TsQuery(UserDefinedType[str]):
    """PostgreSQL's own type, by its name: its dialect need not be loaded for a desk on SQLite."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        """The name."""
        return "TSQUERY"


class Sought(Struct, frozen=True):
    """What one message must hold, and of which phrases it may not hold all."""

    wanted: Sequence[Phrase]
    unwanted: Sequence[Sequence[Phrase]] = ()

    def in_part(self, part: Part) -> Select[int]:
        """The ids of messages of one of SQLite's parts that hold what is sought, newest first."""
        there = part.table
        number = there.c.rowid
        holds = there.c[part.name].op("MATCH")(fts5(self.wanted, self.unwanted))
        return select(number).where(holds).order_by(number.desc())

    def as_tsquery(self) -> ColumnElement[str]:
        """The same for PostgreSQL."""
        return cast(tsquery(self.wanted, self.unwanted), TsQuery)


class _Need:
    """How many more messages are to be looked at until so many `tickets`, or so many `messages` that meet the conditions, are found: by how many of those
    that were asked for last did.
    """

    def __init__(self, tickets: int, messages: int) -> None:
        self._wanted = tickets
        self._messages_wanted = messages
        self._tickets: set[int] = set()
        self._messages = 0
        self._before = (0, 0)
        self._looked_at = self._asked_before = 0
        self.hopeless = False
        """Whether many were looked at, and the last of them for nothing."""

    def note(self, looked_at: int, tickets: Sequence[int]) -> None:
        """So many messages were looked at, of which those meet the conditions that are in these tickets."""
        self._looked_at += looked_at
        self._tickets.update(tickets)
        self._messages += len(tickets)

    def more(self, left: int) -> int:
        """So many to ask for, of those that are left."""
        tickets, messages = len(self._tickets), self._messages
        found = (tickets - self._before[0], messages - self._before[1])
        asked, self._asked_before = self._looked_at, self._asked_before + self._looked_at
        self._before, self._looked_at = (tickets, messages), 0
        if not found[1]:
            self.hopeless = self._asked_before > 2 * _ASKED_LATER
            return left if self.hopeless else min(left, 2 * _ASKED_LATER)
        missing = ((self._wanted - tickets) / max(found[0], 1), (self._messages_wanted - messages) / found[1])
        return min(left, max(ceil(_TO_BE_SURE * asked * min(missing)), _ASKED_LATER))


class Portions:
    """What is sought, newest first, in portions; `joined` selects of messages and their tickets those that meet the conditions, by id falling, their ids and
    their tickets' first. So many `tickets` or `messages` are likely to be all that is wanted; at most `MOST_LOOKED_AT` messages that hold the words are looked
    at.
    """

    def __init__(self, session: Session, joined: Select[Any], sought: Sought, *, tickets: int, messages: int) -> None:
        self._session = session
        self._joined = joined
        self._among = joined.where(among(session.engine_name, message.c.id))
        self._sought = sought
        self._need = _Need(tickets, messages)
        self._left = MOST_LOOKED_AT

    def of(self, within: Sequence[Stretch]) -> Iterator[Portion]:
        """The ids of some that hold the words, none where nobody has to know them; and the rows of those that meet the conditions."""
        through = self._of_parts if self._session.engine_name == "sqlite" else self._in_steps
        for stretch in within:
            yield from through(stretch)
            if self._left <= 0:
                return

    def _look_at(self, ids: Sequence[int]) -> Portion:
        rows = self._session.connection.execute(self._among, packed(self._session, ids)).all()
        self._need.note(len(ids), [row[1] for row in rows])
        self._left -= len(ids)
        return ids, rows

    def _of_parts(self, within: Stretch) -> Iterator[Portion]:
        """Those of a stretch from SQLite, which finds no more than is fetched."""
        size = JOINED
        end = within.last
        for part in parts(self._session):
            first = max(part.first, within.first)
            if first > end:
                continue
            query = self._sought.in_part(part)
            if within is not EVERYWHERE[0]:
                query = query.where(part.table.c.rowid.between(first, end))
            with self._session.connection.execute(query.limit(self._left)) as result:
                found = result.scalars()
                while ids := found.fetchmany(size):
                    size = min(2 * size, _JOINED_LATER)
                    yield self._look_at(ids)
            end = first - 1
            if not self._left or end < within.first:
                return

    def _in_steps(self, within: Stretch) -> Iterator[Portion]:
        """The same from PostgreSQL, which finds all it was asked for, and for few of a common word has a quicker way."""
        below, size = min(within.last, LAST - 1) + 1, min(JOINED, self._left)
        while size:
            if self._need.hopeless and within is EVERYWHERE[0]:
                yield self._all_below(below)
                return
            found = self._session.connection.execute(select(self._holding(below, size).column_valued())).scalars().all()
            inside = found[: min(bisect_right(found, -within.first, key=neg), self._left)]
            start = 0
            while ids := inside[start : start + (_JOINED_LATER if start or size > JOINED else JOINED)]:
                start += len(ids)
                yield self._look_at(ids)
            if len(found) < size or len(inside) < len(found):
                return  # There are no more.
            below, size = found[-1], self._need.more(self._left)

    def _all_below(self, number: int) -> Portion:
        """All that may still be looked at, and are older than this one."""
        held = self._holding(number, self._left).table_valued("id").render_derived(name="held")
        self._left = 0
        return (), self._session.connection.execute(self._joined.join(held, held.c.id == message.c.id)).all()

    def _holding(self, below: int, most: int) -> Any:
        """PostgreSQL's function that gives the ids of messages that hold what is sought, newest first: so many or more, and all below a number."""
        return func.messages_holding(self._sought.as_tsquery(), cast(below, BigInteger), cast(most, BigInteger))
