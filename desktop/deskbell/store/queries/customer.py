"""The customer beside a ticket."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, bindparam, func, select, union

from deskbell.model.kinds import Status
from deskbell.model.rows import CustomerPanel, CustomerRow, TicketTitle
from deskbell.store.session import Session
from deskbell.store.tables import address, customer, ticket, ticket_link

# So many other tickets are shown; who wants more searches for the address.
OTHERS = 20

_TICKETS = select(func.count()).where(ticket.c.customer_id == customer.c.id).scalar_subquery()
_CUSTOMER = select(customer, _TICKETS.label("tickets")).where(customer.c.id == bindparam("customer"))
_EMAILS = (
    select(address.c.email)
    .where(address.c.customer_id == bindparam("customer"))
    .order_by(address.c.position, address.c.email)
)
_TITLES = select(ticket.c.id, ticket.c.subject, ticket.c.status, ticket.c.activity_at)
_OTHERS = (
    _TITLES.where(ticket.c.customer_id == bindparam("customer"), ticket.c.id != bindparam("ticket"))
    .order_by(ticket.c.activity_at.desc(), ticket.c.id.desc())
    .limit(OTHERS)
)
_LINKED_IDS = union(
    select(ticket_link.c.other_id.label("id")).where(ticket_link.c.ticket_id == bindparam("ticket")),
    select(ticket_link.c.ticket_id).where(ticket_link.c.other_id == bindparam("ticket")),
    select(ticket.c.merged_into).where(ticket.c.id == bindparam("ticket"), ticket.c.merged_into.is_not(None)),
)
_LINKED = _TITLES.where(ticket.c.id.in_(_LINKED_IDS)).order_by(ticket.c.id.desc())


def panel(session: Session, customer_id: int, ticket_id: int) -> CustomerPanel | None:
    """The customer and the newest others of their tickets besides `ticket_id` (0 for none); None where there is no such customer."""
    found = row(session, customer_id)
    if found is None:
        return None
    others = session.connection.execute(_OTHERS, {"customer": customer_id, "ticket": ticket_id})
    return CustomerPanel(found, _titles(others), linked(session, ticket_id))


def linked(session: Session, ticket_id: int) -> tuple[TicketTitle, ...]:
    """The tickets that this one points to, that point to it, and that were merged with it, newest first."""
    return _titles(session.connection.execute(_LINKED, {"ticket": ticket_id}))


def row(session: Session, customer_id: int) -> CustomerRow | None:
    """One customer, with how many tickets they have."""
    who = {"customer": customer_id}
    found = session.connection.execute(_CUSTOMER, who).first()
    if found is None:
        return None
    return CustomerRow(
        id=found.id,
        name=found.name,
        emails=tuple(session.connection.execute(_EMAILS, who).scalars()),
        language=found.language,
        organisation=found.organisation,
        note=found.note,
        created_at=found.created_at,
        tickets=found.tickets,
        version=found.version,
    )


def _titles(found: Iterable[Row[*tuple[Any, ...]]]) -> tuple[TicketTitle, ...]:
    return tuple(TicketTitle(row.id, row.subject, Status(row.status), row.activity_at) for row in found)
