"""A note among agents."""

from deskbell.actions.deeds import record
from deskbell.actions.mentions import ask_mentioned, note_mentions
from deskbell.actions.properties import ask_tickets
from deskbell.actions.writing import ask_writer, drop_draft
from deskbell.model.commands import AddNote
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Deed, Entity, MessageKind, ReplyKind
from deskbell.store.bulk import change_row, insert_numbered
from deskbell.store.search import index
from deskbell.store.session import Session
from deskbell.store.tables import message, ticket


def add_note(session: Session, command: AddNote) -> int:
    """Write a note on a ticket; the id of the message. The ticket moves up in its views, its status stays."""
    if not command.text.strip():
        raise Mistake("text.empty")
    colleagues = ask_mentioned(session, command.text, command.agent_id)
    made = write_note(session, command.agent_id, command.ticket_id, command.text, command.html)
    note_mentions(session, made, command.ticket_id, colleagues())
    drop_draft(session, command.agent_id, command.ticket_id, ReplyKind.NOTE)
    record(session, command, Deed.NOTED, [(command.ticket_id, Deed.NOTED, "", str(made))], made)
    return made


def write_note(session: Session, agent_id: int | None, ticket_id: int, text: str, html: str = "") -> int:
    """Put a note on a ticket; the id of the message. Raises `Mistake` text.empty, ticket.missing and agent.missing."""
    if not text.strip():
        raise Mistake("text.empty")
    tickets, author = ask_tickets(session, [ticket_id]), ask_writer(session, agent_id)
    row, writer = tickets()[0], author()
    (made,) = insert_numbered(
        session,
        message,
        [
            {
                "ticket_id": row.id,
                "kind": int(MessageKind.NOTE),
                "agent_id": writer.id,
                "from_name": writer.name,
                "from_email": writer.email,
                "to": [],
                "cc": [],
                "subject": "",
                "at": session.now,
                "message_id": "",
                "text": text,
                "html": html,
            }
        ],
    )
    index.add(session, [index.Entry(made, "", text, writer.name)])
    new = {"activity_at": session.now, "messages": row.messages + 1, "version": row.version + 1}
    change_row(session, ticket, row.id, new)
    session.changed(Entity.MESSAGE, made, row.id)
    session.changed(Entity.TICKET, row.id, row.id)
    return made
