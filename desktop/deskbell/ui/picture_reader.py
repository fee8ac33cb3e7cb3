"""What reads a picture's bytes: one of the plain formats, known by how the file begins."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImageReader

# Not SVG: it may name files and hosts, and Qt's reader follows some of them.
_BEGINNINGS: Final = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
)


def kind_of(content: bytes) -> str:
    """ "png", "jpeg", "gif", "bmp" or "webp"; "" for what is none of these."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    return next((kind for beginning, kind in _BEGINNINGS if content.startswith(beginning)), "")


@contextmanager
def picture_reader(content: bytes) -> Iterator[QImageReader | None]:
    """A reader that turns what lies on its side; None for what is no picture.

    Qt is told the format. Left to find it, it would ask each of its plugins with Python's lock in hand, and the one for SVG connects signals to look: off the
    window's thread that waits for ever where the window takes an object apart at that moment, which waits for Python's lock.
    """
    kind = kind_of(content)
    if not kind:
        yield None
        return
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind.encode()))
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    try:
        yield reader
    finally:
        # Some look at the bytes once more when they go; these may be gone by then.
        reader.setDevice(None)  # type: ignore[arg-type]
