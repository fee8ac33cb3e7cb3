"""What has come at the clocks of tickets: what was not done in time is noted, and the steps of policies are done, each once, whichever worker looks."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from sqlalchemy import BindParameter, bindparam, func, or_, select

from deskbell.actions.as_counted import note_as_counted
from deskbell.actions.count_clocks import count
from deskbell.actions.deeds import record
from deskbell.model.automation import Hand
from deskbell.model.commands import Command
from deskbell.model.kinds import Deed, Entity
from deskbell.model.sla import Policy
from deskbell.store.queries import policies
from deskbell.store.session import Session
from deskbell.store.tables import clock, ticket, warning
from deskbell.store.tables.base import Moment

AT_ONCE: Final = 1_500
"""Clocks of one transaction that have run out. Whoever writes on SQLite waits for all of them, some twentieth of a second, on PostgreSQL only whoever changes one
of their tickets.
"""
COUNTED_AT_ONCE: Final = 500
"""Those of them whose tickets are counted by their histories, which takes longer. In small parts what each transaction reads anew (policies, hours) would cost
more than the clocks themselves.
"""
STEPS_AT_ONCE: Final = 150
"""Fewer where steps have come, too: there is more to do at each ticket, for about as long a wait."""
CALLS_AT_ONCE: Final = 30
"""Fewer still where steps call webhooks: each call tells all there is of its ticket."""
_RUNS = (clock.c.stopped_at.is_(None), clock.c.breached_at.is_(None))


# Whoever does not know of steps stops a clock and leaves standing when the next one would have come.
_GOES = clock.c.stopped_at.is_(None)
_NOW: BindParameter[datetime] = bindparam("now", type_=Moment)
# Without an order PostgreSQL, which plans it for any time, expects one at once wherever it begins, and goes through the whole table for none.
_FIRST = (
    select(clock.c.id).where(*_RUNS, clock.c.due_at <= _NOW).order_by(clock.c.due_at).limit(1),
    select(clock.c.id).where(_GOES, clock.c.warn_at <= _NOW).order_by(clock.c.warn_at).limit(1),
    select(warning.c.agent_id).where(warning.c.told_at.is_(None)).order_by(warning.c.agent_id).limit(1),
)
_ANY = select(func.coalesce(*(one.scalar_subquery() for one in _FIRST)))


def anything_due(session: Session) -> bool:
    """Whether a clock has run out that nobody has noted yet, a step has come that is not done, or somebody was not told yet. Reads an entry of each of three
    indexes, by the database's time.
    """
    return session.connection.execute(_ANY, {"now": session.now}).scalar() is not None


def do_due(session: Session) -> int:
    """Note of the next clocks that have run out that they have, in the journals of their tickets too, do the next steps, and tell of both; how many clocks
    those were. What somebody is changing this very moment is counted there, or has its turn the next time.

    Those of which something may have come since are counted by their histories first: a program that does not know of clocks may have answered, and what the
    journal has once stays.
    """
    there = policies.rows(session)
    if any(step.assign is Hand.LEAST for policy in there for step in policy.steps):
        from deskbell.actions.routing.roster import wait_alone

        wait_alone(session)
    no_step = or_(clock.c.warn_at.is_(None), clock.c.warn_at > session.now)
    late = _due(session, AT_ONCE, *_RUNS, clock.c.due_at <= session.now, no_step, order=clock.c.due_at)
    noted = note_as_counted(session, list(late))
    numbers = [ticket_id for row, ticket_id in late.items() if row not in noted][:COUNTED_AT_ONCE]
    at_most = _steps_at_most(there)
    if len(late) < at_most:
        come = (_GOES, clock.c.warn_at <= session.now)
        numbers += _due(session, at_most - len(late), *come, order=clock.c.warn_at).values()
    if not (noted or numbers):
        return 0
    counted = count(session, sorted(set(numbers)), there, stepping=True)
    if counted.lines:
        record(session, Command(agent_id=None), Deed.BREACHED, counted.lines)
    if counted.come:
        from deskbell.actions.steps.do import do_steps

        do_steps(session, counted.come, there)
    for number in {*noted.values(), *counted.changed, *counted.come}:
        session.changed(Entity.TICKET, number, number)
    return len(noted) + len(numbers)


def _steps_at_most(there: Iterable[Policy]) -> int:
    calls = any(step.webhook_id is not None for policy in there for step in policy.steps)
    return CALLS_AT_ONCE if calls else STEPS_AT_ONCE


def _due(session: Session, at_most: int, *which: Any, order: Any) -> dict[int, int]:
    """The clocks that are due with their tickets, the longest due first. Nobody else changes them: their journals are written, and who changes one has locked it
    before its clocks.
    """
    asked = select(clock.c.id, clock.c.ticket_id).join(ticket, ticket.c.id == clock.c.ticket_id).where(*which)
    locked = asked.order_by(order).limit(at_most).with_for_update(skip_locked=True, of=[clock, ticket])
    return {row.id: row.ticket_id for row in session.connection.execute(locked)}
