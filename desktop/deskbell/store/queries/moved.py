"""How many tickets a change of the policies would move, before it is made."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import select

from deskbell.model.kinds import Shelf
from deskbell.model.sla import ALWAYS, Moved, Policy
from deskbell.rules.sla import Facts, choose
from deskbell.store.queries import calendars, policies
from deskbell.store.queries.clocks import facts_of
from deskbell.store.session import Session
from deskbell.store.tables import ticket

_AT_ONCE: Final = 1_000
_OPEN: Final = (int(Shelf.LIVE), int(Shelf.SNOOZED))


def moved(session: Session, wanted: Sequence[Policy]) -> Moved:
    """What `wanted`, in their order and in place of the policies that there are, would promise to open tickets otherwise. All open tickets are looked at, for
    which nobody waits but who asks.
    """
    now, then = policies.rows(session), tuple(wanted)
    now, then = policies.ask_tags(session, now)(), policies.ask_tags(session, then)()
    hours = [one.id for one in calendars.rows(session)]
    of, other, lost, behind = 0, 0, 0, 0
    while True:
        lie_open = (
            select(ticket.c.id).where(ticket.c.id > behind, (ticket.c.shelf + 0).in_(_OPEN)).order_by(ticket.c.id)
        )
        numbers = session.connection.execute(lie_open.limit(_AT_ONCE)).scalars().all()
        if not numbers:
            return Moved(of, other, lost)
        behind = numbers[-1]
        for facts, calendar in facts_of(session, numbers):
            of += 1
            before, after = (_promised(some, facts, calendar, hours) for some in (now, then))
            other += before != after and after is not None
            lost += before is not None and after is None


def _promised(some: Sequence[Policy], facts: Facts, of_team: int | None, hours: Sequence[int]) -> Any:
    """What a ticket is promised, to be held against something else; None for nothing."""
    policy = choose(some, facts)
    if policy is None:
        return None
    of = policy.calendar_id if policy.calendar_id == ALWAYS or policy.calendar_id in hours else None
    if of is None:
        of = of_team if of_team in hours else next(iter(hours), ALWAYS)
    return policy.id, policy.targets[facts.priority], of, policy.pauses, policy.pauses_snoozed


def in_order(kept: Sequence[Policy], one: Policy, after: int) -> tuple[Policy, ...]:
    """The policies with `one` as it is now, behind the one of the id `after`, 0 for first."""
    rest: Mapping[int, Policy] = {policy.id: policy for policy in kept if policy.id != one.id}
    if after not in rest:
        return (one, *rest.values())
    made: list[Policy] = []
    for policy in rest.values():
        made.append(policy)
        if policy.id == after:
            made.append(one)
    return tuple(made)
