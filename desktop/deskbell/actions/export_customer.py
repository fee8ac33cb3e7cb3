"""All that the desk keeps of one person, as one file that can be given to them: who they are to the desk, what was changed of it, their tickets with every
message, and the mails as they came and went.
"""

import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import Struct
from sqlalchemy import select

from deskbell.actions.export_ticket import NAMES, mails
from deskbell.model.customers import Fact
from deskbell.model.errors import Mistake, Trouble
from deskbell.model.fields import FieldOwner
from deskbell.model.kinds import MessageKind
from deskbell.model.rows import MessageRow, TicketDetail
from deskbell.rules.fields import from_lines, worded
from deskbell.store.queries import originals
from deskbell.store.queries import ticket as tickets
from deskbell.store.queries.customer_facts import facts_of, sees_tickets
from deskbell.store.queries.fields import definitions
from deskbell.store.session import Session
from deskbell.store.tables import customer, customer_journal, ticket

_ALL: Final = 1_000_000


class Exported(Struct, frozen=True):
    """How many tickets the file has, and whether these are `all`: in an office some may lie in mailboxes that this login does not see."""

    tickets: int
    all: bool


def export_customer(session: Session, customer_id: int, path: Path) -> Exported:
    """Write what is kept of a customer, and of those who were merged into them, to a new ZIP file at `path`, in place of one that is there; what it has.
    Of tickets those that this login sees. Notes of agents lie in a folder of their own: whoever gives the file away may leave them out.

    Raises `Mistake` customer.missing, `Trouble` file.unwritable; the file that was there is as it was then.
    """
    people = _people(session, customer_id)
    if not people:
        raise Mistake("customer.missing")
    ids = session.connection.execute(
        select(ticket.c.id).where(ticket.c.customer_id == customer_id).order_by(ticket.c.id)
    ).scalars()
    numbers = list(ids)
    everything = sees_tickets(session, customer_id)
    part = path.with_name(f"{path.name}.part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as file:
            told = {"customer": people[0], "merged": people[1:], "all_tickets_are_here": everything}
            _write(file, "customer.json", told)
            for number in numbers:
                detail = tickets.detail(session, number, newest=_ALL)
                if detail is not None:
                    _write(file, f"tickets/{number}.json", _told(detail))
                    _write_mails(session, file, number)
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise Trouble("file.unwritable", path=str(path), reason=error.strerror or type(error).__name__) from error
    return Exported(len(numbers), everything)


def _people(session: Session, customer_id: int) -> list[dict[str, Any]]:
    """The customer, and behind them those who were merged into them, one into the other."""
    known = {field.id: field for field in definitions(session, FieldOwner.CUSTOMER)}
    wanted, found = [customer_id], dict[int, dict[str, Any]]()
    while wanted:
        for row, facts in facts_of(session, wanted).values():
            found[row.id] = {
                "id": row.id,
                "known_since": row.created_at,
                **{fact.value: _value(fact, text) for fact, text in facts.items() if fact is not Fact.FIELDS},
                Fact.FIELDS.value: {
                    known[number].name: worded(known[number], value)
                    for number, value in from_lines(facts[Fact.FIELDS]).items()
                },
                "changes": _changes(session, row.id),
            }
        into = select(customer.c.id).where(customer.c.merged_into.in_(wanted), customer.c.id.not_in(list(found)))
        wanted = list(session.connection.execute(into).scalars())
    return list(found.values())


def _value(fact: Fact, text: str) -> object:
    if fact is Fact.VIP:
        return bool(text)
    return [line for line in text.split("\n") if line] if fact in (Fact.EMAILS, Fact.PHONES, Fact.TAGS) else text


def _changes(session: Session, customer_id: int) -> list[dict[str, Any]]:
    lines = (
        select(customer_journal).where(customer_journal.c.customer_id == customer_id).order_by(customer_journal.c.id)
    )
    return [
        {"at": line.at, "what": line.kind, "before": line.before, "after": line.after}
        for line in session.connection.execute(lines)
    ]


def _told(detail: TicketDetail) -> dict[str, Any]:
    row = detail.row
    return {
        "number": row.id,
        "subject": row.subject,
        "status": row.status.name.lower(),
        "created_at": row.created_at,
        "mailbox": row.mailbox,
        "tags": row.tags,
        "fields": {one.field.name: worded(one.field, one.value) for one in detail.fields if one.value},
        "messages": [_message(one) for one in detail.messages],
    }


def _message(row: MessageRow) -> dict[str, Any]:
    return {
        "at": row.at,
        "kind": NAMES[row.kind],
        "from": {"name": row.author, "email": row.author_email},
        "to": [{"name": one.name, "email": one.email} for one in row.to],
        "cc": [{"name": one.name, "email": one.email} for one in row.cc],
        "text": row.text,
        "files": [one.name for one in row.attachments],
    }


def _write_mails(session: Session, file: zipfile.ZipFile, number: int) -> None:
    found = originals.of_ticket(session, number, notes=True)
    for place, (original, raw) in enumerate(mails(session, found), 1):
        # Names are ours alone: no word of a sender's is part of a path.
        folder = "notes" if original.kind is MessageKind.NOTE else "mails"
        file.writestr(f"{folder}/{number}/{place:03d} {original.at:%Y-%m-%d %H%M} {NAMES[original.kind]}.eml", raw)


def _write(file: zipfile.ZipFile, name: str, value: object) -> None:
    file.writestr(name, msgspec.json.format(msgspec.json.encode(value), indent=2))
