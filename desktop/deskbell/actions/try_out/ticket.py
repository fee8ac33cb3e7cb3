"""What would become of a ticket that is there, if something happened to it now."""

from typing import Final

from sqlalchemy import bindparam, select

from deskbell.actions.try_out.outcome import TriedOut
from deskbell.actions.try_out.promise import promised
from deskbell.actions.try_out.rules import take_turns
from deskbell.model.automation import Event
from deskbell.store.queries.as_seen import as_seen
from deskbell.store.session import Session
from deskbell.store.tables import ticket

_TICKET: Final = select(ticket.c.subject, ticket.c.snoozed_until, ticket.c.customer_id).where(
    ticket.c.id == bindparam("number")
)


def try_ticket(session: Session, number: int, event: Event) -> TriedOut | None:
    """Its rules at that, the policy and the people it would have then; None where there is no such ticket."""
    there = as_seen(session, {number}).get(number)
    row = session.connection.execute(_TICKET, {"number": number}).first()
    if there is None or row is None:
        return None
    if there.away:
        return TriedOut(number, row.subject, frozenset({event}), away=True)
    turns = take_turns(
        session,
        there.values,
        frozenset({event}),
        {},
        number=number,
        customer_id=row.customer_id,
        snoozed=row.snoozed_until is not None,
    )
    tried, dues = promised(session, number, turns.values, snoozed=turns.snoozed, wrote_at=None)
    return TriedOut(
        number,
        row.subject,
        frozenset({event}),
        rules=turns.rules,
        policies=tried,
        dues=dues,
        handed=turns.handed,
    )
