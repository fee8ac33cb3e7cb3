"""The customer beside a ticket."""

from sqlalchemy import bindparam, desc, func, select, union

from deskbell.model.rows import CustomerPanel, CustomerRow, TicketRow
from deskbell.store.queries.cards import cards
from deskbell.store.session import Session
from deskbell.store.tables import address, customer, ticket, ticket_link

# So many other tickets are shown; who wants more searches for the address.
OTHERS = 20

_CUSTOMER = select(customer).where(customer.c.id == bindparam("customer"))
_EMAILS = (
    select(address.c.email)
    .where(address.c.customer_id == bindparam("customer"))
    .order_by(address.c.position, address.c.email)
)
_TICKETS = select(func.count()).where(ticket.c.customer_id == bindparam("customer"))
_OTHERS = (
    select(ticket.c.id)
    .where(ticket.c.customer_id == bindparam("customer"), ticket.c.id != bindparam("ticket"))
    .order_by(ticket.c.activity_at.desc(), ticket.c.id.desc())
    .limit(OTHERS)
)
_LINKED = union(
    select(ticket_link.c.other_id.label("id")).where(ticket_link.c.ticket_id == bindparam("ticket")),
    select(ticket_link.c.ticket_id).where(ticket_link.c.other_id == bindparam("ticket")),
    select(ticket.c.merged_into).where(ticket.c.id == bindparam("ticket"), ticket.c.merged_into.is_not(None)),
).order_by(desc("id"))


def panel(session: Session, customer_id: int, ticket_id: int) -> CustomerPanel | None:
    """The customer and the newest others of their tickets besides `ticket_id` (0 for none); None where there is no such customer."""
    found = row(session, customer_id)
    if found is None:
        return None
    others = session.connection.execute(_OTHERS, {"customer": customer_id, "ticket": ticket_id}).scalars().all()
    return CustomerPanel(found, cards(session, others), linked(session, ticket_id))


def linked(session: Session, ticket_id: int) -> tuple[TicketRow, ...]:
    """The tickets that this one points to, that point to it, and that were merged with it, newest first."""
    ids = session.connection.execute(_LINKED, {"ticket": ticket_id}).scalars().all()
    return cards(session, ids)


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
        tickets=session.connection.execute(_TICKETS, who).scalar_one(),
        version=found.version,
    )
