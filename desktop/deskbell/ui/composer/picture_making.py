"""Pictures on their way into a text: made small enough for a mail, and read again from a draft. All of it runs on a thread of the runner."""

import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageWriter

from deskbell.model.errors import DeskError
from deskbell.model.mail import OutboundAttachment
from deskbell.ui.composer.draft_keeper import Key
from deskbell.ui.composer.file_reading import FilesRead, read_file
from deskbell.ui.picture_reader import kind_of, picture_reader
from deskbell.ui.ticket.pictures import read_pictures

if TYPE_CHECKING:
    from deskbell.store.session import Session

SHOWN: Final = frozenset({".png", ".jpg", ".jpeg", ".jfif", ".gif", ".bmp", ".webp"})
"""Endings of files that go into the text when they are dropped there."""
HUGE_SIDE: Final = 2000
HUGE_BYTES: Final = 2_000_000
"""What is larger in pixels or bytes is made smaller without being asked: it would fill every screen and most mailboxes."""
FITTING_SIDE: Final = 1600
_LARGEST_SIDE: Final = 20_000
# What every mail program shows. Others are written anew.
_TRAVELS: Final = {"png": "image/png", "jpeg": "image/jpeg", "gif": "image/gif"}
_PNG_BYTES: Final = 600_000
"""A PNG above this is a photograph, which JPEG makes a tenth of."""
_QUALITY: Final = 86
_SHRINKS: Final = frozenset({"image/png", "image/jpeg", "image/bmp", "image/webp"})
_LARGE_BYTES: Final = 400_000
_WORTH: Final = 0.9
"""Of its bytes a file must not keep more than this, or it stays as it is."""


class Picture(Struct, frozen=True):
    """A picture that goes into the text: the file that travels, and what is seen while one writes.

    `before` is the file as it was, where it was made smaller by itself; it has the same pixels, sides `before_size`.
    """

    file: OutboundAttachment
    image: QImage
    before: OutboundAttachment | None = None
    before_size: tuple[int, int] = (0, 0)

    @property
    def content_id(self) -> str:
        """By which the HTML names it."""
        return self.file.content_id


def take_files(_session: object, key: Key, paths: Sequence[Path], largest: int) -> FilesRead:
    """Files that were dropped into the text: pictures go into it, all others along with it. A query for the runner."""
    files: list[OutboundAttachment] = []
    pictures: list[Picture] = []
    error: DeskError | None = None
    for path in paths:
        try:
            file = read_file(path, largest)
        except DeskError as wrong:
            error = error or wrong
            continue
        picture = picture_of(file) if path.suffix.lower() in SHOWN else None
        if picture is None:
            files.append(file)
        else:
            pictures.append(picture)
    return FilesRead(key, tuple(files), error, tuple(pictures))


def take_image(_session: object, key: Key, image: QImage, name: str) -> FilesRead:
    """A picture from the clipboard. A query for the runner."""
    picture = _made(image, OutboundAttachment(f"{name}.png", "image/png", b""))
    return FilesRead(key, (), None, (picture,))


def take_smaller(_session: object, key: Key, image: QImage, name: str, side: int) -> FilesRead:
    """A picture of the text with its longer side cut down to `side`. A query for the runner."""
    return FilesRead(key, (), None, (_written(_scaled(image, side), name),))


class Smaller(Struct, frozen=True):
    """Files that were made smaller: each as it was and as it is, with its id where it is in the database, else 0."""

    key: Key
    made: tuple[tuple[int, OutboundAttachment, OutboundAttachment], ...]


def is_large(content_type: str, size: int) -> bool:
    """Whether a file is a picture that may be worth making smaller."""
    return content_type in _SHRINKS and size > _LARGE_BYTES


def smaller_files(session: "Session", key: Key, files: Sequence[OutboundAttachment], kept: Sequence[int]) -> Smaller:
    """Pictures that go along as files, and those of these ids of a draft, cut down to what a screen shows; what would not get smaller is left out. A query
    for the runner.
    """
    from deskbell.store.queries import attachments

    all_files = [(0, file) for file in files]
    for number in kept:
        row, content = attachments.content(session, number)
        all_files.append((number, OutboundAttachment(row.name, row.content_type, content)))
    made = ((number, file, _smaller(file)) for number, file in all_files)
    return Smaller(key, tuple((number, file, after) for number, file, after in made if after is not None))


def _smaller(file: OutboundAttachment) -> OutboundAttachment | None:
    picture = picture_of(file)
    if picture is None or picture.file.content_type == "image/gif":
        return None
    after = replace(_written(_scaled(picture.image, FITTING_SIDE), file.name).file, content_id="")
    return after if len(after.content) < _WORTH * len(file.content) else None


def pictures_of_draft(session: "Session", key: Key, ids: Sequence[int]) -> tuple[Key, dict[str, QImage]]:
    """The pictures among a draft's attachments, by content id. A query for the runner."""
    from deskbell.store.queries import attachments

    return key, read_pictures(attachments.images_among(session, ids))


def picture_of(file: OutboundAttachment) -> Picture | None:
    """The picture that a file holds; None where it holds none that can be shown."""
    kind = kind_of(file.content)
    with picture_reader(file.content) as reader:
        if reader is None:
            return None
        size = reader.size()
        if not size.isValid() or _side(size) > _LARGEST_SIDE:
            return None
        moves = reader.supportsAnimation() and reader.imageCount() > 1
        image = reader.read()
        if image.isNull():
            return None
    small = _side(image.size()) <= HUGE_SIDE and len(file.content) <= HUGE_BYTES
    if kind in _TRAVELS and (small or moves):
        return Picture(_named(file, _TRAVELS[kind]), image)
    if small:
        return _written(image, file.name)
    return _made(image, replace(file, content_type=_TRAVELS.get(kind, "")))


def _made(image: QImage, before: OutboundAttachment) -> Picture:
    """`image`, smaller where it is huge."""
    if _side(image.size()) <= HUGE_SIDE and len(before.content) <= HUGE_BYTES:
        return _written(image, before.name)
    made = _written(_scaled(image, FITTING_SIDE), before.name)
    as_it_was = _named(before, before.content_type) if before.content and before.content_type else None
    if as_it_was is None:
        as_it_was = _written(image, before.name).file
    return replace(made, before=as_it_was, before_size=(image.width(), image.height()))


def _written(image: QImage, name: str) -> Picture:
    """The picture as PNG, or as JPEG where that is much smaller and loses no transparency."""
    kind, content = "png", encoded(image, "png")
    if len(content) > _PNG_BYTES and not image.hasAlphaChannel():
        kind, content = "jpeg", encoded(image, "jpeg")
    stem = Path(name).stem or "picture"
    file = OutboundAttachment(f"{stem}.{'jpg' if kind == 'jpeg' else kind}", _TRAVELS[kind], content)
    return Picture(_named(file, _TRAVELS[kind]), image)


def _named(file: OutboundAttachment, content_type: str) -> OutboundAttachment:
    return replace(file, content_type=content_type, content_id=f"{secrets.token_hex(8)}@deskbell")


def encoded(image: QImage, kind: str) -> bytes:
    """A picture as a file of this kind: png or jpeg."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(kind.encode("ascii")))
    if kind == "jpeg":
        writer.setQuality(_QUALITY)
    writer.write(image)
    return bytes(buffer.data().data())


def _scaled(image: QImage, side: int) -> QImage:
    if _side(image.size()) <= side:
        return image
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    return image.scaled(QSize(side, side), keep, smooth)


def _side(size: QSize) -> int:
    return max(size.width(), size.height())
