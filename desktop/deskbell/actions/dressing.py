"""Mails in the layout of their mailbox: what the layout is filled in with, and the logo as a file of the mail."""

from typing import Any, Final

from msgspec import Struct
from sqlalchemy import Row, and_, bindparam, select

from deskbell.model.mail import OutboundAttachment
from deskbell.model.mail_layout import NO_LAYOUT, MailLayout
from deskbell.rules.mail_layout import asks_for, logo_id
from deskbell.rules.placeholders import Facts
from deskbell.rules.rating import links
from deskbell.store import plain
from deskbell.store.queries.identity import Identity
from deskbell.store.queries.mail_layouts import of_row
from deskbell.store.session import Session
from deskbell.store.tables import address, customer, team, ticket

_ABOUT: Final = (
    select(customer.c.name, customer.c.organisation, address.c.email, team.c.name.label("team"))
    .select_from(ticket)
    .join(customer, customer.c.id == ticket.c.customer_id)
    .outerjoin(address, and_(address.c.customer_id == customer.c.id, address.c.position == 0))
    .outerjoin(team, team.c.id == ticket.c.team_id)
    .where(ticket.c.id == bindparam("ticket"))
)


class Dress(Struct, frozen=True):
    """A layout with what its placeholders stand for."""

    layout: MailLayout
    facts: Facts

    def pictures(self) -> tuple[OutboundAttachment, ...]:
        """What goes along with the mail."""
        logo = self.layout.logo
        if logo is None:
            return ()
        name = f"logo.{logo.content_type.removeprefix('image/')}"
        return (OutboundAttachment(name, logo.content_type, logo.content, logo_id(self.layout)),)


def dress_of(
    session: Session, box: Row[Any], writer: Row[Any], ticket_id: int, subject: str, own: Identity
) -> Dress | None:
    """How a mail of this writer leaves this mailbox, whose row has its layout; None where it has none. Customer and team are asked for where they are named."""
    layout = of_row(box)
    if layout == NO_LAYOUT:
        return None
    facts = {"number": ticket_id, "subject": subject, "agent": writer.name, "agent_email": writer.email}
    if asks_for(layout, ("customer.", "team.")):
        for row in plain.ask_named(session.connection, _ABOUT, {"ticket": ticket_id})():
            facts |= {
                "customer": row.name,
                "customer_email": row.email or "",
                "organisation": row.organisation,
                "team": row.team or "",
            }
    ratings = links(own.token_key, box.address, ticket_id)
    return Dress(layout, Facts(mailbox=box.name, mailbox_address=box.address, ratings=ratings, **facts))
