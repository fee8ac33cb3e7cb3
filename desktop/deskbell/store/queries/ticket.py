"""An open ticket: its card, the newest part of its thread, its events, and who takes part."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from deskbell.model.kinds import MessageKind, OutboxState, Standing
from deskbell.model.mail import Mailbox
from deskbell.model.rows import AttachmentRow, BounceRow, MessageRow, TicketDetail
from deskbell.store import blobs, invites
from deskbell.store.queries import attachments, bounces, events
from deskbell.store.queries.cards import cards
from deskbell.store.queries.correspondents import unpacked
from deskbell.store.session import Session
from deskbell.store.tables import agent, message, outbox, participant, raw_mail

_OF_TICKET = message.c.ticket_id == bindparam("ticket")
_NEWEST = (
    select(
        message,
        agent.c.name.label("agent"),
        outbox.c.state.label("outbox_state"),
        outbox.c.not_before,
        outbox.c.reason,
        outbox.c.reason_values,
        outbox.c.settled,
    )
    .select_from(
        message.outerjoin(agent, agent.c.id == message.c.agent_id).outerjoin(
            outbox, outbox.c.message_id == message.c.id
        )
    )
    .where(_OF_TICKET)
    .order_by(message.c.at.desc(), message.c.id.desc())
    .limit(bindparam("newest"))
)
_LENGTH = select(func.count()).where(_OF_TICKET)
_PARTICIPANTS = (
    select(participant.c.name, participant.c.email, participant.c.standing)
    .where(participant.c.ticket_id == bindparam("ticket"))
    .order_by(participant.c.email)
)
_WHOLE = (
    select(func.coalesce(raw_mail.c.blob_id, outbox.c.blob_id))
    .select_from(
        message.outerjoin(raw_mail, raw_mail.c.id == message.c.raw_id).outerjoin(
            outbox, outbox.c.message_id == message.c.id
        )
    )
    .where(message.c.id == bindparam("message"))
)
_SOURCE = select(raw_mail.c.blob_id).where(raw_mail.c.id == bindparam("raw"))


def detail(session: Session, ticket_id: int, *, newest: int = 30) -> TicketDetail | None:
    """The ticket with the `newest` messages of its thread; None where there is no such ticket."""
    card = cards(session, [ticket_id])
    if not card:
        return None
    of_ticket = {"ticket": ticket_id}
    found = session.connection.execute(_NEWEST, {**of_ticket, "newest": newest}).all()[::-1]
    earlier = 0
    if len(found) == newest:
        earlier = session.connection.execute(_LENGTH, of_ticket).scalar_one() - len(found)
    files = attachments.of_messages(session, [row.id for row in found if row.attachments])
    since: datetime | None = found[0].at if earlier else None
    people = session.connection.execute(_PARTICIPANTS, of_ticket).all()
    missed = bounces.of_messages(session, [row.id for row in found if row.kind == MessageKind.OUT])
    return TicketDetail(
        row=card[0],
        messages=tuple(_message(row, files.get(row.id, ()), missed.get(row.id, ())) for row in found),
        events=events.of_ticket(session, ticket_id, since=since),
        participants=tuple(Mailbox(row.name, row.email) for row in people),
        earlier_messages=earlier,
        unasked=frozenset(row.email for row in people if row.standing != Standing.IN.value),
        bounced=bounces.still_open(session, [row.email for row in people]),
    )


def attachment(session: Session, attachment_id: int) -> tuple[AttachmentRow, bytes]:
    """One attachment with its bytes. Raises `LookupError` where there is none."""
    return attachments.content(session, attachment_id)


def inline_images(session: Session, message_id: int) -> dict[str, bytes]:
    """The pictures that a message's HTML can name, by Content-ID without angle brackets."""
    return attachments.images(session, message_id)


def source(session: Session, raw_id: int) -> bytes:
    """A raw mail as it came. Raises `LookupError` where there is none."""
    blob_id = session.connection.execute(_SOURCE, {"raw": raw_id}).scalar()
    if blob_id is None:
        raise LookupError("raw mail", raw_id)
    return blobs.read(session, blob_id)


def whole_message(session: Session, message_id: int) -> bytes:
    """A message as it came or went. Raises `LookupError` where its bytes were never here: in a sample, or a note."""
    blob_id = session.connection.execute(_WHOLE, {"message": message_id}).scalar()
    if blob_id is None:
        raise LookupError("message", message_id)
    return blobs.read(session, blob_id)


def _message(row: Row[*tuple[Any, ...]], files: tuple[AttachmentRow, ...], missed: tuple[BounceRow, ...]) -> MessageRow:
    return MessageRow(
        id=row.id,
        ticket_id=row.ticket_id,
        kind=MessageKind(row.kind),
        author=row.agent or row.from_name,
        author_email=row.from_email,
        agent_id=row.agent_id,
        to=unpacked(row.to),
        cc=unpacked(row.cc),
        at=row.at,
        text=row.text,
        visible=row.text if row.visible is None else row.visible,
        html=row.html,
        html_visible=row.html if row.html_visible is None else row.html_visible,
        attachments=files,
        why=row.why,
        is_auto=row.is_auto,
        is_bounce=row.is_bounce,
        outbox=None if row.outbox_state is None else OutboxState(row.outbox_state),
        outbox_not_before=row.not_before,
        outbox_reason=row.reason or "",
        outbox_values=row.reason_values or {},
        problems=tuple(row.problems),
        raw_id=row.raw_id,
        invites=invites.unpacked(row.invites),
        reply_to=unpacked(row.reply_to),
        bounces=missed,
        outbox_settled=bool(row.settled),
    )
