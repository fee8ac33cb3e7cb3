"""Files that were chosen, dropped or pasted become attachments; read on a thread."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter

from deskbell.model.errors import DeskError, Mistake, Trouble
from deskbell.model.mail import OutboundAttachment
from deskbell.ui.composer.draft_keeper import Key
from deskbell.ui.ticket.sizes import size_word


@dataclass(frozen=True, slots=True)
class FilesRead:
    """What could be read, and what was wrong with the first that could not. `key` says for which text it was asked."""

    key: Key
    files: tuple[OutboundAttachment, ...]
    error: DeskError | None = None


def read_files(_session: object, key: Key, paths: Sequence[Path], largest: int) -> FilesRead:
    """The files with their bytes. A query for the runner, which knows no other way onto its threads; it asks the database nothing."""
    files: list[OutboundAttachment] = []
    error: DeskError | None = None
    for path in paths:
        try:
            files.append(_read(path, largest))
        except DeskError as wrong:
            error = error or wrong
    return FilesRead(key, tuple(files), error)


def picture_file(image: QImage, number: int) -> OutboundAttachment:
    """A pasted picture as a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return OutboundAttachment(f"picture-{number}.png", "image/png", bytes(buffer.data().data()))


def _read(path: Path, largest: int) -> OutboundAttachment:
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
