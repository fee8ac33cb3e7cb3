"""The cards of tickets by their ids."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import BindParameter, Row, and_, bindparam, select

from deskbell.model.kinds import Priority, Shelf, Status
from deskbell.model.rows import TicketRow
from deskbell.store.session import Session
from deskbell.store.tables import address, agent, customer, mailbox, tag, team, ticket, ticket_tag

# So many ids go into one statement; both engines bear more, but a statement of thousands of values is parsed longer than it runs.
BATCH = 500

_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_CARDS = (
    select(
        ticket,
        customer.c.name.label("customer"),
        address.c.email.label("customer_email"),
        agent.c.name.label("assignee"),
        mailbox.c.name.label("mailbox"),
        team.c.name.label("team"),
    )
    .select_from(
        ticket.join(customer, customer.c.id == ticket.c.customer_id)
        .join(mailbox, mailbox.c.id == ticket.c.mailbox_id)
        .outerjoin(team, team.c.id == ticket.c.team_id)
        .outerjoin(agent, agent.c.id == ticket.c.assignee_id)
        .outerjoin(address, and_(address.c.customer_id == ticket.c.customer_id, address.c.position == 0))
    )
    .where(ticket.c.id.in_(_IDS))
)
_TAGS = (
    select(ticket_tag.c.ticket_id, tag.c.name)
    .select_from(ticket_tag.join(tag, tag.c.id == ticket_tag.c.tag_id))
    .where(ticket_tag.c.ticket_id.in_(_IDS))
)


def cards(session: Session, ids: Sequence[int]) -> tuple[TicketRow, ...]:
    """The cards of these tickets in this order; a ticket that is not there is left out."""
    found: dict[int, TicketRow] = {}
    for start in range(0, len(ids), BATCH):
        batch = {"ids": ids[start : start + BATCH]}
        tags = defaultdict(list)
        for ticket_id, name in session.connection.execute(_TAGS, batch):
            tags[ticket_id].append(name)
        for row in session.connection.execute(_CARDS, batch):
            found[row.id] = _card(row, tuple(sorted(tags[row.id], key=str.casefold)))
    return tuple(found[ticket_id] for ticket_id in ids if ticket_id in found)


def _card(row: Row[*tuple[Any, ...]], tags: tuple[str, ...]) -> TicketRow:
    return TicketRow(
        id=row.id,
        subject=row.subject,
        customer_id=row.customer_id,
        customer=row.customer,
        customer_email=row.customer_email or "",
        status=Status(row.status),
        priority=Priority(row.priority),
        shelf=Shelf(row.shelf),
        assignee_id=row.assignee_id,
        assignee=row.assignee or "",
        mailbox_id=row.mailbox_id,
        mailbox=row.mailbox,
        tags=tags,
        activity_at=row.activity_at,
        created_at=row.created_at,
        snoozed_until=row.snoozed_until,
        messages=row.messages,
        attachments=row.attachments,
        awaiting=row.awaiting,
        version=row.version,
        team_id=row.team_id,
        team=row.team or "",
    )
