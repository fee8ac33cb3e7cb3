"""In the child: files into pictures and text. All of it is written by strangers."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader

from deskbell.ui.look.wire import (
    MOST_FRAMES,
    MOST_OF_FRAMES,
    MOST_PIXELS,
    MOST_TEXT,
    Frame,
    NotRead,
    PageRead,
    PagesRead,
    PictureRead,
    TextRead,
)

# Not SVG: it may name files and hosts, and Qt's reader follows some of them.
_FORMATS: Final = frozenset({"png", "jpeg", "jpg", "gif", "webp", "bmp", "ico", "tiff"})
FORMAT: Final = QImage.Format.Format_ARGB32_Premultiplied
_ALLOCATED_MB: Final = 1024
_LONGEST_LINE: Final = 2_000
_QUICKEST_MS: Final = 20

Read = tuple[PictureRead | PagesRead | PageRead | TextRead | NotRead, list[QImage]]


@contextmanager
def reading(content: bytes) -> Iterator[QImageReader]:
    """A reader of these bytes, which knows them by themselves and turns what lies on its side."""
    QImageReader.setAllocationLimit(_ALLOCATED_MB)
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    try:
        yield reader
    finally:
        # What reads TIFF looks at its bytes once more when it goes; they may be gone by then.
        reader.setDevice(None)  # type: ignore[arg-type]


def picture(content: bytes) -> Read:
    """A picture, upright, with all that move of it."""
    with reading(content) as reader:
        if bytes(reader.format().data()).decode("ascii", "replace").lower() not in _FORMATS:
            return NotRead("look.no_picture"), []
        size = reader.size()
        if not size.isValid():
            return NotRead("look.broken"), []
        # A picture that lies on its side in the file is scaled before it is turned.
        shown = _within(size)
        if shown != size:
            reader.setScaledSize(shown)
        frames, images = _frames(reader)
        if not images:
            return NotRead("look.broken"), []
        turned = bool(reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90)
    width, height = (size.height(), size.width()) if turned else (size.width(), size.height())
    return PictureRead(width, height, tuple(frames)), images


def _frames(reader: QImageReader) -> tuple[list[Frame], list[QImage]]:
    frames: list[Frame] = []
    images: list[QImage] = []
    room = MOST_OF_FRAMES
    while len(images) < MOST_FRAMES:
        image = reader.read().convertToFormat(FORMAT)
        if image.isNull():
            break
        room -= image.sizeInBytes()
        if images and room < 0:
            break
        images.append(image)
        delay = max(_QUICKEST_MS, reader.nextImageDelay())
        frames.append(Frame(image.width(), image.height(), image.bytesPerLine(), delay))
        if not reader.supportsAnimation():
            break
    return frames, images


def _within(size: QSize) -> QSize:
    pixels = size.width() * size.height()
    if pixels <= MOST_PIXELS:
        return size
    shrink = (MOST_PIXELS / pixels) ** 0.5
    return size.scaled(
        max(1, int(size.width() * shrink)), max(1, int(size.height() * shrink)), Qt.AspectRatioMode.KeepAspectRatio
    )


def text(content: bytes) -> Read:
    """A text in whatever charset, its beginning where it is long; lines that nobody reads are broken."""
    from deskbell.mail.parse.charsets import decode

    cut = len(content) > MOST_TEXT
    begun = content[:MOST_TEXT]
    if cut:
        # Not in the middle of a letter, where there are lines at all.
        begun = begun[: begun.rfind(b"\n") + 1 or MOST_TEXT & ~3]
    words = decode(begun, "")[0].replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    if any(len(line) > _LONGEST_LINE for line in words.split("\n")):
        words = "\n".join(
            line[start : start + _LONGEST_LINE]
            for line in words.split("\n")
            for start in range(0, max(1, len(line)), _LONGEST_LINE)
        )
    return TextRead(words, cut), []
