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
    tickets, author = ask_tickets(session, [command.ticket_id]), ask_writer(session, command.agent_id)
    colleagues = ask_mentioned(session, command.text, command.agent_id)
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
                "text": command.text,
                "html": command.html,
            }
        ],
    )
    index.add(session, [index.Entry(made, "", command.text, writer.name)])
    note_mentions(session, made, row.id, colleagues())
    new = {"activity_at": session.now, "messages": row.messages + 1, "version": row.version + 1}
    change_row(session, ticket, row.id, new)
    drop_draft(session, writer.id, row.id, ReplyKind.NOTE)
    record(session, command, Deed.NOTED, [(row.id, Deed.NOTED, "", str(made))], made)
    session.changed(Entity.MESSAGE, made, row.id)
    session.changed(Entity.TICKET, row.id, row.id)
    return made
