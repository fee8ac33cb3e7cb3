"""The files of a reply: read and encoded before its transaction. For 25 MB that takes longer than to write them, and on SQLite nobody else writes meanwhile."""

from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy import func, select

from deskbell.mail.compose import encoded
from deskbell.model.commands import SendReply
from deskbell.model.errors import Mistake
from deskbell.model.hidden import all_but
from deskbell.model.mail import OutboundAttachment
from deskbell.store import blobs
from deskbell.store.desk import Desk
from deskbell.store.session import Session
from deskbell.store.tables import attachment


class ReplyFiles(Struct, frozen=True):
    """`files` in the order in which they go out, with each its `contents`, as it is kept, and how it is `encoded` in the mail."""

    files: tuple[OutboundAttachment, ...]
    contents: tuple[blobs.Content, ...]
    encoded: tuple[bytes, ...]

    __repr__ = all_but("contents", "encoded")

    @classmethod
    def of(cls, files: Sequence[OutboundAttachment]) -> "ReplyFiles":
        """These files; takes its time."""
        return cls(tuple(files), tuple(blobs.Content(file.content) for file in files), tuple(map(encoded, files)))


def read_files(session: Session, command: SendReply) -> ReplyFiles:
    """Those that came with the command, and those that the database has already. Raises `Mistake` attachment.gone."""
    return ReplyFiles.of((*command.attachments, *_kept(session, command.attachments_from)))


def files_ahead(desk: Desk, command: SendReply) -> ReplyFiles | None:
    """The same before the transaction; None where it is no use, or where one is gone: that is for the verb to say, if the mail is not on its way already."""
    if not command.attachments and not command.attachments_from:
        return None
    try:
        kept = desk.read(_kept, command.attachments_from)
    except Mistake:
        return None
    files = ReplyFiles.of((*command.attachments, *kept))
    for content in files.contents[: len(command.attachments)]:
        content.prepare(wholly=True)
    return files


def must_be_there(session: Session, ids: Sequence[int]) -> None:
    """Raise `Mistake` attachment.gone where one of these attachments is not there any more."""
    if ids:
        there = select(func.count()).select_from(attachment).where(attachment.c.id.in_(ids))
        if session.connection.execute(there).scalar_one() < len(set(ids)):
            raise Mistake("attachment.gone")


def _kept(session: Session, ids: Sequence[int]) -> list[OutboundAttachment]:
    """Attachments that the database has already, in the order asked for."""
    if not ids:
        return []
    rows = {row.id: row for row in session.connection.execute(select(attachment).where(attachment.c.id.in_(ids)))}
    if set(ids) - rows.keys():
        raise Mistake("attachment.gone")
    contents = blobs.read_all(session, [row.blob_id for row in rows.values()])
    return [
        # A name that came by mail may hold line breaks, and no header may.
        OutboundAttachment(
            " ".join(rows[one].name.split()), rows[one].content_type, contents[rows[one].blob_id], rows[one].content_id
        )
        for one in ids
    ]
