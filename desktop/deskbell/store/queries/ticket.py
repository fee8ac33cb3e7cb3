"""An open ticket: its card, the newest part of its thread, its events, and who takes part."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import bindparam, column, func, select, table

from deskbell.model.kinds import MessageKind, OutboxState, Standing
from deskbell.model.mail import Mailbox
from deskbell.model.rows import AttachmentRow, BounceRow, EventRow, MessageRow, TicketDetail, TicketRow
from deskbell.rules.mentions import may_mention
from deskbell.rules.origins import origins
from deskbell.store import blobs, invites, plain
from deskbell.store.queries import attachments, bounces, clocks_shown, events, fields, mentions
from deskbell.store.queries.cards import ask_card
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
# As bare names: the table comes with others that nobody needs who reads.
_rating = table("rating", column("ticket_id"), column("rating"))
_RATING = select(_rating.c.rating).where(_rating.c.ticket_id == bindparam("ticket")).scalar_subquery()
# How long the thread is, the clocks of the ticket, and what its customer thinks of it.
_LENGTH: Any = select(func.count(), clocks_shown.OF_TICKET, _RATING).where(_OF_TICKET)
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
    found = ask_detail(session, ticket_id, newest)()
    return None if found is None else found[1]()


def ask_detail(
    session: Session, ticket_id: int, newest: int
) -> Callable[[], tuple[TicketRow, Callable[[], TicketDetail]] | None]:
    """What `detail` finds. What comes back gives the card, and asks for what hangs on the messages; what it gives beside the card gives the whole."""
    of_ticket = {"ticket": ticket_id}
    card = ask_card(session, ticket_id)
    thread = plain.ask_named(session.connection, _NEWEST, {**of_ticket, "newest": newest})
    taking_part = plain.ask_named(session.connection, _PARTICIPANTS, of_ticket)
    filled = fields.ask_of_ticket(session, ticket_id)
    done = events.ask_of_ticket(session, ticket_id)
    length = plain.ask(session.connection, _LENGTH, of_ticket)

    def hanging() -> tuple[TicketRow, Callable[[], TicketDetail]] | None:
        row, people = card(), taking_part()
        if row is None:
            return None
        found = thread()[::-1]
        ((total, clocks, rated),) = length()
        earlier = total - len(found)
        files = attachments.ask_of_messages(session, [one.id for one in found if one.attachments])
        missed = bounces.ask_of_messages(session, [one.id for one in found if one.kind == MessageKind.OUT])
        notes = [one.id for one in found if one.kind == MessageKind.NOTE and may_mention(one.text)]
        meant = mentions.ask_of_messages(session, notes)
        bounced = bounces.ask_still_open(session, [one.email for one in people])
        named = done(found[0].at if earlier else None)

        def messages(steps: tuple[EventRow, ...]) -> Iterator[MessageRow]:
            came = origins((step.kind, step.before, step.after) for step in steps)
            for one in found:
                mentioned = meant().get(one.id, frozenset())
                yield _message(one, files().get(one.id, ()), missed().get(one.id, ()), mentioned, came.get(one.id, 0))

        return row, lambda: TicketDetail(
            row=row,
            messages=tuple(messages(steps := named())),
            events=steps,
            participants=tuple(Mailbox(one.name, one.email) for one in people),
            earlier_messages=earlier,
            unasked=frozenset(one.email for one in people if one.standing != Standing.IN.value),
            bounced=bounced(),
            fields=filled(row.mailbox_id, row.team_id),
            clocks=clocks_shown.unpacked(clocks),
            rating=rated or "",
        )

    return hanging


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


def _message(
    row: Any, files: tuple[AttachmentRow, ...], missed: tuple[BounceRow, ...], meant: frozenset[int], origin: int
) -> MessageRow:
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
        mentions=meant,
        origin=origin,
    )
