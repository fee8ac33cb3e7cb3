"""Ending snoozes that are over."""

from sqlalchemy import select

from deskbell.actions.deeds import Line, record
from deskbell.actions.properties import as_text, write
from deskbell.model.commands import Command
from deskbell.model.kinds import Deed
from deskbell.store.session import Session
from deskbell.store.tables import ticket

AT_ONCE = 500


def wake(session: Session) -> int:
    """Bring back tickets whose time has come; how many."""
    due = select(ticket).where(ticket.c.snoozed_until <= session.now).order_by(ticket.c.snoozed_until).limit(AT_ONCE)
    # Who is being changed by somebody this very moment wakes the next time.
    rows = session.connection.execute(due.with_for_update(skip_locked=True)).all()
    if rows:
        lines: list[Line] = [(row.id, Deed.WOKEN, as_text(Deed.WOKEN, row.snoozed_until), "") for row in rows]
        write(session, [(row, {"snoozed_until": None}) for row in rows])
        record(session, Command(agent_id=None), Deed.WOKEN, lines)
    return len(rows)
