"""Counting the clocks of all open tickets by the policies and hours of now, so many at a time. Nobody who works waits for it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy import select, update

from deskbell.actions.count_clocks import count
from deskbell.actions.deeds import record
from deskbell.model.commands import Command
from deskbell.model.kinds import Deed, Entity, Shelf
from deskbell.store.queries import policies
from deskbell.store.session import Session
from deskbell.store.tables import sla_state, ticket

AT_ONCE: Final = 100
"""Tickets of one transaction, which others who write wait for: well under a tenth of a second."""
LATE_COMERS: Final = 1_000
SETTLED: Final = timedelta(seconds=30)
"""A ticket that was made in a transaction which began before the policies were changed is seen by then: the newest are looked at once more."""

# What is done, or away, has no clock that goes; where it is taken up again it is counted then.
_OPEN = (int(Shelf.LIVE), int(Shelf.SNOOZED))


def is_behind(session: Session) -> bool:
    """Whether there is something to count."""
    behind = select(sla_state.c.id).where(sla_state.c.version != sla_state.c.counted)
    return session.connection.execute(behind).first() is not None


def go_on(session: Session) -> bool:
    """Count the next tickets; whether there are more to be counted now."""
    state = session.connection.execute(select(sla_state).with_for_update()).first()
    if state is None or state.version == state.counted:
        return False
    behind = state.behind if state.counting == state.version else 0
    # Along the numbers, not along a shelf: that would be walked as a whole each time.
    lie_open = select(ticket.c.id).where((ticket.c.shelf + 0).in_(_OPEN))
    following = lie_open.where(ticket.c.id > behind).order_by(ticket.c.id).limit(AT_ONCE)
    numbers = session.connection.execute(following).scalars().all()
    if numbers:
        count_these(session, numbers)
        _note(session, counting=state.version, behind=numbers[-1])
        return True
    if session.now < state.changed_at + SETTLED:
        _note(session, counting=state.version, behind=behind)
        return False
    newest = lie_open.order_by(ticket.c.id.desc()).limit(LATE_COMERS)
    count_these(session, sorted(session.connection.execute(newest).scalars()))
    _note(session, counted=state.version, behind=0)
    return False


def count_these(session: Session, numbers: Sequence[int]) -> None:
    """Count the clocks of these tickets, which nobody changes meanwhile."""
    these = select(ticket.c.id).where(ticket.c.id.in_(numbers)).order_by(ticket.c.id)
    session.connection.execute(these.with_for_update())
    counted = count(session, numbers, policies.rows(session))
    if counted.lines:
        record(session, Command(agent_id=None), Deed.PROMISED, counted.lines)
    for number in counted.changed:
        session.changed(Entity.TICKET, number, number)


def _note(session: Session, **values: int) -> None:
    session.connection.execute(update(sla_state).values(**values))
