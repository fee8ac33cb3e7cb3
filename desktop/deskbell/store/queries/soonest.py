"""Pages by when tickets are due: the soonest first along the index of those that are due, or the latest, then the others, the latest activity first."""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, func, literal, select, tuple_

from deskbell.model.views import NOT_DUE, PageKey
from deskbell.store.queries.keyset import Road
from deskbell.store.session import Session
from deskbell.store.tables import ticket
from deskbell.store.tables.base import to_milliseconds


def keys(
    session: Session, road: Road, *, late: bool, after: PageKey | None, before: PageKey | None, skip: int, limit: int
) -> list[PageKey]:
    """As `queries.keyset.keys`: from one half into the other where a page lies in both. `late`: what is due last comes first."""
    backwards = after is None and before is not None
    key = before if backwards else after
    halves = [False, True] if backwards else [True, False]
    found: list[PageKey] = []
    for due in halves[halves.index(_is_due(key)) :] if key is not None else halves:
        where, place = _half(road, due, key, rising=(due and not late) is not backwards)
        columns = (road.priority, road.activity, road.ticket_id)
        if due and road.due is not None:
            columns = (ticket.c.priority, ticket.c.activity_at, ticket.c.id)
        query = select(*columns, road.soonest).where(*where)
        rising = (due and not late) is not backwards
        query = query.order_by(*(column.asc() if rising else column.desc() for column in place))
        rows = session.connection.execute(query.limit(limit - len(found)).offset(skip)).all()
        found += [PageKey(row[0], to_milliseconds(row[1]), row[2], _moment(row[3])) for row in rows]
        if len(found) >= limit:
            break
        if skip:
            skip = 0 if rows else max(0, skip - _count(session, where))
    return found[::-1] if backwards else found


def rank(session: Session, road: Road, key: PageKey, *, late: bool) -> int:
    """As `queries.keyset.rank`."""
    rising = _is_due(key) and not late
    after, _ = _half(road, _is_due(key), key, rising=rising)
    whole, _ = _half(road, _is_due(key), None, rising=rising)
    passed = _count(session, whole) - _count(session, after)
    return passed if _is_due(key) else passed + _count(session, _half(road, True, None, rising=rising)[0])


def _half(
    road: Road, due: bool, key: PageKey | None, *, rising: bool
) -> tuple[list[ColumnElement[bool]], tuple[ColumnElement[Any], ...]]:
    """What the tickets of a half have in common that stand behind a key, in an order that rises or falls, and the columns that sort them."""
    apart = road.due if due else None
    where = [*(road.where if apart is None else apart)]
    where.append(road.soonest.is_not(None) if due else road.soonest.is_(None))
    if road.ticket_id is not ticket.c.id and apart is None:
        where.append(road.ticket_id == ticket.c.id)
    place = (road.soonest, ticket.c.id) if due else (road.activity, road.ticket_id)
    if key is not None and _is_due(key) is due:
        values = (key.due if due else key.activity, key.ticket_id)
        here, there = tuple_(*place), tuple_(*(literal(value, BigInteger) for value in values))
        where.append(here > there if rising else here < there)
    return where, place


def _is_due(key: PageKey) -> bool:
    return key.due != NOT_DUE


def _moment(due_at: Any) -> int:
    return NOT_DUE if due_at is None else to_milliseconds(due_at)


def _count(session: Session, where: list[ColumnElement[bool]]) -> int:
    return int(session.connection.execute(select(func.count(ticket.c.id)).where(*where)).scalar_one())
