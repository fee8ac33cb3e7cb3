"""Noting what was promised and has not come in time: once, whichever worker looks."""

from typing import Final

from sqlalchemy import select

from deskbell.actions.count_clocks import count
from deskbell.actions.deeds import record
from deskbell.model.commands import Command
from deskbell.model.kinds import Deed, Entity
from deskbell.store.queries import policies
from deskbell.store.session import Session
from deskbell.store.tables import clock, ticket

AT_ONCE: Final = 100
"""Clocks of one transaction: their tickets are counted, which others who write wait for."""
_RUNS = (clock.c.stopped_at.is_(None), clock.c.breached_at.is_(None))


def any_breach(session: Session) -> bool:
    """Whether a clock has run out that nobody has noted yet. Reads one entry of an index."""
    late = select(clock.c.id).where(*_RUNS, clock.c.due_at <= session.now)
    # Without an order PostgreSQL, which plans it for any time, expects one at once wherever it begins, and goes through the whole table for none.
    return session.connection.execute(late.order_by(clock.c.due_at).limit(1)).first() is not None


def note_breaches(session: Session) -> int:
    """Note of the next clocks that have run out that they have, in the journals of their tickets too, and tell of these; how many. What somebody is changing
    this very moment is counted there, or noted the next time.

    The tickets are counted by their histories first: a program that does not know of clocks may have answered, and what the journal has once stays.
    """
    # With the tickets: their journals are written below, and who changes one has locked it before its clocks.
    late = (
        select(clock.c.ticket_id)
        .join(ticket, ticket.c.id == clock.c.ticket_id)
        .where(*_RUNS, clock.c.due_at <= session.now)
        .order_by(clock.c.due_at)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True, of=[clock, ticket])
    )
    numbers = sorted(set(session.connection.execute(late).scalars()))
    if not numbers:
        return 0
    counted = count(session, numbers, policies.rows(session))
    if counted.lines:
        record(session, Command(agent_id=None), Deed.BREACHED, counted.lines)
    for number in counted.changed:
        session.changed(Entity.TICKET, number, number)
    return sum(kind is Deed.BREACHED for _, kind, *_ in counted.lines)
