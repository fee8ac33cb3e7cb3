"""The cards of tickets by their ids."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    BindParameter,
    ColumnElement,
    Select,
    Text,
    and_,
    any_,
    bindparam,
    cast,
    column,
    func,
    select,
    table,
)

from deskbell.model.kinds import Priority, Shelf, Status, TicketType
from deskbell.model.rows import TicketRow
from deskbell.rules.checklist import from_text
from deskbell.store import plain
from deskbell.store.queries.followed import followed
from deskbell.store.session import Session
from deskbell.store.tables import address, agent, customer, mailbox, tag, team, ticket, ticket_tag
from deskbell.store.tables.base import from_milliseconds

# So many ids go into one statement; both engines bear more, but a statement of thousands of values is parsed longer than it runs.
BATCH = 500
# What only a newer program knows is no type here.
_TYPES = frozenset(TicketType)
# What no name of a tag has in it (`rules.tag_names`).
_APART = "\n"

_TAGS = (
    select(func.aggregate_strings(tag.c.name, _APART))
    .select_from(ticket_tag.join(tag, tag.c.id == ticket_tag.c.tag_id))
    .where(ticket_tag.c.ticket_id == ticket.c.id)
    .correlate(ticket)
    .scalar_subquery()
)
_FOLLOWERS = (
    select(func.aggregate_strings(cast(followed.c.agent_id, Text), _APART))
    .where(followed.c.ticket_id == ticket.c.id)
    .correlate(ticket)
    .scalar_subquery()
)
# The name of the customer's organisation where that is a VIP. As bare names: the table comes with others that no card needs.
_organisation = table("organisation", column("id"), column("vip"))
_THROUGH = (
    select(customer.c.organisation)
    .where(_organisation.c.id == customer.c.organisation_id, _organisation.c.vip)
    .select_from(_organisation)
    .correlate(customer)
    .scalar_subquery()
)


# One statement for all: where fifty windows read a card after each change, each question to the server is felt.
def _statement(chosen: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            ticket.c.id,
            ticket.c.subject,
            ticket.c.customer_id,
            customer.c.name,
            address.c.email,
            ticket.c.status,
            ticket.c.priority,
            ticket.c.shelf,
            ticket.c.assignee_id,
            agent.c.name,
            ticket.c.mailbox_id,
            mailbox.c.name,
            _TAGS,
            ticket.c.activity_at,
            ticket.c.created_at,
            ticket.c.snoozed_until,
            ticket.c.messages,
            ticket.c.attachments,
            ticket.c.awaiting,
            ticket.c.version,
            ticket.c.team_id,
            team.c.name,
            ticket.c.due_at,
            _FOLLOWERS,
            ticket.c.checklist,
            ticket.c.type,
            customer.c.vip,
            _THROUGH,
            ticket.c.sla_due_at,
            ticket.c.level,
        )
        .select_from(
            # Outer joins, though all have a customer and a mailbox: else SQLite may begin with the few mailboxes, and read all their tickets.
            ticket.outerjoin(customer, customer.c.id == ticket.c.customer_id)
            .outerjoin(mailbox, mailbox.c.id == ticket.c.mailbox_id)
            .outerjoin(team, team.c.id == ticket.c.team_id)
            .outerjoin(agent, agent.c.id == ticket.c.assignee_id)
            .outerjoin(address, and_(address.c.customer_id == ticket.c.customer_id, address.c.position == 0))
        )
        .where(chosen)
    )


_MANY: BindParameter[int] = bindparam("ids", expanding=True)
_OF_THESE = _statement(ticket.c.id.in_(_MANY))
# A list is one value here: the statement stays the same for lists of any length, and is prepared.
_ARRAY: BindParameter[Any] = bindparam("ids", type_=ARRAY(BigInteger))
_OF_MANY = _statement(ticket.c.id == any_(_ARRAY))
# PostgreSQL takes a list of unknown length for ten, and for fewer it would make a plan each time, which takes it longer than to find them.
_SUPPOSED = 10


def cards(session: Session, ids: Sequence[int]) -> tuple[TicketRow, ...]:
    """The cards of these tickets in this order; a ticket that is not there is left out."""
    found: dict[int, TicketRow] = {}
    for start in range(0, len(ids), BATCH):
        part = list(ids[start : start + BATCH])
        statement, asked = cards_of(session, part)
        for row in plain.rows(session.connection, statement, {"ids": asked}):
            found[row[0]] = card(row)
    return tuple(found[ticket_id] for ticket_id in ids if ticket_id in found)


def ask_card(session: Session, ticket_id: int) -> Callable[[], TicketRow | None]:
    """The card of one ticket, together with what is asked next; None where there is no such ticket."""
    answer = plain.ask(session.connection, _OF_THESE, {"ids": [ticket_id]})
    return lambda: next(map(card, answer()), None)


def cards_of(session: Session, ids: Sequence[int]) -> tuple[Select[Any], list[int]]:
    """What asks for the cards of these tickets, and what it binds `ids` to."""
    if len(ids) == 1 or session.engine_name == "sqlite":
        return _OF_THESE, list(ids)
    # Named twice a ticket is found once.
    asked = list(ids)
    return _OF_MANY, asked + asked[:1] * (_SUPPOSED - len(asked))


def card(row: Sequence[Any]) -> TicketRow:
    """A card of what `cards_of` found, as the columns keep it."""
    (number, subject, customer_id, named, email, status, priority, shelf, assignee_id, assignee, mailbox_id, box, tags,
     activity_at, created_at, snoozed_until, messages, attachments, awaiting, version, team_id, of_team, due_at, followers, checklist, kind, vip, through, sla_due_at, level) = row  # fmt: skip
    return TicketRow(
        id=number,
        subject=subject,
        customer_id=customer_id,
        customer=named,
        customer_email=email or "",
        status=Status(status),
        priority=Priority(priority),
        shelf=Shelf(shelf),
        assignee_id=assignee_id,
        assignee=assignee or "",
        mailbox_id=mailbox_id,
        mailbox=box,
        tags=tuple(sorted(tags.split(_APART), key=str.casefold)) if tags else (),
        activity_at=from_milliseconds(activity_at),
        created_at=from_milliseconds(created_at),
        snoozed_until=None if snoozed_until is None else from_milliseconds(snoozed_until),
        messages=messages,
        attachments=attachments,
        awaiting=bool(awaiting),
        version=version,
        team_id=team_id,
        team=of_team or "",
        due_at=None if due_at is None else from_milliseconds(due_at),
        followers=tuple(sorted(map(int, followers.split(_APART)))) if followers else (),
        checklist=from_text(checklist) if checklist else (),
        type=TicketType(kind) if kind in _TYPES else None,
        vip=bool(vip or through),
        vip_through=through if through and not vip else "",
        sla_due_at=None if sla_due_at is None else from_milliseconds(sla_due_at),
        level=level or 1,
    )
