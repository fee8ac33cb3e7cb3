"""When a ticket must be due."""

from collections.abc import Set as AbstractSet
from typing import Final

from sqlalchemy import ColumnElement, and_, false, func, select, true

from deskbell.model.kinds import Shelf
from deskbell.rules.search_query import due_days
from deskbell.store.search.days import begins
from deskbell.store.session import Session
from deskbell.store.tables import ticket

# What is done is not overdue any more, whenever it was due.
WAITING: Final = frozenset({Shelf.LIVE, Shelf.SNOOZED})
# What fewer tickets meet is gathered along the index; of more a page is full soon, as the list goes.
_FEW: Final = 2_000


def is_due(session: Session, value: str, shelves: AbstractSet[Shelf], *, each: bool) -> ColumnElement[bool]:
    """The ticket is due when `value` says (`rules.search_query.due_days`, or overdue, or none). `shelves` are those that are searched.

    `each`: every ticket is looked at, however few are due then.
    """
    if value == "none":
        return ticket.c.due_at.is_(None)
    if value == "overdue":
        shelves = shelves & WAITING
        condition = ticket.c.due_at < session.now
    else:
        days = due_days(value, session.now.astimezone().date())
        assert days is not None, value
        since, until = days
        condition = and_(
            ticket.c.due_at.is_not(None),
            true() if since is None else ticket.c.due_at >= begins(since),
            true() if until is None else ticket.c.due_at < begins(until),
        )
    if not shelves:
        return false()
    lies = ticket.c.shelf.in_(sorted(map(int, shelves)))
    if each:
        return and_(lies, condition)
    some = select(ticket.c.id).where(lies, condition)
    few = session.connection.execute(select(func.count()).select_from(some.limit(_FEW).subquery())).scalar_one() < _FEW
    return ticket.c.id.in_(some.correlate(None)) if few else and_(lies, condition)
