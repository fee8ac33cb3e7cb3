"""Pages by key: the tickets after or before one ticket, along an index, in the order of the list.

A page begins where the last one ended, by comparing row values (sqlite.org/rowvalue.html; PostgreSQL 9.24.5), so the ten-thousandth page
costs what the first does.
"""

from typing import Any, Final

from msgspec import Struct
from sqlalchemy import BigInteger, ColumnElement, SmallInteger, func, literal, select, tuple_, type_coerce

from deskbell.model.views import BY_CREATION, BY_NUMBER, PageKey, Sort
from deskbell.store.session import Session
from deskbell.store.tables import ticket
from deskbell.store.tables.base import to_milliseconds

BY_PRIORITY: Final = frozenset({Sort.URGENT, Sort.CALM})
_BY_DUE: Final = frozenset({Sort.DUE, Sort.DUE_LATE})
_RISING: Final = frozenset({Sort.OLDEST, Sort.CALM, Sort.NUMBER, Sort.CREATED})

# As it is kept: what is added to it is a number, too.
CREATED: Final = type_coerce(ticket.c.created_at, BigInteger)


class Road(Struct, frozen=True):
    """What a list is read along: the columns that sort it, all of one table, and what all its tickets have in common. `due` says the same so that those that
    are due are read along their own index; None where `where` does. `soonest` is when. `created` is a column of the ticket itself, whatever the table.
    """

    where: tuple[ColumnElement[bool], ...]
    priority: ColumnElement[Any] = ticket.c.priority
    activity: ColumnElement[Any] = ticket.c.activity_at
    ticket_id: ColumnElement[Any] = ticket.c.id
    due: tuple[ColumnElement[bool], ...] | None = None
    soonest: ColumnElement[Any] = ticket.c.due_at
    created: ColumnElement[Any] = CREATED
    number: ColumnElement[Any] = ticket.c.id


def keys(
    session: Session,
    road: Road,
    sort: Sort,
    *,
    after: PageKey | None = None,
    before: PageKey | None = None,
    skip: int = 0,
    limit: int = 50,
) -> list[PageKey]:
    """The keys of one page in the order of the list: those next `after` a key, those right `before` one, or the first ones.

    `skip` leaves out so many tickets next to the key, for a jump of the scroll bar: they are counted along the index, never read.
    """
    if sort in _BY_DUE:
        from deskbell.store.queries import soonest

        late = sort is Sort.DUE_LATE
        return soonest.keys(session, road, late=late, after=after, before=before, skip=skip, limit=limit)
    columns = _columns(road, sort)
    backwards = after is None and before is not None
    key = before if backwards else after
    rising = (sort in _RISING) is not backwards
    query = select(road.ticket_id, *_told(road, sort)).where(*_where(road, sort))
    if key is not None:
        here, there = tuple_(*columns), tuple_(*_values(key, sort))
        query = query.where(here > there if rising else here < there)
    query = query.order_by(*(column.asc() if rising else column.desc() for column in columns)).limit(limit)
    if skip:
        query = query.offset(skip)
    found = [_key(sort, *row) for row in session.connection.execute(query)]
    return found[::-1] if backwards else found


def rank(session: Session, road: Road, sort: Sort, key: PageKey) -> int:
    """How many tickets stand at `key` or before it: the row at which the page after `key` begins. Counted along the index."""
    if sort in _BY_DUE:
        from deskbell.store.queries import soonest

        return soonest.rank(session, road, key, late=sort is Sort.DUE_LATE)
    here, there = tuple_(*_columns(road, sort)), tuple_(*_values(key, sort))
    query = select(func.count()).where(*_where(road, sort), here <= there if sort in _RISING else here >= there)
    return int(session.connection.execute(query.select_from(road.ticket_id.table)).scalar_one())


def _where(road: Road, sort: Sort) -> tuple[ColumnElement[bool], ...]:
    if sort in BY_CREATION and road.ticket_id is not ticket.c.id:
        return (*road.where, ticket.c.id == road.ticket_id)
    return road.where


def _told(road: Road, sort: Sort) -> tuple[ColumnElement[Any], ...]:
    """What is read of a ticket beside its number: no more than an index has, so that those a jump passes over are never looked at."""
    if sort in BY_NUMBER:
        return ()
    if sort in BY_CREATION:
        return (road.created,)
    return (road.priority, road.activity) if sort in BY_PRIORITY else (road.activity,)


def _key(sort: Sort, ticket_id: int, *told: Any) -> PageKey:
    if sort in BY_NUMBER:
        return PageKey(0, 0, ticket_id)
    if sort in BY_CREATION:
        return PageKey(0, 0, ticket_id, created=told[0])
    if sort in BY_PRIORITY:
        return PageKey(told[0], to_milliseconds(told[1]), ticket_id)
    return PageKey(0, to_milliseconds(told[0]), ticket_id)


def _columns(road: Road, sort: Sort) -> list[ColumnElement[Any]]:
    if sort in BY_NUMBER:
        return [road.number]
    if sort in BY_CREATION:
        return [road.created, road.ticket_id]
    columns: list[ColumnElement[Any]] = [road.activity, road.ticket_id]
    if sort in BY_PRIORITY:
        columns.insert(0, road.priority)
    return columns


def _values(key: PageKey, sort: Sort) -> list[ColumnElement[Any]]:
    if sort in BY_NUMBER:
        return [literal(key.ticket_id, BigInteger)]
    if sort in BY_CREATION:
        return [literal(key.created, BigInteger), literal(key.ticket_id, BigInteger)]
    values: list[ColumnElement[Any]] = [literal(key.activity, BigInteger), literal(key.ticket_id, BigInteger)]
    if sort in BY_PRIORITY:
        values.insert(0, literal(key.priority, SmallInteger))
    return values
