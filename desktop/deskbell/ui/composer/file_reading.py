"""Files that were chosen, dropped or pasted become attachments; read on a thread."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from deskbell.model.errors import DeskError, Mistake, Trouble
from deskbell.model.mail import OutboundAttachment
from deskbell.ui.composer.draft_keeper import Key
from deskbell.ui.ticket.sizes import size_word

if TYPE_CHECKING:
    from deskbell.store.session import Session
    from deskbell.ui.composer.picture_making import Picture


class FilesRead(Struct, frozen=True):
    """What could be read, and what was wrong with the first that could not. `key` says for which text it was asked; `pictures` go into it."""

    key: Key
    files: tuple[OutboundAttachment, ...]
    error: DeskError | None = None
    pictures: "tuple[Picture, ...]" = ()


def read_files(_session: object, key: Key, paths: Sequence[Path], largest: int) -> FilesRead:
    """The files with their bytes. A query for the runner, which knows no other way onto its threads; it asks the database nothing."""
    files: list[OutboundAttachment] = []
    error: DeskError | None = None
    for path in paths:
        try:
            files.append(read_file(path, largest))
        except DeskError as wrong:
            error = error or wrong
    return FilesRead(key, tuple(files), error)


def file_of_message(session: "Session", key: Key, message_id: int, name: str) -> FilesRead:
    """A whole message as a file, as it came or went. A query for the runner."""
    from deskbell.store.queries import ticket

    raw = ticket.whole_message(session, message_id)
    return FilesRead(key, (OutboundAttachment(name, "message/rfc822", raw),))


def kept_as_file(session: "Session", key: Key, attachment_id: int) -> FilesRead:
    """A picture of a draft as a file that goes along. A query for the runner."""
    from deskbell.store.queries import attachments

    row, content = attachments.content(session, attachment_id)
    return FilesRead(key, (OutboundAttachment(row.name, row.content_type, content),))


def read_file(path: Path, largest: int) -> OutboundAttachment:
    """One file. Raises `Mistake` file.folder, file.missing or file.too_large, `Trouble` file.unreadable."""
    import mimetypes

    try:
        if path.is_dir():
            raise Mistake("file.folder", name=path.name)
        size = path.stat().st_size
        if size > largest:
            raise Mistake("file.too_large", name=path.name, size=size_word(size), limit=size_word(largest))
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise Mistake("file.missing", path=str(path)) from error
    except OSError as error:
        raise Trouble("file.unreadable", path=str(path), reason=error.strerror or str(error)) from error
    return OutboundAttachment(path.name, mimetypes.guess_type(path.name)[0] or "application/octet-stream", content)
