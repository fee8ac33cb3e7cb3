"""Telling the colleagues who is at which ticket."""

from datetime import timedelta

from sqlalchemy import delete, insert, update

from deskbell.model.commands import TellViewing
from deskbell.store.session import Session
from deskbell.store.tables import viewer

# Rows of windows that died are in nobody's way, and are cleared away by whoever comes next.
_KEPT = timedelta(hours=1)


def tell_viewing(session: Session, command: TellViewing) -> None:
    """Say at which ticket a window is and what is done there, or (ticket 0) that it is at none."""
    if session.engine_name == "postgresql":
        # What a crash of the server would lose is told again within seconds: nobody waits for the disk.
        session.connection.exec_driver_sql("SET LOCAL synchronous_commit TO OFF")
    mine = viewer.c.window == command.window
    if not command.ticket_id:
        session.connection.execute(delete(viewer).where(mine))
        return
    values = {
        "agent_id": command.agent_id,
        "ticket_id": command.ticket_id,
        "activity": command.activity.value,
        "seen_at": session.now,
    }
    # One window's commands come one after the other, so nobody puts the row in between the two.
    if session.connection.execute(update(viewer).where(mine).values(values)).rowcount == 0:
        session.connection.execute(insert(viewer).values(values | {"window": command.window}))
        session.connection.execute(delete(viewer).where(viewer.c.seen_at < session.now - _KEPT))
