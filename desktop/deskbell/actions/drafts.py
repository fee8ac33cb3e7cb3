"""What is being written is kept as it is typed."""

from sqlalchemy import delete, insert, select, update

from deskbell.model.commands import DiscardDraft, SaveDraft
from deskbell.model.kinds import Entity
from deskbell.store import blobs
from deskbell.store.session import Session
from deskbell.store.tables import attachment, draft


def save_draft(session: Session, command: SaveDraft) -> int:
    """Keep a draft; its id. One an agent, ticket and kind: the latest text wins. Drafts are nobody's history, so no deed is recorded."""
    mine = (
        (draft.c.agent_id == command.agent_id)
        & (draft.c.ticket_id == command.ticket_id)
        & (draft.c.kind == command.kind.value)
    )
    values = {
        "mailbox_id": command.mailbox_id,
        "to": command.to,
        "cc": command.cc,
        "bcc": command.bcc,
        "subject": command.subject,
        "html": command.html,
        "text": command.text,
        "original_id": command.original_id,
        "passed": list(command.passed),
        "updated_at": session.now,
    }
    found = session.connection.execute(select(draft.c.id, draft.c.version).where(mine)).first()
    if found is None:
        owner = {"agent_id": command.agent_id, "ticket_id": command.ticket_id, "kind": command.kind.value}
        draft_id: int = session.connection.execute(
            insert(draft).values(values | owner).returning(draft.c.id)
        ).scalar_one()
    else:
        draft_id = found.id
        session.connection.execute(
            update(draft).where(draft.c.id == draft_id).values(values | {"version": found.version + 1})
        )
    _keep_files(session, command, draft_id)
    session.changed(Entity.DRAFT, draft_id, command.ticket_id)
    return draft_id


def _keep_files(session: Session, command: SaveDraft, draft_id: int) -> None:
    """The draft's attachments are those it keeps and the new ones."""
    session.connection.execute(
        delete(attachment).where(attachment.c.draft_id == draft_id, attachment.c.id.not_in(command.kept_attachments))
    )
    kept = blobs.keep(session, [file.content for file in command.attachments])
    if kept:
        session.connection.execute(
            insert(attachment),
            [
                {
                    "draft_id": draft_id,
                    "position": len(command.kept_attachments) + position,
                    "blob_id": blob_id,
                    "name": file.name,
                    "content_type": file.content_type,
                    "size": len(file.content),
                    "inline": bool(file.content_id),
                    "content_id": file.content_id,
                }
                for position, (file, blob_id) in enumerate(zip(command.attachments, kept, strict=True))
            ],
        )


def discard_draft(session: Session, command: DiscardDraft) -> None:
    """Throw a draft away with its attachments; none there is no error."""
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
