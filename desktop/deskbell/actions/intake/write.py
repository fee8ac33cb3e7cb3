"""Writing a batch's plan: a few statements for each table, whatever the number of mails."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, exists, literal_column, select, update

from deskbell.actions.intake import content
from deskbell.actions.intake.plan import MessagePlan, Person, TicketPlan
from deskbell.actions.intake.write_sides import write_links, write_participants
from deskbell.actions.teams import held
from deskbell.model.kinds import Deed, Entity, MessageKind
from deskbell.rules.shelf import shelf_of
from deskbell.store import blobs, plain
from deskbell.store.bulk import as_kept, insert_numbered, insert_rows
from deskbell.store.queries.organisations import of_emails
from deskbell.store.search import index
from deskbell.store.session import Session
from deskbell.store.tables import (
    address,
    attachment,
    customer,
    deed,
    journal,
    message,
    ticket,
)

ORIGINAL_NAME = "original.eml"

_TICKET_COLUMNS = (
    *("mailbox_id", "subject", "status", "priority", "shelf", "assignee_id", "activity_at", "done_at", "snoozed_until"),
    *("messages", "attachments", "awaiting"),
)
_CHANGED = (
    update(ticket)
    .where(ticket.c.id == bindparam("ticket"))
    .values({name: bindparam(f"new_{name}") for name in _TICKET_COLUMNS} | {"version": literal_column("version + 1")})
)
# Whose customer was merged into another one since the batch was planned, which only PostgreSQL lets happen.
_THEY = customer.c.id == ticket.c.customer_id
_MERGED = exists().where(_THEY, customer.c.merged_into.is_not(None)).correlate(ticket)
_INTO = select(customer.c.merged_into).where(_THEY).scalar_subquery()
_TO_WHOM_THEY_ARE = update(ticket).where(ticket.c.id == bindparam("ticket"), _MERGED).values(customer_id=_INTO)


def write(
    session: Session,
    people: Sequence[Person],
    tickets: Sequence[TicketPlan],
    messages: Sequence[MessagePlan],
    deed_id: str,
) -> None:
    """Write all that the planner has planned; fills the ids in."""
    _write_people(session, people)
    changed = [plan for plan in tickets if plan.id]
    _write_tickets(session, [plan for plan in tickets if not plan.id])
    _update_tickets(session, changed)
    write_participants(session, tickets)
    write_links(session, tickets)
    _write_messages(session, messages)
    _write_attachments(session, messages)
    _write_journal(session, tickets, messages, deed_id)
    index.add(session, [_entry(plan) for plan in messages])
    for plan in messages:
        session.changed(Entity.MESSAGE, plan.id, plan.ticket.id)
        session.changed(Entity.TICKET, plan.ticket.id, plan.ticket.id)
        if plan.arrival.mail is None:
            # The alert of the window goes with the state of the mailboxes.
            session.changed(Entity.MAILBOX, plan.arrival.mailbox_id)


def _write_people(session: Session, people: Sequence[Person]) -> None:
    if not people:
        return
    known = of_emails(session, [person.email for person in people])
    rows = [
        {"name": one.name, "language": one.language, "created_at": session.now}
        | dict(zip(("organisation_id", "organisation"), known.get(one.email, (None, "")), strict=True))
        for one in people
    ]
    for person, number in zip(people, insert_numbered(session, customer, rows), strict=True):
        person.id = number
    insert_rows(session, address, [{"email": person.email, "customer_id": person.id} for person in people])


def _write_tickets(session: Session, plans: Sequence[TicketPlan]) -> None:
    teams = held(session, {plan.team_id for plan in plans})
    for plan in plans:
        # It was removed since the batch was planned.
        plan.team_id = plan.team_id if plan.team_id in teams else None
    rows = [
        _ticket_values(plan)
        | {"created_at": plan.created_at, "customer_id": plan.customer.id, "team_id": plan.team_id}
        | {"sla_since": plan.sla_since}
        for plan in plans
    ]
    for plan, number in zip(plans, insert_numbered(session, ticket, rows), strict=True):
        plan.id = number
    if plans:
        plain.update(session.connection, _TO_WHOM_THEY_ARE, [{"ticket": plan.id} for plan in plans])


def _update_tickets(session: Session, plans: Sequence[TicketPlan]) -> None:
    if plans:
        kept = as_kept(session, ticket, [_ticket_values(plan) for plan in plans])
        rows = [
            {"ticket": plan.id} | {f"new_{name}": value for name, value in values.items()}
            for plan, values in zip(plans, kept, strict=True)
        ]
        plain.update_each(session.connection, _CHANGED, rows)


def _ticket_values(plan: TicketPlan) -> dict[str, Any]:
    """What a new ticket and a changed one are written with."""
    return {
        "mailbox_id": plan.mailbox_id,
        "subject": plan.subject,
        "status": int(plan.status),
        "priority": int(plan.priority),
        "shelf": int(shelf_of(plan.status, plan.snoozed_until)),
        "assignee_id": plan.assignee_id,
        "activity_at": plan.activity_at,
        "done_at": plan.done_at,
        "snoozed_until": plan.snoozed_until,
        "messages": plan.messages,
        "attachments": plan.attachments,
        "awaiting": plan.awaiting,
    }


def _write_messages(session: Session, plans: Sequence[MessagePlan]) -> None:
    rows = [_message_values(plan) for plan in plans]
    for plan, number in zip(plans, insert_numbered(session, message, rows), strict=True):
        plan.id = number


def _message_values(plan: MessagePlan) -> dict[str, Any]:
    return content.message_values(plan.mail) | {
        "ticket_id": plan.ticket.id,
        "kind": int(plan.kind),
        "agent_id": plan.agent_id,
        "customer_id": plan.author.id if plan.author is not None else None,
        "at": plan.at,
        "why": plan.why,
        "attachments": plan.files,
        "problems": [*plan.mail.problems, *plan.warnings],
        "raw_id": plan.arrival.raw_id,
        "reply_to": [] if plan.reply_to is None else [[plan.reply_to.name, plan.reply_to.email]],
    }


def _write_attachments(session: Session, plans: Sequence[MessagePlan]) -> None:
    files = [(plan, position, file) for plan in plans for position, file in enumerate(plan.mail.attachments)]
    kept = blobs.keep(session, [file.content for _, _, file in files])
    rows: list[dict[str, Any]] = [
        content.attachment_values(file, plan.id, position, blob_id)
        for (plan, position, file), blob_id in zip(files, kept, strict=True)
    ]
    rows.extend(_original(session, plan) for plan in plans if plan.needs_original)
    if rows:
        insert_rows(session, attachment, rows)


def _original(session: Session, plan: MessagePlan) -> dict[str, Any]:
    """The raw mail as the attachment of the ticket that says it could not be read."""
    return {
        "message_id": plan.id,
        "position": 0,
        "blob_id": plan.arrival.blob_id,
        "name": ORIGINAL_NAME,
        "content_type": "message/rfc822",
        "size": blobs.size(session, plan.arrival.blob_id),
        "inline": False,
        "content_id": "",
        "mail": None,
    }


def _write_journal(
    session: Session, tickets: Sequence[TicketPlan], messages: Sequence[MessagePlan], deed_id: str
) -> None:
    now = session.now
    insert_rows(session, deed, [{"id": deed_id, "kind": Deed.RECEIVED.value, "at": now}])
    rows = [
        {"ticket_id": plan.ticket.id, "kind": _deed(plan).value, "agent_id": plan.agent_id if plan.by_us else None}
        | {"before": "", "after": str(plan.id)}
        for plan in messages
    ]
    rows.extend(
        {"ticket_id": plan.id, "kind": kind.value, "agent_id": None, "before": before, "after": after}
        for plan in tickets
        for kind, before, after in plan.events
    )
    insert_rows(session, journal, [row | {"deed_id": deed_id, "at": now} for row in rows])


def _deed(plan: MessagePlan) -> Deed:
    """What the journal calls it that a message came."""
    if not plan.by_us:
        return Deed.RECEIVED
    return Deed.REPLIED if plan.kind is MessageKind.OUT else Deed.NOTED


def _entry(plan: MessagePlan) -> index.Entry:
    """What is found of a message. A quoted body is in the index already, with the message that it quotes; a first mail's is not."""
    return content.entry(plan.mail, plan.id, whole=plan.first or (plan.kind is MessageKind.OUT and not plan.by_us))
