"""One transaction, as queries and actions see it."""

import time
from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, literal_column, select

from deskbell.model.changes import Change
from deskbell.model.kinds import Entity
from deskbell.store import plain
from deskbell.store.course import Course
from deskbell.store.tables import change
from deskbell.store.tables.base import from_milliseconds, to_milliseconds

CLOCK: ColumnElement[int] = literal_column("CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)")
"""PostgreSQL's time, as `Moment` keeps it."""

CHANNEL = "deskbell_change"
"""Where PostgreSQL wakes those who watch (`store.watch`)."""

# So many rows are told with the nudge itself: fifty desktops need not ask what it was about. The server takes 8,000 bytes.
_MOST_TOLD = 64
_WRITE_AND_TELL = """
WITH told AS (
    INSERT INTO change (entity, row_id, ticket_id, at)
    SELECT entity, row_id, ticket_id, %(at)s
    FROM unnest(%(entities)s::text[], %(rows)s::bigint[], %(tickets)s::bigint[]) AS new (entity, row_id, ticket_id)
    RETURNING id, entity, row_id, ticket_id
)
SELECT pg_notify(%(channel)s, string_agg(concat_ws(' ', id, entity, row_id, ticket_id), ',')) FROM told
"""

_WRITE_MANY = """
INSERT INTO change (entity, row_id, ticket_id, at)
SELECT %(entity)s, row_id, ticket_id, %(at)s FROM unnest(%(rows)s::bigint[], %(tickets)s::bigint[]) AS new (row_id, ticket_id)
"""

_CLOCK: Select[int] = select(CLOCK)
Q = TypeVar("Q", bound=Callable[..., object])
_ONE_STATEMENT = "of_one_statement"


def one_statement(query: Q) -> Q:
    """Say of a query that it is one statement, which needs no transaction around it: that would triple what PostgreSQL is asked. Where it runs another one
    after all, that one may see what was committed in between."""
    setattr(query, _ONE_STATEMENT, True)
    return query


def is_one_statement(query: Callable[..., object]) -> bool:
    """Whether `one_statement` was said of it."""
    return getattr(query, _ONE_STATEMENT, False)


class Session:
    """A transaction on one connection. Never kept beyond the call it was handed to.

    `now` is the database's clock, read once: all that one transaction writes has one time. What is written is announced with `changed`;
    the change rows go in with the same commit. `known` is the last step of the schema that this program knows, None where that is not heeded. `course` is
    who wants to know how far it is with its tickets. `along` has what was asked together with something else, for whoever wants it later, by its name.
    """

    def __init__(self, connection: Connection, known: int | None = None) -> None:
        self.connection = connection
        self.known = known
        self.engine_name = connection.dialect.name
        self.course: Course | None = None
        self.along: dict[str, Any] = {}
        self._changes: dict[tuple[Entity, int], Change] = {}

    @cached_property
    def now(self) -> datetime:
        """The database's time, aware, in UTC, to the millisecond."""
        if self.engine_name == "sqlite":
            # It runs in this process: its clock is ours.
            return from_milliseconds(time.time_ns() // 1_000_000)
        ((now,),) = plain.rows(self.connection, _CLOCK, {})
        return from_milliseconds(now)

    def told_time(self, milliseconds: int) -> None:
        """The database has said what time it is, since 1970, beside something else: that is `now`, where it was not read yet."""
        self.__dict__.setdefault("now", from_milliseconds(milliseconds))

    def changed(self, entity: Entity, row_id: int, ticket_id: int = 0) -> None:
        """Say that a row was written; screens that show it read it again after the commit."""
        self._changes[entity, row_id] = Change(0, entity, row_id, ticket_id)

    def changed_of(self, entity: Entity) -> list[int]:
        """The rows of this kind that `changed` was said of in this transaction."""
        return [row_id for of, row_id in self._changes if of is entity]

    def went_on(self) -> None:
        """One ticket more is changed. Raises `Mistake` deed.stopped where whoever looks on does not want it any more."""
        if self.course is not None:
            self.course.go_on()

    def flush_changes(self) -> None:
        """Write the change rows of this transaction; called once, right before the commit."""
        if not self._changes:
            return
        at, changes = to_milliseconds(self.now), tuple(self._changes.values())
        self._changes.clear()
        if self.engine_name == "postgresql" and len(changes) <= _MOST_TOLD:
            told = {
                "channel": CHANNEL,
                "at": at,
                "entities": [row.entity.value for row in changes],
                "rows": [row.row_id for row in changes],
                "tickets": [row.ticket_id for row in changes],
            }
            plain.put(self.connection, _WRITE_AND_TELL, (told,))
            return
        if self.engine_name == "sqlite":
            kept = [
                {"entity": row.entity.value, "row_id": row.row_id, "ticket_id": row.ticket_id, "at": at}
                for row in changes
            ]
            plain.insert(self.connection, change, kept)
            return
        # The kinds are few: of many rows only the numbers are sent.
        for entity in dict.fromkeys(row.entity for row in changes):
            of_it = [row for row in changes if row.entity is entity]
            numbers = {
                "entity": entity.value,
                "at": at,
                "rows": plain.as_array([row.row_id for row in of_it]),
                "tickets": plain.as_array([row.ticket_id for row in of_it]),
            }
            plain.put(self.connection, _WRITE_MANY, (numbers,))
        plain.put(self.connection, f"NOTIFY {CHANNEL}")
