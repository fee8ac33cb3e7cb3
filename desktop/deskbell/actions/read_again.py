"""Reading a kept mail anew: an agent asks for it, the worker reads, and the message says what the mail says."""

from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from deskbell.actions.deeds import record
from deskbell.actions.intake import content
from deskbell.actions.intake.sender import as_forwarded
from deskbell.actions.people import customer_for, take_part
from deskbell.actions.recount import count_these
from deskbell.model.commands import ReadAgain
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Deed, Entity, MessageKind, RawState, Why
from deskbell.model.mail import InboundMail, Mailbox
from deskbell.rules import warnings
from deskbell.rules.why import read
from deskbell.store import blobs
from deskbell.store.search import index
from deskbell.store.session import Session
from deskbell.store.tables import attachment, message, raw_mail, ticket

_READABLE = (RawState.FILED.value, RawState.UNREADABLE.value, RawState.AGAIN.value)


def read_again(session: Session, command: ReadAgain) -> None:
    """Mark the message's original for the worker. Raises `Mistake` read_again.nothing.

    The reason of a raw mail is what the server said where it did not give the mail (fetch.…): then what is kept is not the mail.
    """
    row = session.connection.execute(
        select(raw_mail.c.id, raw_mail.c.state, raw_mail.c.reason, message.c.ticket_id)
        .join(message, message.c.raw_id == raw_mail.c.id)
        .where(message.c.id == command.message_id)
    ).first()
    if row is None or row.state not in _READABLE or row.reason.startswith("fetch."):
        raise Mistake("read_again.nothing")
    session.connection.execute(
        update(raw_mail)
        .where(raw_mail.c.id == row.id)
        .values(state=RawState.AGAIN.value, message_id=command.message_id)
    )
    line = (row.ticket_id, Deed.READ_AGAIN, "", str(command.message_id))
    record(session, command, Deed.READ_AGAIN, [line], command.message_id)
    session.changed(Entity.TICKET, row.ticket_id, row.ticket_id)


def rewrite(session: Session, raw_id: int, mail: InboundMail) -> None:
    """Let the message of a raw mail say what `mail` says; its ticket, its time and who it counts as stay.

    The ticket's subject and customer follow where they were the message's and nobody has given others. A raw mail that nobody asked for
    any more is left alone: calling this twice changes nothing.
    """
    row = _asked(session, raw_id)
    if row is None:
        return
    if read(row.why)[0] is Why.FORWARDED:
        mail = as_forwarded(mail, Mailbox(row.from_name, row.from_email))
    # What was found when the mail came stands: who took part then, and what proved its sender.
    doubts = [one for one in row.problems if warnings.is_warning(one) and one not in mail.problems]
    first = _is_first(session, row)
    author = row.customer_id
    if row.kind == MessageKind.IN and mail.sender.email.casefold() != row.from_email.casefold():
        author = customer_for(session, mail.sender)
        if first:
            take_part(session, row.ticket_id, [mail.sender])
    why = row.why
    if why == Why.UNREADABLE:
        why = (Why.NOTHING_KNOWN if mail.in_reply_to or mail.references else Why.NEW).value
    session.connection.execute(
        update(message)
        .where(message.c.id == row.id)
        .values(
            content.message_values(mail)
            | {"customer_id": author, "why": why, "attachments": len(mail.attachments)}
            | {"problems": [*mail.problems, *doubts]}
        )
    )
    _replace_attachments(session, row.id, mail)
    index.replace(session, content.entry(mail, row.id, whole=first or row.kind == MessageKind.OUT))
    _bring_ticket(session, row, mail, author, first=first)
    # It may be a machine's, or another customer's: something else is promised then.
    count_these(session, [row.ticket_id])
    _settle(session, row, RawState.FILED, "")


def still_unreadable(session: Session, raw_id: int, code: str, problem: str) -> None:
    """The mail could not be read this time: what the message said before stays, and where that was the same, it says why now."""
    row = _asked(session, raw_id)
    if row is None:
        return
    if row.why != Why.UNREADABLE:
        _settle(session, row, RawState.FILED, "")
        return
    session.connection.execute(update(message).where(message.c.id == row.id).values(problems=[problem]))
    _settle(session, row, RawState.UNREADABLE, code)


def _asked(session: Session, raw_id: int) -> Row[Any] | None:
    """The message of a raw mail that is to be read again; None where it no longer is."""
    return session.connection.execute(
        select(message, raw_mail.c.mailbox_id)
        .join(raw_mail, raw_mail.c.message_id == message.c.id)
        .where(raw_mail.c.id == raw_id, raw_mail.c.state == RawState.AGAIN.value)
        .with_for_update()
    ).first()


def _replace_attachments(session: Session, message_id: int, mail: InboundMail) -> None:
    session.connection.execute(delete(attachment).where(attachment.c.message_id == message_id))
    kept = blobs.keep(session, [file.content for file in mail.attachments])
    rows = [
        content.attachment_values(file, message_id, position, blob_id)
        for position, (file, blob_id) in enumerate(zip(mail.attachments, kept, strict=True))
    ]
    if rows:
        session.connection.execute(insert(attachment), rows)


def _is_first(session: Session, row: Row[Any]) -> bool:
    """Whether the message began its ticket."""
    first = select(func.min(message.c.id)).where(message.c.ticket_id == row.ticket_id)
    return bool(session.connection.execute(first).scalar_one() == row.id)


def _bring_ticket(session: Session, row: Row[Any], mail: InboundMail, author: int | None, *, first: bool) -> None:
    """The ticket's card, as far as it showed what the message said before."""
    now = session.connection.execute(select(ticket).where(ticket.c.id == row.ticket_id).with_for_update()).one()
    values: dict[str, Any] = {"attachments": now.attachments - row.attachments + len(mail.attachments)}
    if first and now.subject == row.subject:
        values["subject"] = mail.subject
    if first and author is not None and now.customer_id == row.customer_id:
        values["customer_id"] = author
    session.connection.execute(
        update(ticket).where(ticket.c.id == row.ticket_id).values(values | {"version": now.version + 1})
    )


def _settle(session: Session, row: Row[Any], state: RawState, reason: str) -> None:
    session.connection.execute(
        update(raw_mail).where(raw_mail.c.id == row.raw_id).values(state=state.value, reason=reason)
    )
    session.changed(Entity.MESSAGE, row.id, row.ticket_id)
    if row.why == Why.UNREADABLE:
        # The window's alert goes with the state of the mailboxes.
        session.changed(Entity.MAILBOX, row.mailbox_id)
    session.changed(Entity.TICKET, row.ticket_id, row.ticket_id)
