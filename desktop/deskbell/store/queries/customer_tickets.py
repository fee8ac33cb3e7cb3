"""The tickets of one customer, the latest first, a page at a time."""

from datetime import datetime
from typing import Final

from msgspec import Struct
from sqlalchemy import literal, select, tuple_

from deskbell.model.kinds import Status
from deskbell.store.session import Session
from deskbell.store.tables import agent, ticket
from deskbell.store.tables.base import Id, Moment

AT_ONCE: Final = 50
"""Tickets of a page."""

_LINES = (
    select(
        ticket.c.id,
        ticket.c.subject,
        ticket.c.status,
        ticket.c.created_at,
        ticket.c.activity_at,
        ticket.c.messages,
        agent.c.name.label("assignee"),
    )
    .outerjoin(agent, agent.c.id == ticket.c.assignee_id)
    .where(ticket.c.merged_into.is_(None))
    .order_by(ticket.c.activity_at.desc(), ticket.c.id.desc())
    .limit(AT_ONCE)
)


class TicketLine(Struct, frozen=True):
    """A ticket of somebody whose others stand beside it. Times are in UTC; `assignee` is "" for nobody; `customer` where they are of several."""

    id: int
    subject: str
    status: Status
    created_at: datetime
    activity_at: datetime
    messages: int
    assignee: str
    customer: str = ""


def page(session: Session, customer_id: int, after: TicketLine | None = None) -> tuple[TicketLine, ...]:
    """The latest tickets of the customer, in Spam and Trash, too, or those that come next after one: fewer than `AT_ONCE` where there are no more."""
    lines = _LINES.where(ticket.c.customer_id == customer_id)
    if after is not None:
        there = tuple_(literal(after.activity_at, Moment), literal(after.id, Id))
        lines = lines.where(tuple_(ticket.c.activity_at, ticket.c.id) < there)
    return tuple(
        TicketLine(
            row.id, row.subject, Status(row.status), row.created_at, row.activity_at, row.messages, row.assignee or ""
        )
        for row in session.connection.execute(lines)
    )
