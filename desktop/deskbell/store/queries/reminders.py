"""What somebody wants to be reminded of. The cost follows the reminders of that person."""

from datetime import datetime

from sqlalchemy import bindparam, select

from deskbell.model.reminders import Reminder
from deskbell.store import plain
from deskbell.store.session import Session, one_statement
from deskbell.store.tables import reminder, ticket

MOST = 1_000
"""No more are given at once, the soonest."""

_MINE = (
    select(reminder.c.ticket_id, ticket.c.subject, reminder.c.at, reminder.c.told_at)
    .join(ticket, ticket.c.id == reminder.c.ticket_id)
    .where(reminder.c.agent_id == bindparam("agent"))
    .order_by(reminder.c.at, reminder.c.ticket_id)
    .limit(MOST)
)
_ANY_DUE = select(reminder.c.ticket_id).where(reminder.c.told_at.is_(None), reminder.c.at <= bindparam("now")).limit(1)


@one_statement
def of_agent(session: Session, agent_id: int) -> tuple[Reminder, ...]:
    """An agent's reminders, the soonest first, `MOST` at most; those of tickets that they do not see any more are left out."""
    found = plain.ask_named(session.connection, _MINE, {"agent": agent_id})()
    return tuple(Reminder(one.ticket_id, one.subject, one.at, due=one.told_at is not None) for one in found)


def any_due(session: Session, now: datetime) -> bool:
    """Whether the time of one has come that nobody was told of."""
    return session.connection.execute(_ANY_DUE, {"now": now}).first() is not None
