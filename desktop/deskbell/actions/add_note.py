"""A note among agents."""

from sqlalchemy import delete, insert, select, update

from deskbell.actions.deeds import record
from deskbell.actions.properties import load
from deskbell.model.commands import AddNote
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Deed, Entity, MessageKind, ReplyKind
from deskbell.store.search import index
from deskbell.store.session import Session
from deskbell.store.tables import agent, draft, message, ticket


def add_note(session: Session, command: AddNote) -> int:
    """Write a note on a ticket; the id of the message. The ticket moves up in its views, its status stays."""
    if not command.text.strip():
        raise Mistake("text.empty")
    row = load(session, [command.ticket_id])[0]
    writer = session.connection.execute(select(agent).where(agent.c.id == command.agent_id)).first()
    if writer is None:
        raise Mistake("agent.missing")
    made: int = session.connection.execute(
        insert(message)
        .values(
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
        )
        .returning(message.c.id)
    ).scalar_one()
    index.add(session, [index.Entry(made, "", command.text, writer.name)])
    session.connection.execute(
        update(ticket)
        .where(ticket.c.id == row.id)
        .values(activity_at=session.now, messages=row.messages + 1, version=row.version + 1)
    )
    session.connection.execute(
        delete(draft).where(
            draft.c.agent_id == writer.id, draft.c.ticket_id == row.id, draft.c.kind == ReplyKind.NOTE.value
        )
    )
    record(session, command, Deed.NOTED, [(row.id, Deed.NOTED, "", str(made))], made)
    session.changed(Entity.MESSAGE, made, row.id)
    session.changed(Entity.TICKET, row.id, row.id)
    return made
