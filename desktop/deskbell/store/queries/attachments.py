"""What hangs on messages and drafts: listed without its bytes, read when it is asked for."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import Column, Row, bindparam, func, select

from deskbell.model.rows import AttachmentRow
from deskbell.rules.attachments import dangerous
from deskbell.store import attached, blobs, plain
from deskbell.store.session import Session
from deskbell.store.tables import attachment

# All pictures of one message together; what is more is not shown in the text and can still be saved.
INLINE_BYTES = 32 << 20

_LISTED = select(
    attachment.c.id,
    func.coalesce(attachment.c.message_id, 0).label("message_id"),
    attachment.c.draft_id,
    attachment.c.blob_id,
    attachment.c.name,
    attachment.c.content_type,
    attachment.c.size,
    attachment.c.inline,
    attachment.c.content_id,
    attachment.c.mail,
)
_ONE = _LISTED.where(attachment.c.id == bindparam("id"))
_IMAGES = (
    select(attachment.c.content_id, attachment.c.blob_id, attachment.c.size)
    .where(
        attachment.c.message_id == bindparam("message"),
        attachment.c.content_id != "",
        attachment.c.content_type.like("image/%"),
    )
    .order_by(attachment.c.position, attachment.c.id)
)

_AMONG = (
    select(attachment.c.content_id, attachment.c.blob_id, attachment.c.size)
    .where(
        attachment.c.id.in_(bindparam("ids", expanding=True)),
        attachment.c.content_id != "",
        attachment.c.content_type.like("image/%"),
    )
    .order_by(attachment.c.position, attachment.c.id)
)


def _listed_by(owner: "Column[Any]") -> Any:
    return _LISTED.where(owner.in_(bindparam("owners", expanding=True))).order_by(
        attachment.c.position, attachment.c.id
    )


_OF_MESSAGES = _listed_by(attachment.c.message_id)
_OF_DRAFTS = _listed_by(attachment.c.draft_id)


def ask_of_messages(session: Session, ids: Sequence[int]) -> Callable[[], dict[int, tuple[AttachmentRow, ...]]]:
    """The attachments of messages by message; those that have none are missing."""
    answer = plain.ask_named(session.connection, _OF_MESSAGES, {"owners": ids})
    return lambda: _by_owner(answer(), "message_id")


def ask_of_drafts(session: Session, ids: Sequence[int]) -> Callable[[], dict[int, tuple[AttachmentRow, ...]]]:
    """The attachments of drafts by draft; those that have none are missing."""
    answer = plain.ask_named(session.connection, _OF_DRAFTS, {"owners": ids})
    return lambda: _by_owner(answer(), "draft_id")


def _by_owner(rows: Iterable[Any], owner: str) -> dict[int, tuple[AttachmentRow, ...]]:
    found = defaultdict(list)
    for row in rows:
        found[getattr(row, owner)].append(_row(row))
    return {number: tuple(files) for number, files in found.items()}


def content(session: Session, attachment_id: int) -> tuple[AttachmentRow, bytes]:
    """One attachment with its bytes. Raises `LookupError` where there is none."""
    row = session.connection.execute(_ONE, {"id": attachment_id}).first()
    if row is None:
        raise LookupError("attachment", attachment_id)
    return _row(row), blobs.read(session, row.blob_id)


def images(session: Session, message_id: int) -> dict[str, bytes]:
    """The pictures that a message's HTML can name, by Content-ID; of two with one id the first, at most `INLINE_BYTES` together."""
    return _pictures(session, session.connection.execute(_IMAGES, {"message": message_id}))


def images_among(session: Session, ids: Sequence[int]) -> dict[str, bytes]:
    """The same of some attachments: those of a draft."""
    return _pictures(session, session.connection.execute(_AMONG, {"ids": ids})) if ids else {}


def _pictures(session: Session, found: Iterable[Row[*tuple[Any, ...]]]) -> dict[str, bytes]:
    wanted: dict[str, int] = {}
    room = INLINE_BYTES
    for content_id, blob_id, size in found:
        if content_id not in wanted and size <= room:
            wanted[content_id] = blob_id
            room -= size
    contents = blobs.read_all(session, set(wanted.values()))
    return {content_id: contents[blob_id] for content_id, blob_id in wanted.items()}


def _row(row: Row[*tuple[Any, ...]]) -> AttachmentRow:
    return AttachmentRow(
        id=row.id,
        message_id=row.message_id,
        name=row.name,
        content_type=row.content_type,
        size=row.size,
        inline=row.inline,
        content_id=row.content_id,
        dangerous=dangerous(row.name),
        mail=attached.unpacked(row.mail),
    )
