"""Telling the colleagues who is at which ticket."""

from datetime import timedelta

from sqlalchemy import bindparam, delete

from deskbell.model.commands import TellViewing
from deskbell.store import plain
from deskbell.store.session import Session
from deskbell.store.tables import viewer
from deskbell.store.tables.base import to_milliseconds
from deskbell.store.upsert import keep

# Rows of windows that died are in nobody's way, and are cleared away by whoever comes next.
_KEPT = timedelta(hours=1)

_LEFT = delete(viewer).where(viewer.c.window == bindparam("here"))
_DEAD = delete(viewer).where(viewer.c.seen_at < bindparam("before"))


def tell_viewing(session: Session, command: TellViewing) -> None:
    """Say at which ticket a window is and what is done there, or (ticket 0) that it is at none."""
    if session.engine_name == "postgresql":
        # What a crash of the server would lose is told again within seconds: nobody waits for the disk.
        plain.put(session.connection, "SET LOCAL synchronous_commit TO OFF")
    if not command.ticket_id:
        plain.update(session.connection, _LEFT, [{"here": command.window}])
        return
    values = {
        "window": command.window,
        "agent_id": command.agent_id,
        "ticket_id": command.ticket_id,
        "activity": command.activity.value,
        "seen_at": session.now,
    }
    keep(session, viewer, ("window",), values)
    plain.update(session.connection, _DEAD, [{"before": to_milliseconds(session.now - _KEPT)}])
