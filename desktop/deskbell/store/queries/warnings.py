"""What an agent was warned of and has not looked at. The cost follows the warnings of that agent."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import and_, bindparam, false, select

from deskbell.model.kinds import Shelf
from deskbell.model.sla import Metric
from deskbell.model.sla_warnings import SlaWarning
from deskbell.store import plain
from deskbell.store.session import Session, one_statement
from deskbell.store.tables import clock, ticket, warning

MOST: Final = 1_000
"""No more are given at once, those that are due first."""

# What was answered or solved meanwhile presses nobody any more.
_RUNS = and_(clock.c.ticket_id == warning.c.ticket_id, clock.c.metric == warning.c.metric, clock.c.stopped_at.is_(None))
_LIES_OPEN = ticket.c.shelf.in_((int(Shelf.LIVE), int(Shelf.SNOOZED)))
_UNSEEN = (
    select(
        warning.c.ticket_id,
        ticket.c.subject,
        warning.c.metric,
        warning.c.due_at,
        clock.c.breached_at.is_not(None).label("over"),
        warning.c.at,
    )
    .select_from(warning.join(ticket, ticket.c.id == warning.c.ticket_id).join(clock, _RUNS))
    .where(
        warning.c.agent_id == bindparam("agent"),
        warning.c.notify != false(),
        warning.c.told_at.is_not(None),
        warning.c.seen_at.is_(None),
        _LIES_OPEN,
    )
    .order_by(warning.c.due_at, warning.c.ticket_id)
    .limit(MOST)
)

_OF_TICKETS = (
    select(*_UNSEEN.selected_columns)
    .select_from(warning.join(ticket, ticket.c.id == warning.c.ticket_id).join(clock, _RUNS))
    .where(
        warning.c.agent_id == bindparam("agent"),
        warning.c.ticket_id.in_(bindparam("tickets", expanding=True)),
        _LIES_OPEN,
    )
    .order_by(warning.c.due_at, warning.c.ticket_id)
)


@one_statement
def unseen(session: Session, agent_id: int) -> tuple[SlaWarning, ...]:
    """What the agent was warned of and has not looked at, as long as it runs; `MOST` at most; of tickets that they do not see any more nothing."""
    return _warnings(plain.ask_named(session.connection, _UNSEEN, {"agent": agent_id})())


@one_statement
def of_tickets(session: Session, agent_id: int, tickets: Sequence[int]) -> tuple[SlaWarning, ...]:
    """What the agent was warned of these tickets, looked at or not, as long as it runs."""
    return _warnings(
        plain.ask_named(session.connection, _OF_TICKETS, {"agent": agent_id, "tickets": sorted(tickets)})()
    )


def _warnings(found: Iterable[Any]) -> tuple[SlaWarning, ...]:
    known = frozenset(Metric)
    return tuple(
        SlaWarning(row.ticket_id, row.subject, Metric(row.metric), row.due_at, over=bool(row.over), at=row.at)
        for row in found
        if row.metric in known
    )
