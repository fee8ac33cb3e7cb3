"""What is due soon, or was due by now: by a promise or by its own date. There are few: they are gathered along two indexes, and sorted."""

from datetime import timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import Select, bindparam, case, func, select, union

from deskbell.model.kinds import Shelf
from deskbell.store import plain
from deskbell.store.queries.keyset import Road
from deskbell.store.session import CLOCK, Session
from deskbell.store.tables import ticket
from deskbell.store.tables.base import to_milliseconds

SOON: Final = timedelta(hours=24)
"""What is due within this is due soon."""
MOST_COUNTED: Final = 1_000
"""No more are counted of those that were promised, and of those with a date."""

_DUE: Final = (ticket.c.sla_due_at, ticket.c.due_at)
NEARER: Final = case(
    (ticket.c.due_at.is_(None) | (ticket.c.sla_due_at <= ticket.c.due_at), ticket.c.sla_due_at), else_=ticket.c.due_at
)
"""The sooner of the two times."""


def road(session: Session) -> Road:
    """What the view is read along."""
    until = session.now + SOON
    each = [select(ticket.c.id).where(ticket.c.shelf == int(Shelf.LIVE), at <= until) for at in _DUE]
    return Road((ticket.c.id.in_(union(*each)),), soonest=NEARER, number=ticket.c.id + 0)


def counting(engine_name: str) -> Select[Any]:
    """A statement that finds what is counted, by the clock of the database; `values` has what it binds."""
    until: Any = bindparam("soon")
    if engine_name == "postgresql":
        # Asked for alone it would take a statement of its own.
        until = CLOCK + SOON // timedelta(milliseconds=1)
    each = [
        select(ticket.c.id)
        .where(ticket.c.shelf == int(Shelf.LIVE), at <= until)
        .limit(MOST_COUNTED)
        .subquery(f"by_{at.name}")
        for at in _DUE
    ]
    return select(union(*(select(one.c.id) for one in each)).subquery("soon"))


def values(session: Session) -> dict[str, int]:
    """What `counting` binds here."""
    return {} if session.engine_name == "postgresql" else {"soon": to_milliseconds(session.now + SOON)}


def count(session: Session) -> int:
    """How many there are, up to about `MOST_COUNTED`."""
    ((found,),) = plain.rows(session.connection, _count(session.engine_name), values(session))
    return int(found)


@cache
def _count(engine_name: str) -> Select[Any]:
    return select(func.count()).select_from(counting(engine_name).subquery("due"))
