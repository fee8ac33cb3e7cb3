"""An agent's answer: the message on the ticket and the mail in the outbox, in one commit."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from msgspec.structs import replace
from sqlalchemy import Row, bindparam, insert, select

from deskbell.actions.apply_macro import changed
from deskbell.actions.assignees import nobody_leaves
from deskbell.actions.deeds import Line, record
from deskbell.actions.dressing import dress_of
from deskbell.actions.outgoing import (
    Answered,
    Finished,
    ask_mailbox,
    ask_thread,
    checked,
    freeze,
    one_line,
    put_in_outbox,
    with_ratings,
)
from deskbell.actions.people import add_participants, ask_participants, customer_for
from deskbell.actions.properties import as_one, as_text, ask_tickets
from deskbell.actions.reply_files import ReplyFiles, files_ahead, must_be_there, read_files
from deskbell.actions.solving import ask_whether_filled
from deskbell.actions.teams import if_there
from deskbell.actions.writing import ask_writer, drop_draft
from deskbell.model.canned import ApplyMacro
from deskbell.model.commands import SendReply
from deskbell.model.errors import Conflict, Mistake
from deskbell.model.kinds import Deed, Entity, MessageKind, Priority, ReplyKind, Status
from deskbell.model.mail import Mailbox, OutboundMail
from deskbell.rules.mail_layout import without_logo
from deskbell.rules.quoting import forward_subject, reply_subject
from deskbell.rules.shelf import shelf_of, status_after_reply
from deskbell.store import blobs, plain
from deskbell.store.bulk import change_row, insert_asked, insert_rows
from deskbell.store.desk import Desk
from deskbell.store.queries.identity import Identity, ask_identity
from deskbell.store.search import index
from deskbell.store.session import Session
from deskbell.store.tables import attachment, message, ticket

_SUBJECT = select(ticket.c.subject).where(ticket.c.id == bindparam("ticket"))
_UNSEEN = (
    select(message.c.from_name, message.c.from_email)
    .where(
        message.c.ticket_id == bindparam("ticket"),
        message.c.id > bindparam("seen"),
        message.c.kind != int(MessageKind.NOTE),
        (message.c.agent_id != bindparam("writer")) | message.c.agent_id.is_(None),
    )
    .order_by(message.c.id.desc())
    .limit(1)
)


def composed_ahead(desk: Desk, command: SendReply) -> Callable[[Session, SendReply], int]:
    """`send_reply` with its files read and encoded before its transaction, and the mail composed, hashed and packed with them. A mail without files is small,
    and one that begins a ticket bears the ticket's number: these are composed within.
    """
    files = files_ahead(desk, command)
    if files is None or not command.ticket_id:
        return partial(send_reply, files=files)
    try:
        finished = Finished.of(desk.read(_as_it_stands, checked(command), files), files)
    except Mistake:  # for the verb to say, if the mail is not on its way already
        finished = None
    return partial(send_reply, files=files, finished=finished)


def _as_it_stands(session: Session, command: SendReply, files: ReplyFiles) -> OutboundMail:
    """The mail that an answer on a ticket would be now."""
    author, mailbox = ask_writer(session, command.agent_id), ask_mailbox(session, command.mailbox_id)
    thread, own = ask_thread(session, command.ticket_id, command.kind), ask_identity(session)
    subject = session.connection.execute(_SUBJECT, {"ticket": command.ticket_id}).scalar()
    if subject is None:
        raise Mistake("ticket.missing", number=command.ticket_id)
    box, known = mailbox(), own()
    command = with_ratings(command, known, box.address, command.ticket_id)
    return _frozen(session, command, author(), box, command.ticket_id, subject, thread(), known, files)


def _frozen(
    session: Session,
    command: SendReply,
    writer: Row[Any],
    box: Row[Any],
    ticket_id: int,
    about: str,
    thread: Answered,
    own: Identity,
    files: ReplyFiles,
) -> OutboundMail:
    derived = forward_subject if command.kind is ReplyKind.FORWARD else reply_subject
    subject = command.subject or derived(one_line(about))
    sender = Mailbox(one_line(writer.name), box.address)
    dress = dress_of(session, box, writer, ticket_id, one_line(about), own)
    return freeze(session, command, box, ticket_id, subject, sender, thread, own, files, dress)


def send_reply(
    session: Session, command: SendReply, files: ReplyFiles | None = None, finished: Finished | None = None
) -> int:
    """Answer, forward, or begin a ticket by mail; the id of the message. `files` are the command's, where they were read before, and `finished` is the mail
    that was made of them, which is another one by now where somebody changed what is in it.

    Raises `Mistake` (nothing to send, nobody to send it to, a bad address, something to be filled in before it is solved, rights.left) and `Conflict`
    ticket.answered where somebody wrote on the ticket since the writer last looked, and as `apply_macro.changed` where a macro goes with it.
    """
    command = checked(command)
    # What does not depend on an answer is asked first, all of it. The ticket may become the writer's.
    nobody_leaves(session)
    author, mailbox = ask_writer(session, command.agent_id), ask_mailbox(session, command.mailbox_id)
    tickets = ask_tickets(session, [command.ticket_id] if command.ticket_id else [])
    unseen, thread = _ask_unseen(session, command), ask_thread(session, command.ticket_id, command.kind)
    refuse = ask_whether_filled(session, command, [command.ticket_id] if command.ticket_id else [], command.then)
    there, own = ask_participants(session, command.ticket_id), ask_identity(session)
    writer, box = author(), mailbox()
    if not writer.active:
        raise Mistake("rights.left")
    row = tickets()[0] if command.ticket_id else _new_ticket(session, command, box)
    _refuse(unseen(), row.id)
    if not command.ticket_id:
        refuse = ask_whether_filled(session, command, [row.id], command.then, begun=True)
    refuse([row])
    if files is None:
        files = read_files(session, command)
    else:
        must_be_there(session, command.attachments_from)
    known = own()
    command = with_ratings(command, known, box.address, row.id)
    mail = _frozen(session, command, writer, box, row.id, row.subject, thread(), known, files)
    if finished is None or not finished.serves(mail):
        finished = Finished.of(mail, files)
    mail = finished.mail
    message_id, outbox_id, dropped = _write(session, command, box, row, finished, files)
    add_participants(session, row.id, (*command.to, *command.cc), there())
    lines = _after_reply(session, command, row, message_id, len(files.files))
    macro = command.macro if isinstance(command.macro, ApplyMacro) else None
    if macro is not None:
        lines = as_one(lines, changed(session, replace(macro, tickets=(row.id,))))
    kind = Deed.CREATED if command.ticket_id == 0 else Deed.REPLIED
    record(session, command, kind, lines, message_id, macro=macro.name if macro is not None else "")
    session.changed(Entity.OUTBOX, outbox_id, row.id)
    if dropped is not None:
        session.changed(Entity.DRAFT, dropped, command.ticket_id)
    session.changed(Entity.MESSAGE, message_id, row.id)
    session.changed(Entity.TICKET, row.id, row.id)
    return message_id


def _new_ticket(session: Session, command: SendReply, box: Row[Any]) -> Row[Any]:
    """A ticket for the first recipient."""
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
    return ask_tickets(session, [made])()[0]


def _ask_unseen(session: Session, command: SendReply) -> Callable[[], list[Any]]:
    """The newest message of somebody else that the writer did not see."""
    if not command.seen_message:
        return list
    asked = {"ticket": command.ticket_id, "seen": command.seen_message, "writer": command.agent_id}
    return plain.ask_named(session.connection, _UNSEEN, asked)


def _refuse(unseen: Sequence[Row[Any]], ticket_id: int) -> None:
    for newer in unseen:
        raise Conflict("ticket.answered", name=newer.from_name or newer.from_email, number=ticket_id)


def _write(
    session: Session, command: SendReply, box: Row[Any], row: Row[Any], finished: Finished, files: ReplyFiles
) -> tuple[int, int, int | None]:
    """Write the message with its attachments and put the mail into the outbox; the ids of both, and of the draft that it was."""
    mail = finished.mail
    made = insert_asked(
        session,
        message,
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
            "visible": command.text if mail.text != command.text else None,
            "html": without_logo(mail.html),
            "html_visible": command.html if command.html != mail.html else None,
            "attachments": len(files.files),
        },
    )
    kept = blobs.keep_all(session, files.contents)
    # Only now: what hangs on the draft goes with it, and in an office it was perhaps by that alone that its writer had it.
    dropped = drop_draft(session, command.agent_id, command.ticket_id, command.kind)
    outbox_id = put_in_outbox(session, command, box, made, finished.raw)
    insert_rows(
        session,
        attachment,
        [
            {
                "message_id": made(),
                "position": position,
                "blob_id": blob_id,
                "name": file.name,
                "content_type": file.content_type,
                "size": len(file.content),
                "inline": bool(file.content_id),
                "content_id": file.content_id,
            }
            for position, (file, blob_id) in enumerate(zip(files.files, kept, strict=True))
        ],
    )
    index.add(session, [_entry(made(), mail, command.text, files)])
    return made(), outbox_id, dropped()


def _entry(message_id: int, mail: OutboundMail, written: str, files: ReplyFiles) -> index.Entry:
    people = " ".join(f"{person.name} {person.email}" for person in (mail.sender, *mail.to, *mail.cc))
    return index.Entry(message_id, mail.subject, written, people, " ".join(file.name for file in files.files))


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
    change_row(session, ticket, row.id, values)
    return lines
