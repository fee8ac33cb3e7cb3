"""The bytes of a ticket's messages: as they came, or as they were sent; and what a mail can be composed of where there are none."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Row, bindparam, func, select

from deskbell.model.kinds import MessageKind
from deskbell.model.mail import Mailbox, OutboundAttachment, OutboundMail
from deskbell.store import blobs
from deskbell.store.queries.correspondents import unpacked
from deskbell.store.session import Session
from deskbell.store.tables import attachment, message, outbox, raw_mail

# A raw mail with another reason than one of the reader's is none: its server did not give it.
_GIVEN = (raw_mail.c.reason == "") | raw_mail.c.reason.startswith("parse.")
_OF_TICKET = (
    select(
        message.c.id,
        message.c.kind,
        message.c.at,
        message.c.from_email,
        func.coalesce(outbox.c.blob_id, raw_mail.c.blob_id).label("blob_id"),
    )
    .select_from(
        message.outerjoin(outbox, outbox.c.message_id == message.c.id).outerjoin(
            raw_mail, (raw_mail.c.id == message.c.raw_id) & _GIVEN
        )
    )
    .where(message.c.ticket_id == bindparam("ticket"))
    .order_by(message.c.at, message.c.id)
)
_SENT = select(outbox.c.blob_id).where(outbox.c.message_id == bindparam("message"))
_MESSAGE = select(message).where(message.c.id == bindparam("message"))
_FILES = (
    select(attachment.c.name, attachment.c.content_type, attachment.c.content_id, attachment.c.blob_id)
    .where(attachment.c.message_id == bindparam("message"))
    .order_by(attachment.c.position)
)


class Original(Struct, frozen=True):
    """One message of a ticket; `blob_id` is None where its bytes were never kept or frozen (a note, the sample desk)."""

    message_id: int
    kind: MessageKind
    at: datetime
    sender: str
    blob_id: int | None


def of_ticket(session: Session, ticket_id: int, *, notes: bool) -> tuple[Original, ...]:
    """All messages of a ticket, oldest first; with `notes` those that only agents see, too."""
    rows = session.connection.execute(_OF_TICKET, {"ticket": ticket_id})
    found = (Original(row.id, MessageKind(row.kind), row.at, row.from_email, row.blob_id) for row in rows)
    return tuple(one for one in found if notes or one.kind is not MessageKind.NOTE)


def content(session: Session, original: Original) -> bytes:
    """The bytes that are kept of a message that has any."""
    assert original.blob_id is not None
    return blobs.read(session, original.blob_id)


def sent(session: Session, message_id: int) -> bytes:
    """An outgoing mail as it was frozen to be sent. Raises `LookupError` where the message never became one."""
    blob_id = session.connection.execute(_SENT, {"message": message_id}).scalar()
    if blob_id is None:
        raise LookupError("outgoing mail", message_id)
    return blobs.read(session, blob_id)


def as_composed(session: Session, message_id: int) -> OutboundMail:
    """What the desk knows of a message, as a mail to compose; its Message-ID is "" where it has none."""
    row: Row[*tuple[Any, ...]] = session.connection.execute(_MESSAGE, {"message": message_id}).one()
    files = session.connection.execute(_FILES, {"message": message_id}).all()
    contents = blobs.read_all(session, {file.blob_id for file in files})
    return OutboundMail(
        sender=Mailbox(row.from_name, row.from_email),
        to=unpacked(row.to),
        cc=unpacked(row.cc),
        subject=row.subject,
        text=row.text,
        html=row.html,
        message_id=row.message_id,
        date=row.at,
        in_reply_to=row.in_reply_to,
        references=tuple(row.references),
        attachments=_files(files, contents),
    )


def _files(rows: Sequence[Row[*tuple[Any, ...]]], contents: dict[int, bytes]) -> tuple[OutboundAttachment, ...]:
    return tuple(OutboundAttachment(row.name, row.content_type, contents[row.blob_id], row.content_id) for row in rows)
