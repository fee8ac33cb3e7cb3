"""Counting the clocks of open tickets by the policies and hours of now, so many at a time: all, or those of customers of whom something is known otherwise.
Nobody who works waits for it.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy import delete, func, select, update

from deskbell.actions.count_clocks import count
from deskbell.actions.deeds import record
from deskbell.model.commands import Command
from deskbell.model.kinds import Deed, Entity, Shelf
from deskbell.store.queries import policies
from deskbell.store.session import Session
from deskbell.store.tables import customer_recount, sla_state, ticket

AT_ONCE: Final = 100
"""Tickets of one transaction, which others who write wait for: well under a tenth of a second."""
WALKED: Final = 10_000
"""Numbers that are looked through at once for tickets that lie open."""
LATE_COMERS: Final = 1_000
SETTLED: Final = timedelta(seconds=30)
"""A ticket that was made in a transaction which began before the policies were changed is seen by then: the newest are looked at once more."""

# What is done, or away, has no clock that goes; where it is taken up again it is counted then.
_OPEN = (int(Shelf.LIVE), int(Shelf.SNOOZED))


def is_behind(session: Session) -> bool:
    """Whether there is something to count."""
    behind = select(sla_state.c.id).where(sla_state.c.version != sla_state.c.counted)
    asked = select(behind.exists() | select(customer_recount.c.id).exists())
    return bool(session.connection.execute(asked).scalar())


def go_on(session: Session) -> bool:
    """Count the next tickets; whether there may be more to be counted now."""
    if _of_customers(session):
        return True
    state = session.connection.execute(select(sla_state).with_for_update()).first()
    if state is None or state.version == state.counted:
        return False
    behind, late = (state.behind, bool(state.late)) if state.counting == state.version else (0, False)
    last = session.connection.execute(select(func.max(ticket.c.id))).scalar() or 0
    if behind < last:
        _note(session, counting=state.version, behind=_along_the_numbers(session, behind, last), late=late)
        return True
    if late:
        _note(session, counted=state.version, behind=0, late=False)
        return False
    is_settled = bool(session.now >= state.changed_at + SETTLED)
    if is_settled:
        behind = max(last - LATE_COMERS, 0)
    _note(session, counting=state.version, behind=behind, late=is_settled)
    return is_settled


def _of_customers(session: Session) -> bool:
    """Count the next tickets of customers who are noted; whether there was somebody."""
    noted = select(customer_recount).order_by(customer_recount.c.id).limit(AT_ONCE)
    rows = session.connection.execute(noted).all()
    if not rows:
        return False
    some = noted.subquery()
    theirs = (
        select(some.c.id, ticket.c.id.label("number"))
        .join(ticket, ticket.c.customer_id == some.c.customer_id)
        .where((ticket.c.shelf + 0).in_(_OPEN), ticket.c.id > some.c.behind, some.c.id <= rows[-1].id)
        .order_by(some.c.id, ticket.c.id)
        .limit(AT_ONCE)
    )
    found = session.connection.execute(theirs).all()
    done = [row.id for row in rows]
    if len(found) == AT_ONCE:
        done = [number for number in done if number < found[-1].id]
        come_to = update(customer_recount).where(customer_recount.c.id == found[-1].id)
        session.connection.execute(come_to.values(behind=found[-1].number))
    session.connection.execute(delete(customer_recount).where(customer_recount.c.id.in_(done)))
    count_these(session, sorted({row.number for row in found}))
    return True


def _along_the_numbers(session: Session, behind: int, last: int) -> int:
    """Count the next open tickets; the number that was come to."""
    end = min(behind + WALKED, last)
    # Along the numbers, not along a shelf: that would be walked as a whole each time.
    lie_open = select(ticket.c.id).where((ticket.c.shelf + 0).in_(_OPEN), ticket.c.id > behind, ticket.c.id <= end)
    numbers = session.connection.execute(lie_open.order_by(ticket.c.id).limit(AT_ONCE)).scalars().all()
    count_these(session, numbers)
    return numbers[-1] if len(numbers) == AT_ONCE else end


def count_these(session: Session, numbers: Sequence[int]) -> None:
    """Count the clocks of these tickets, which nobody changes meanwhile."""
    if not numbers:
        return
    these = select(ticket.c.id).where(ticket.c.id.in_(numbers)).order_by(ticket.c.id)
    session.connection.execute(these.with_for_update())
    counted = count(session, numbers, policies.rows(session))
    if counted.lines:
        record(session, Command(agent_id=None), Deed.PROMISED, counted.lines)
    for number in counted.changed:
        session.changed(Entity.TICKET, number, number)


def _note(session: Session, **values: int) -> None:
    session.connection.execute(update(sla_state).values(**values))
