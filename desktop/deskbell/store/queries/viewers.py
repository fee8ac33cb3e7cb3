"""Who is at which ticket now."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, bindparam, select, type_coerce

from deskbell.model.kinds import Activity
from deskbell.model.rows import ViewerRow
from deskbell.rules.viewing import GONE_SECONDS
from deskbell.store import plain
from deskbell.store.session import CLOCK, Session
from deskbell.store.tables import viewer
from deskbell.store.tables.base import to_milliseconds


def _since(oldest: ColumnElement[int]) -> Select[tuple[int, int, str]]:
    return (
        select(viewer.c.agent_id, viewer.c.ticket_id, viewer.c.activity)
        .where(type_coerce(viewer.c.seen_at, BigInteger) > oldest)
        .order_by(viewer.c.ticket_id, viewer.c.agent_id, viewer.c.activity)
    )


# The database's clock goes into the statement: on its own it would be as much to ask.
_THERE = {
    "sqlite": _since(bindparam("now", type_=BigInteger) - GONE_SECONDS * 1000),
    "postgresql": _since(CLOCK - GONE_SECONDS * 1000),
}


def ask(session: Session, then: Callable[[tuple[ViewerRow, ...]], object]) -> None:
    """Tell `then` everybody at whichever ticket, who has not been heard of for `GONE_SECONDS` aside; asked together with what is asked next."""
    values = {"now": to_milliseconds(session.now)} if session.engine_name == "sqlite" else {}

    def answer(found: Sequence[Sequence[Any]]) -> None:
        then(tuple(ViewerRow(agent, ticket, Activity(activity)) for agent, ticket, activity in found))

    plain.ask(session.connection, _THERE[session.engine_name], values, answer)
