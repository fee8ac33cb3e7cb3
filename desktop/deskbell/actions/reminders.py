"""Reminders of tickets: set and taken off by whose they are, and told once when their time has come."""

from sqlalchemy import bindparam, delete, select, update

from deskbell.actions.properties import load
from deskbell.model.kinds import Entity
from deskbell.model.reminders import SetReminders
from deskbell.store import plain
from deskbell.store.session import Session
from deskbell.store.tables import reminder
from deskbell.store.upsert import keep

AT_ONCE = 500

_OFF = delete(reminder).where(reminder.c.agent_id == bindparam("agent"), reminder.c.ticket_id == bindparam("ticket"))
_DUE = (
    select(reminder.c.agent_id, reminder.c.ticket_id)
    .where(reminder.c.told_at.is_(None), reminder.c.at <= bindparam("now"))
    .order_by(reminder.c.at)
    .limit(AT_ONCE)
)


def set_reminders(session: Session, command: SetReminders) -> None:
    """Set an agent's own reminders, and take others off. Raises `Mistake` ticket.missing for the first that is not there to be reminded of."""
    load(session, [ticket_id for ticket_id, at in command.times if at is not None])
    for ticket_id, at in command.times:
        if at is None:
            plain.update(session.connection, _OFF, [{"agent": command.agent_id, "ticket": ticket_id}])
        else:
            row = {"ticket_id": ticket_id, "agent_id": command.agent_id, "at": at, "told_at": None}
            keep(session, reminder, ("ticket_id", "agent_id"), row)
        session.went_on()
    if command.agent_id is not None:
        # Of no ticket, as for `tell_reminders`: what is shown of that to others is as it was.
        session.changed(Entity.REMINDER, command.agent_id)


def tell_reminders(session: Session) -> int:
    """Note of the reminders whose time has come that it has, and tell whose they are; how many. Each is told once."""
    due = session.connection.execute(_DUE.with_for_update(skip_locked=True), {"now": session.now}).all()
    for agent_id, ticket_id in due:
        here = (reminder.c.agent_id == agent_id, reminder.c.ticket_id == ticket_id)
        session.connection.execute(update(reminder).where(*here).values(told_at=session.now))
        session.changed(Entity.REMINDER, agent_id)
    return len(due)
