"""Taking a mail back: before it leaves, or after nobody would take it. Its text is a draft again."""

from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from deskbell.actions.deeds import add_lines, record
from deskbell.actions.undo import take_back
from deskbell.model.commands import UndoSend
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Deed, Entity, MessageKind, OutboxState, ReplyKind
from deskbell.model.mail import Mailbox
from deskbell.rules.recipients import write_addresses
from deskbell.rules.taking_back import BY_VALUE
from deskbell.store.search import index
from deskbell.store.session import Session
from deskbell.store.tables import attachment, deed, draft, journal, message, outbox, ticket

_NOT_GONE = (OutboxState.WAITING.value, OutboxState.HELD.value, OutboxState.FAILED.value)


def undo_send(session: Session, command: UndoSend) -> int:
    """Take a mail out of the outbox; its text is a draft again, whose id is the answer. Raises `Mistake` undo.too_late.

    What the reply changed on the ticket goes back too, and what a macro did with it, unless somebody has changed it since.
    """
    row = session.connection.execute(
        select(
            message,
            outbox.c.state,
            outbox.c.taken,
            outbox.c.bcc,
            outbox.c.original_id,
            outbox.c.macro_id,
            outbox.c.kind.label("written_as"),
            outbox.c.mailbox_id,
        )
        .join(outbox, outbox.c.message_id == message.c.id)
        .where(message.c.id == command.message_id)
    ).first()
    if row is None or row.state not in _NOT_GONE or row.taken:
        raise Mistake("undo.too_late")
    sent = session.connection.execute(
        select(deed).where(deed.c.answer == row.id, deed.c.kind.in_((Deed.REPLIED.value, Deed.CREATED.value)))
    ).first()
    began_it = sent is not None and sent.kind == Deed.CREATED.value
    draft_id = _as_draft(session, row, 0 if began_it else row.ticket_id, command.agent_id or row.agent_id)
    record(session, command, Deed.SEND_UNDONE, [], draft_id)
    if sent is not None:
        session.connection.execute(update(deed).where(deed.c.id == sent.id).values(undone_by=command.deed))
    if began_it:
        _forget(session, row)
        session.connection.execute(delete(ticket).where(ticket.c.id == row.ticket_id))
    else:
        _restore(session, command, row, sent)
        _forget(session, row)
        add_lines(session, command, [(row.ticket_id, Deed.SEND_UNDONE, str(row.id), "")])
    session.changed(Entity.DRAFT, draft_id, row.ticket_id)
    session.changed(Entity.MESSAGE, row.id, row.ticket_id)
    session.changed(Entity.TICKET, row.ticket_id, row.ticket_id)
    return draft_id


def _as_draft(session: Session, row: Row[Any], ticket_id: int, agent_id: int) -> int:
    """The message as the draft that it was; a newer draft of the same kind is the one that stays below it."""
    kind = ReplyKind.NEW if ticket_id == 0 else ReplyKind(row.written_as)
    mine = (draft.c.agent_id == agent_id) & (draft.c.ticket_id == ticket_id) & (draft.c.kind == kind.value)
    newer = session.connection.execute(select(draft.c.text, draft.c.html).where(mine)).first()
    session.connection.execute(delete(draft).where(mine))
    made: int = session.connection.execute(
        insert(draft)
        .values(
            {
                "agent_id": agent_id,
                "ticket_id": ticket_id,
                "kind": kind.value,
                "mailbox_id": row.mailbox_id,
                "to": _line(row.to),
                "cc": _line(row.cc),
                "bcc": _line(row.bcc),
                "original_id": row.original_id,
                "macro_id": row.macro_id,
                "subject": row.subject,
                "html": (row.html_visible or row.html) + (newer.html if newer is not None else ""),
                "text": (row.visible or row.text) + (f"\n\n{newer.text}" if newer is not None else ""),
                "updated_at": session.now,
            }
        )
        .returning(draft.c.id)
    ).scalar_one()
    session.connection.execute(
        update(attachment).where(attachment.c.message_id == row.id).values(message_id=None, draft_id=made)
    )
    return made


def _line(people: list[list[str]]) -> str:
    return write_addresses(Mailbox(name, email) for name, email in people)


def _restore(session: Session, command: UndoSend, row: Row[Any], sent: Row[Any] | None) -> None:
    """Give the ticket what it was before the reply: its counts always, status and assignee where nobody touched them since."""
    if sent is not None:
        lines = session.connection.execute(
            select(journal).where(journal.c.deed_id == sent.id, journal.c.kind.in_([kind.value for kind in BY_VALUE]))
        ).all()
        for line in lines:
            try:
                add_lines(session, command, take_back(session, [line]))
            except Mistake:
                # Changed again since by somebody: theirs stands.
                continue
    others = select(message).where(message.c.ticket_id == row.ticket_id, message.c.id != row.id)
    last = session.connection.execute(others.order_by(message.c.at.desc(), message.c.id.desc()).limit(1)).first()
    public = session.connection.execute(
        others.where(message.c.kind != int(MessageKind.NOTE))
        .order_by(message.c.at.desc(), message.c.id.desc())
        .limit(1)
    ).first()
    values: dict[str, Any] = {
        "messages": ticket.c.messages - 1,
        "attachments": ticket.c.attachments - row.attachments,
        "awaiting": public is not None and public.kind == int(MessageKind.IN),
        "version": ticket.c.version + 1,
    }
    if last is not None:
        values["activity_at"] = last.at
    session.connection.execute(update(ticket).where(ticket.c.id == row.ticket_id).values(values))


def _forget(session: Session, row: Row[Any]) -> None:
    """The message never was: it has not left the building."""
    index.remove(session, row.id)
    session.connection.execute(delete(message).where(message.c.id == row.id))
