"""The erasure of tickets that lie in Spam or Trash, in one transaction."""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import insert, or_, select, update

from deskbell.actions.deeds import record, set_answer
from deskbell.actions.erasing.originals import STUB, let_go_of
from deskbell.actions.properties import load
from deskbell.model.customers import EraseTickets
from deskbell.model.erasing import Counts
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Deed, Entity
from deskbell.store import blobs
from deskbell.store.bulk import in_parts
from deskbell.store.erasing import Eraser
from deskbell.store.queries import erasure as found_of
from deskbell.store.queries.erasable import AWAY, unsent
from deskbell.store.session import Session
from deskbell.store.tables import erasure, message, ticket, ticket_link


def erase(session: Session, command: EraseTickets) -> int:
    """Take the tickets out of the desk, with what was merged into them; the id of what is kept of it.

    Raises `Mistake` ticket.missing, erase.nothing without tickets, erase.not_away for one that lies elsewhere, and erase.unsent where a mail of one has not left.
    """
    if not command.tickets:
        raise Mistake("erase.nothing")
    rows = load(session, command.tickets)
    for row in rows:
        if row.shelf not in AWAY:
            raise Mistake("erase.not_away", number=row.id)
    for number in unsent(session, [row.id for row in rows]):
        raise Mistake("erase.unsent", number=number)
    # First of all: in an office nothing is let go of before.
    record(session, command, Deed.TICKETS_ERASED, [])
    numbers = _with_merged(session, [row.id for row in rows])
    eraser = Eraser(session)
    ids = _messages(session, numbers)
    mailboxes = found_of.mailboxes(session, ids)
    unneeded = _let_go_of_originals(session, eraser, ids)
    unneeded |= found_of.files(session, ids) | eraser.draft_contents([], numbers)
    eraser.forget_words(ids)
    _tell(session, numbers)
    for table in ("draft", "viewer"):
        eraser.remove(table, numbers, "ticket_id")
    eraser.remove("ticket", numbers)
    contents = eraser.remove_unneeded(unneeded)
    eraser.finish(ids)
    counts = Counts(tickets=len(rows), messages=len(ids), files=sum(row.attachments for row in rows), people=0)
    told = msgspec.to_builtins(counts) | {"contents": contents, "mailboxes": mailboxes, "run": command.run}
    kept = {"deed_id": command.deed, "agent_id": command.agent_id, "at": session.now, "counts": told}
    answer = int(session.connection.execute(insert(erasure).values(kept).returning(erasure.c.id)).scalar_one())
    set_answer(session, command, answer)
    return answer


def _with_merged(session: Session, numbers: Sequence[int]) -> list[int]:
    """The tickets, and those that gave all they had to one of them. One that has something of its own again stays, and is merged into none."""
    found, wanted = list(numbers), list(numbers)
    while wanted:
        into: list[Any] = []
        for part in in_parts(wanted):
            merged = select(ticket.c.id, ticket.c.messages).where(ticket.c.merged_into.in_(part))
            into += session.connection.execute(merged.where(ticket.c.id.not_in(found))).all()
        wanted = [row.id for row in into if not row.messages]
        for row in into:
            if row.messages:
                alone = update(ticket).where(ticket.c.id == row.id)
                session.connection.execute(alone.values(merged_into=None, version=ticket.c.version + 1))
                session.changed(Entity.TICKET, row.id, row.id)
        found += wanted
    return found


def _messages(session: Session, numbers: Sequence[int]) -> list[int]:
    of_them = select(message.c.id)
    return [
        one
        for part in in_parts(numbers)
        for one in session.connection.execute(of_them.where(message.c.ticket_id.in_(part))).scalars()
    ]


def _let_go_of_originals(session: Session, eraser: Eraser, ids: list[int]) -> set[int]:
    """Let nothing be kept of the mails that these messages came as; the contents that nothing may need any more. What the same mail is in another ticket stays."""
    contents, rows = found_of.originals(session, ids)
    (stub,) = blobs.keep(session, [STUB])
    going = set(ids)
    for row in rows:
        if row.message_id is None or row.message_id in going:
            let_go_of(eraser, stub, row.id)
    return contents - {stub}


def _tell(session: Session, numbers: Sequence[int]) -> None:
    """Say that the tickets, and what shows a link to them, are to be read again."""
    for part in in_parts(numbers):
        linked = select(ticket_link.c.ticket_id, ticket_link.c.other_id)
        linked = linked.where(or_(ticket_link.c.ticket_id.in_(part), ticket_link.c.other_id.in_(part)))
        for pair in session.connection.execute(linked):
            for number in pair:
                session.changed(Entity.TICKET, number, number)
        for number in part:
            session.changed(Entity.TICKET, number, number)
