"""What is being written is kept as it is typed."""

from collections.abc import Callable, Sequence
from functools import partial

from sqlalchemy import bindparam, delete, select

from deskbell.actions.writing import drop_draft
from deskbell.model.commands import DiscardDraft, SaveDraft
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Entity
from deskbell.store import blobs, plain
from deskbell.store.bulk import insert_rows
from deskbell.store.desk import Desk
from deskbell.store.session import Session
from deskbell.store.tables import attachment, draft, ticket
from deskbell.store.upsert import keep

_THERE = select(ticket.c.id).where(ticket.c.id == bindparam("ticket"))
_AUTHOR = select(draft.c.author_id).where(
    draft.c.agent_id == bindparam("agent"),
    draft.c.ticket_id == bindparam("ticket"),
    draft.c.kind == bindparam("of_kind"),
)
_FILES = delete(attachment).where(attachment.c.draft_id == bindparam("draft"))


def packed_ahead(_: Desk, command: SaveDraft) -> Callable[[Session, SaveDraft], int]:
    """`save_draft` with its new files packed before its transaction."""
    return partial(save_draft, contents=[blobs.prepared(file.content, wholly=True) for file in command.attachments])


def save_draft(session: Session, command: SaveDraft, contents: Sequence[blobs.Content] | None = None) -> int:
    """Keep a draft; its id. One an agent, ticket and kind: the latest text wins. Drafts are nobody's history, so no deed is recorded. `contents` are those
    of its new files, where they were packed before. Raises `Mistake` ticket.missing where the ticket is there no more: it was erased.
    """
    there = plain.ask(session.connection, _THERE, {"ticket": command.ticket_id})
    row = {
        "agent_id": command.agent_id,
        "ticket_id": command.ticket_id,
        "kind": command.kind.value,
        "mailbox_id": command.mailbox_id,
        "to": command.to,
        "cc": command.cc,
        "bcc": command.bcc,
        "subject": command.subject,
        "html": command.html,
        "text": command.text,
        "original_id": command.original_id,
        "passed": list(command.passed),
        "macro_id": command.macro_id,
        "updated_at": session.now,
    }
    # The same person may begin it at another computer in this very moment.
    draft_id: int = keep(session, draft, ("agent_id", "ticket_id", "kind"), row)()
    if command.ticket_id and not there():
        raise Mistake("ticket.missing", number=command.ticket_id)
    if contents is None:
        contents = [blobs.Content(file.content) for file in command.attachments]
    _keep_files(session, command, draft_id, contents)
    session.changed(Entity.DRAFT, draft_id, command.ticket_id)
    return draft_id


def _keep_files(session: Session, command: SaveDraft, draft_id: int, contents: Sequence[blobs.Content]) -> None:
    """The draft's attachments are those it keeps and the new ones."""
    if command.kept_attachments:
        gone = attachment.c.id.not_in(command.kept_attachments)
        session.connection.execute(delete(attachment).where(attachment.c.draft_id == draft_id, gone))
    else:
        plain.update(session.connection, _FILES, [{"draft": draft_id}])
    kept = blobs.keep_all(session, contents)
    insert_rows(
        session,
        attachment,
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
    """Throw a draft away with its attachments; none there is no error. Raises `Mistake` look.not_yours for one that was taken over from its author."""
    values = {"agent": command.agent_id, "ticket": command.ticket_id, "of_kind": command.kind.value}
    if any(author not in (None, command.agent_id) for (author,) in plain.rows(session.connection, _AUTHOR, values)):
        raise Mistake("look.not_yours")
    gone = drop_draft(session, command.agent_id, command.ticket_id, command.kind)()
    if gone is not None:
        session.changed(Entity.DRAFT, gone, command.ticket_id)
