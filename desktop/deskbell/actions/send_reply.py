"""An agent's answer: the message on the ticket and the mail in the outbox, in one commit."""

from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from deskbell.actions.deeds import Line, record
from deskbell.actions.outgoing import answered, checked, freeze, mailbox_row, one_line, put_in_outbox
from deskbell.actions.people import customer_for, take_part
from deskbell.actions.properties import as_text, load
from deskbell.actions.teams import if_there
from deskbell.model.commands import SendReply
from deskbell.model.errors import Conflict, Mistake
from deskbell.model.kinds import Deed, Entity, MessageKind, Priority, ReplyKind, Status
from deskbell.model.mail import Mailbox, OutboundMail
from deskbell.rules.quoting import forward_subject, reply_subject
from deskbell.rules.shelf import shelf_of, status_after_reply
from deskbell.store import blobs
from deskbell.store.search import index
from deskbell.store.session import Session
from deskbell.store.tables import agent, attachment, draft, message, ticket


def send_reply(session: Session, command: SendReply) -> int:
    """Answer, forward, or begin a ticket by mail; the id of the message.

    Raises `Mistake` (nothing to send, nobody to send it to, a bad address) and `Conflict` ticket.answered where somebody wrote on the ticket
    since the writer last looked.
    """
    command = checked(command)
    writer = session.connection.execute(select(agent).where(agent.c.id == command.agent_id)).first()
    if writer is None:
        raise Mistake("agent.missing")
    box = mailbox_row(session, command.mailbox_id)
    row = _ticket(session, command, box)
    if command.seen_message:
        _refuse_unseen(session, command, row.id)
    derived = forward_subject if command.kind is ReplyKind.FORWARD else reply_subject
    subject = command.subject or derived(one_line(row.subject))
    sender = Mailbox(one_line(writer.name), box.address)
    mail = freeze(session, command, box, row.id, subject, sender, answered(session, row.id, command.kind))
    message_id = _write_message(session, command, row, mail)
    put_in_outbox(session, command, box, message_id, mail)
    take_part(session, row.id, (*command.to, *command.cc))
    lines = _after_reply(session, command, row, message_id, len(mail.attachments))
    record(session, command, Deed.CREATED if command.ticket_id == 0 else Deed.REPLIED, lines, message_id)
    _drop_draft(session, command)
    session.changed(Entity.MESSAGE, message_id, row.id)
    session.changed(Entity.TICKET, row.id, row.id)
    return message_id


def _ticket(session: Session, command: SendReply, box: Row[Any]) -> Row[Any]:
    """The ticket answered on, or a new one for the first recipient."""
    if command.ticket_id:
        return load(session, [command.ticket_id])[0]
    if not command.subject:
        raise Mistake("subject.empty")
    requester = next(iter((*command.to, *command.cc, *command.bcc)))
    made = session.connection.execute(
        insert(ticket)
        .values(
            mailbox_id=box.id,
            customer_id=customer_for(session, requester),
            subject=command.subject,
            status=int(Status.OPEN),
            priority=int(Priority.NORMAL),
            shelf=int(shelf_of(Status.OPEN, None)),
            assignee_id=command.agent_id,
            team_id=if_there(session, box.team_id),
            created_at=session.now,
            activity_at=session.now,
        )
        .returning(ticket.c.id)
    ).scalar_one()
    return load(session, [made])[0]


def _refuse_unseen(session: Session, command: SendReply, ticket_id: int) -> None:
    """Raise `Conflict` where a message of somebody else is newer than the newest that the writer saw."""
    newer = session.connection.execute(
        select(message.c.from_name, message.c.from_email)
        .where(
            message.c.ticket_id == ticket_id,
            message.c.id > command.seen_message,
            message.c.kind != int(MessageKind.NOTE),
            (message.c.agent_id != command.agent_id) | message.c.agent_id.is_(None),
        )
        .order_by(message.c.id.desc())
        .limit(1)
    ).first()
    if newer is not None:
        raise Conflict("ticket.answered", name=newer.from_name or newer.from_email, number=ticket_id)


def _write_message(session: Session, command: SendReply, row: Row[Any], mail: OutboundMail) -> int:
    made: int = session.connection.execute(
        insert(message)
        .values(
            {
                "ticket_id": row.id,
                "kind": int(MessageKind.OUT),
                "agent_id": command.agent_id,
                "from_name": mail.sender.name,
                "from_email": mail.sender.email,
                "to": [[person.name, person.email] for person in mail.to],
                "cc": [[person.name, person.email] for person in mail.cc],
                "subject": mail.subject,
                "at": session.now,
                "message_id": mail.message_id,
                "in_reply_to": mail.in_reply_to,
                "references": list(mail.references),
                "text": mail.text,
                "visible": command.text if command.quoted else None,
                "html": mail.html,
                "html_visible": command.html if command.quoted and command.html else None,
                "attachments": len(mail.attachments),
            }
        )
        .returning(message.c.id)
    ).scalar_one()
    kept = blobs.keep(session, [file.content for file in mail.attachments])
    if kept:
        session.connection.execute(
            insert(attachment),
            [
                {
                    "message_id": made,
                    "position": position,
                    "blob_id": blob_id,
                    "name": file.name,
                    "content_type": file.content_type,
                    "size": len(file.content),
                    "inline": bool(file.content_id),
                    "content_id": file.content_id,
                }
                for position, (file, blob_id) in enumerate(zip(mail.attachments, kept, strict=True))
            ],
        )
    index.add(session, [_entry(made, mail, command.text)])
    return made


def _entry(message_id: int, mail: OutboundMail, written: str) -> index.Entry:
    people = " ".join(f"{person.name} {person.email}" for person in (mail.sender, *mail.to, *mail.cc))
    return index.Entry(message_id, mail.subject, written, people, " ".join(file.name for file in mail.attachments))


def _after_reply(session: Session, command: SendReply, row: Row[Any], message_id: int, files: int) -> list[Line]:
    """What an answer changes on its ticket, and the journal lines that say so. Nobody's ticket becomes the writer's."""
    status = Status(row.status)
    after = command.then if command.then is not None else status_after_reply(status)
    done = after in (Status.SOLVED, Status.CLOSED)
    values: dict[str, Any] = {
        "status": int(after),
        "shelf": int(shelf_of(after, row.snoozed_until)),
        "done_at": (row.done_at or session.now) if done else None,
        "activity_at": session.now,
        "messages": row.messages + 1,
        "attachments": row.attachments + files,
        "awaiting": row.awaiting if command.kind is ReplyKind.FORWARD else False,
        "version": row.version + 1,
    }
    lines: list[Line] = [(row.id, Deed.REPLIED, "", str(message_id))]
    if after is not status:
        lines.append((row.id, Deed.STATUS, as_text(Deed.STATUS, status), as_text(Deed.STATUS, after)))
    if row.assignee_id is None:
        values["assignee_id"] = command.agent_id
        lines.append((row.id, Deed.ASSIGNED, "", as_text(Deed.ASSIGNED, command.agent_id)))
    session.connection.execute(update(ticket).where(ticket.c.id == row.id).values(values))
    return lines


def _drop_draft(session: Session, command: SendReply) -> None:
    """What was sent is no draft any more."""
    gone = session.connection.execute(
        delete(draft)
        .where(
            draft.c.agent_id == command.agent_id,
            draft.c.ticket_id == command.ticket_id,
            draft.c.kind == command.kind.value,
        )
        .returning(draft.c.id)
    ).scalar_one_or_none()
    if gone is not None:
        session.changed(Entity.DRAFT, gone, command.ticket_id)
