"""A ticket as webhooks tell of it: names and words of its own, which stay (docs/webhooks.md), and nothing of how the desk keeps it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import IntEnum
from typing import Any, Final

from sqlalchemy import Row, and_, bindparam, select

from deskbell.model.automation import What
from deskbell.model.fields import CustomField, FieldKind, FieldOwner, FieldValue
from deskbell.model.kinds import Deed, MessageKind, Priority, Status, TicketType
from deskbell.rules import fields as field_rules
from deskbell.rules.automation import Key
from deskbell.rules.webhooks import moment
from deskbell.store.queries.fields import around, ask_some
from deskbell.store.session import Session
from deskbell.store.tables import (
    address,
    agent,
    customer,
    journal,
    mailbox,
    message,
    organisation,
    rating,
    tag,
    team,
    ticket,
    ticket_tag,
)

LONGEST_TEXT: Final = 4000
"""Characters of a message that are told."""

_TICKET: Final = (
    select(
        ticket,
        customer.c.name.label("customer"),
        customer.c.language,
        address.c.email,
        organisation.c.name.label("organisation"),
        agent.c.name.label("assignee"),
        agent.c.email.label("assignee_email"),
        team.c.name.label("team"),
        mailbox.c.name.label("mailbox"),
        mailbox.c.address.label("mailbox_address"),
        rating.c.rating,
    )
    .join(customer, customer.c.id == ticket.c.customer_id)
    .join(mailbox, mailbox.c.id == ticket.c.mailbox_id)
    .outerjoin(address, and_(address.c.customer_id == customer.c.id, address.c.position == 0))
    .outerjoin(organisation, organisation.c.id == customer.c.organisation_id)
    .outerjoin(agent, agent.c.id == ticket.c.assignee_id)
    .outerjoin(team, team.c.id == ticket.c.team_id)
    .outerjoin(rating, rating.c.ticket_id == ticket.c.id)
    .where(ticket.c.id == bindparam("ticket"))
)
_TAGS: Final = (
    select(tag.c.name)
    .join(ticket_tag, ticket_tag.c.tag_id == tag.c.id)
    .where(ticket_tag.c.ticket_id == bindparam("ticket"))
    .order_by(tag.c.name)
)
_WRITTEN: Final = (
    select(journal.c.after)
    .where(
        journal.c.deed_id == bindparam("deed"),
        journal.c.ticket_id == bindparam("ticket"),
        journal.c.kind.in_([Deed.RECEIVED.value, Deed.REPLIED.value, Deed.NOTED.value]),
    )
    .order_by(journal.c.id.desc())
)
_MESSAGE: Final = select(message).where(message.c.id == bindparam("message"))
_KINDS: Final = {MessageKind.IN: "received", MessageKind.OUT: "sent", MessageKind.NOTE: "note"}
_NAMES: Final = {What.TEAM: team, What.ASSIGNEE: agent, What.MAILBOX: mailbox}
_WORDS: Final = {What.STATUS: Status, What.PRIORITY: Priority, What.TYPE: TicketType}


def of_ticket(session: Session, ticket_id: int) -> dict[str, Any] | None:
    """The ticket as it is now; None where there is none."""
    asked = {"ticket": ticket_id}
    row = session.connection.execute(_TICKET, asked).first()
    if row is None:
        return None
    filled = around(session, ticket_id, row.customer_id)
    return {
        "number": row.id,
        "subject": row.subject,
        "status": _word(Status(row.status)),
        "priority": _word(Priority(row.priority)),
        "type": None if row.type is None else _word(TicketType(row.type)),
        "created_at": moment(row.created_at),
        "due_at": _moment(row.due_at),
        "snoozed_until": _moment(row.snoozed_until),
        "requester": {
            "name": row.customer,
            "email": row.email or "",
            "organisation": row.organisation,
            "language": row.language,
            "custom_fields": _fields(filled, FieldOwner.CUSTOMER),
        },
        "assignee": None if row.assignee_id is None else _person(row.assignee, row.assignee_email),
        "team": row.team,
        "mailbox": {"name": row.mailbox, "address": row.mailbox_address},
        "rating": row.rating,
        "tags": list(session.connection.execute(_TAGS, asked).scalars()),
        "custom_fields": _fields(filled, FieldOwner.TICKET),
    }


def written_by(session: Session, deed_id: str, ticket_id: int) -> dict[str, Any] | None:
    """What was written on the ticket by what happened; None where nothing was."""
    asked = {"deed": deed_id, "ticket": ticket_id}
    numbers = (int(after) for after in session.connection.execute(_WRITTEN, asked).scalars() if after.isdigit())
    row = next((session.connection.execute(_MESSAGE, {"message": one}).first() for one in numbers), None)
    if row is None:
        return None
    text = row.visible if row.visible is not None else row.text
    return {
        "kind": _KINDS[MessageKind(row.kind)],
        "from": _person(row.from_name, row.from_email),
        "at": moment(row.at),
        "text": text[:LONGEST_TEXT],
        "shortened": len(text) > LONGEST_TEXT,
        "attachments": row.attachments,
    }


def changes(
    session: Session, changed: Mapping[Key, frozenset[str]], values: Mapping[Key, frozenset[str]]
) -> list[dict[str, Any]]:
    """What `changed` says that it was, beside what it is by `values`, both as rules see them."""
    ids = {field_id for what, field_id in changed if what is What.FIELD}
    fields = ask_some(session, ids)() if ids else {}
    found = []
    for key, before in changed.items():
        what, field_id = key
        after = values.get(key, frozenset())
        if (before or {""}) == (after or {""}):
            continue
        field = fields.get(field_id)
        if what is What.FIELD and field is None:
            continue
        plain = "tags" if what is What.TAG else what.value
        told = {"property": "custom_field", "name": field.name} if field is not None else {"property": plain}
        found.append(
            {**told, "before": _told(session, what, field, before), "after": _told(session, what, field, after)}
        )
    return found


def _told(session: Session, what: What, field: CustomField | None, values: Iterable[str]) -> Any:
    """One side of a change, as the ticket has it."""
    there = sorted(value for value in values if value)
    if what is What.TAG:
        return there
    if field is not None:
        return _filled(field, " ".join(there))
    if not there:
        return None
    (value, *_) = there
    if what in _WORDS:
        return _word(_WORDS[what](int(value)))
    table = _NAMES.get(what)
    if table is None:
        return value
    row: Row[Any] | None = session.connection.execute(select(table).where(table.c.id == int(value))).first()
    if row is None:
        return None
    return _person(row.name, row.email) if what is What.ASSIGNEE else row.name


def _fields(filled: Iterable[FieldValue], owner: FieldOwner) -> dict[str, Any]:
    return {one.field.name: _filled(one.field, one.value) for one in filled if one.field.owner is owner and one.value}


def _filled(field: CustomField, value: str) -> Any:
    match field.kind:
        case FieldKind.CHECK:
            return value == field_rules.YES
        case FieldKind.CHOICES:
            return [choice.name for choice in field_rules.chosen(field, value)]
    return field_rules.worded(field, value) or None


def _person(name: str, email: str) -> dict[str, str]:
    return {"name": name, "email": email}


def _word(one: IntEnum) -> str:
    return one.name.lower()


def _moment(at: datetime | None) -> str | None:
    return None if at is None else moment(at)
