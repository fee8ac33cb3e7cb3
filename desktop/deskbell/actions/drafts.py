"""What is being written is kept as it is typed."""

from sqlalchemy import delete, insert

from deskbell.model.commands import DiscardDraft, SaveDraft
from deskbell.model.kinds import Entity
from deskbell.store import blobs
from deskbell.store.session import Session
from deskbell.store.tables import attachment, draft
from deskbell.store.upsert import insert_into


def save_draft(session: Session, command: SaveDraft) -> int:
    """Keep a draft; its id. One an agent, ticket and kind: the latest text wins. Drafts are nobody's history, so no deed is recorded."""
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
    owner = {"agent_id": command.agent_id, "ticket_id": command.ticket_id, "kind": command.kind.value}
    # In one statement: the same person may begin it at another computer in this very moment.
    kept = insert_into(session, draft).values(values | owner)
    kept = kept.on_conflict_do_update(
        index_elements=[draft.c.agent_id, draft.c.ticket_id, draft.c.kind],
        set_=values | {"version": draft.c.version + 1},
    )
    draft_id: int = session.connection.execute(kept.returning(draft.c.id)).scalar_one()
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
