"""Noting what was promised and has not come in time: once, whichever worker looks."""

from typing import Final

from sqlalchemy import select, update

from deskbell.actions.deeds import record
from deskbell.model.commands import Command
from deskbell.model.kinds import Deed, Entity
from deskbell.model.sla import Metric
from deskbell.rules.sla_journal import Promised, as_text
from deskbell.store.session import Session
from deskbell.store.tables import clock, ticket

AT_ONCE: Final = 2_000
_RUNS = (clock.c.stopped_at.is_(None), clock.c.breached_at.is_(None))


def any_breach(session: Session) -> bool:
    """Whether a clock has run out that nobody has noted yet. Reads one entry of an index."""
    late = select(clock.c.id).where(*_RUNS, clock.c.due_at <= session.now).limit(1)
    return session.connection.execute(late).first() is not None


def note_breaches(session: Session) -> int:
    """Note of the clocks that have run out that they have, in the journals of their tickets too, and tell of these; how many. What somebody is changing this
    very moment is counted there, or noted the next time.
    """
    # With the tickets: their journals are written below, and who changes one has locked it before its clocks.
    late = (
        select(clock.c.id)
        .join(ticket, ticket.c.id == clock.c.ticket_id)
        .where(*_RUNS, clock.c.due_at <= session.now)
        .order_by(clock.c.due_at)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True, of=[clock, ticket])
    )
    noted = session.connection.execute(
        update(clock)
        .where(clock.c.id.in_(late))
        .values(breached_at=clock.c.due_at)
        .returning(clock.c.ticket_id, clock.c.metric, clock.c.policy_id, clock.c.target, clock.c.due_at)
    ).all()
    if noted:
        lines = [
            (row.ticket_id, Deed.BREACHED, "", as_text(Promised(Metric(row.metric), *row[2:])))
            for row in sorted(noted, key=lambda row: (row.due_at, row.ticket_id, row.metric))
        ]
        record(session, Command(agent_id=None), Deed.BREACHED, lines)
    for row in noted:
        session.changed(Entity.TICKET, row.ticket_id, row.ticket_id)
    return len(noted)
