"""What goes between the window and the child that decodes files: values as MessagePack, never a pickle, and pixels beside them.

A child that a file has taken over can send wrong pixels and words, and nothing that would run here.
"""

from multiprocessing.connection import Connection
from typing import Final

import msgspec
from msgspec import Struct, field
from PySide6.QtGui import QImage

from deskbell.rules.looks import Look

MEMORY_BYTES: Final = 1 << 30
"""What the child may take beyond what it has when it begins."""
SECONDS: Final = 15.0
"""What one question may take."""
MOST_PIXELS: Final = 40_000_000
"""Of one picture; a larger one comes smaller. 160 MB, and what no screen shows at once."""
MOST_FRAMES: Final = 300
MOST_OF_FRAMES: Final = 160 << 20
"""Bytes of all frames of a picture that moves; of a longer one only the beginning moves."""
MOST_TEXT: Final = 2 << 20
"""Bytes of a text that are read. Qt lays more out for seconds."""
_LONGEST_ANSWER: Final = 32 << 20


class ReadFile(Struct, frozen=True, tag="file"):
    """The file comes behind it, and stays until the next one."""

    look: Look


class ReadPage(Struct, frozen=True, tag="page"):
    """A page of what has pages, from 0 on, `scale` device pixels a point."""

    number: int
    scale: float


class ReadPageText(Struct, frozen=True, tag="text"):
    """The words of a page."""

    number: int


Asked = ReadFile | ReadPage | ReadPageText


class Frame(Struct, frozen=True):
    """One picture; `ms` how long it stands, where others follow."""

    width: int
    height: int
    stride: int
    ms: int = 0


class PictureRead(Struct, frozen=True, tag="picture"):
    """`width`, `height`: of the picture in the file, which may have been too large for `frames`."""

    width: int
    height: int
    frames: tuple[Frame, ...]


class PagesRead(Struct, frozen=True, tag="pages"):
    """The pages' widths and heights in points; `more`: how many others there are."""

    pages: tuple[tuple[float, float], ...]
    more: int = 0


class PageRead(Struct, frozen=True, tag="page"):
    """A page as it was asked for."""

    number: int
    frames: tuple[Frame, ...]


class TextRead(Struct, frozen=True, tag="text"):
    """`cut`: there is more of it."""

    text: str
    cut: bool = False


class NotRead(Struct, frozen=True, tag="no"):
    """Why not: a code of `look.words`."""

    code: str
    values: dict[str, str] = field(default_factory=dict)


Answer = PictureRead | PagesRead | PageRead | TextRead | NotRead

_ASKED: Final = msgspec.msgpack.Decoder(Asked)
_ANSWER: Final = msgspec.msgpack.Decoder(Answer)


def ask(pipe: Connection, asked: Asked, content: bytes = b"") -> None:
    """To the child; with the file where it is `ReadFile`."""
    pipe.send_bytes(msgspec.msgpack.encode(asked))
    if isinstance(asked, ReadFile):
        pipe.send_bytes(content)


def hear(pipe: Connection) -> tuple[Asked, bytes]:
    """In the child: what `ask` sent. Raises EOFError where the window is gone."""
    asked = _ASKED.decode(pipe.recv_bytes())
    return asked, pipe.recv_bytes() if isinstance(asked, ReadFile) else b""


def answer(pipe: Connection, given: Answer, images: list[QImage]) -> None:
    """In the child: an answer, and the pixels of its frames."""
    pipe.send_bytes(msgspec.msgpack.encode(given))
    for image in images:
        pipe.send_bytes(image.constBits())


def receive(pipe: Connection) -> tuple[Answer, list[QImage]]:
    """What `answer` sent. Raises ValueError for what is no such thing, EOFError where the child is gone."""
    given = _ANSWER.decode(pipe.recv_bytes(_LONGEST_ANSWER))
    frames = given.frames if isinstance(given, PictureRead | PageRead) else ()
    if len(frames) > MOST_FRAMES:
        raise ValueError(len(frames))
    return given, [_image(frame, pipe.recv_bytes(frame.stride * frame.height)) for frame in frames]


def _image(frame: Frame, pixels: bytes) -> QImage:
    whole = 0 < frame.width <= MOST_PIXELS and 0 < frame.height <= MOST_PIXELS and frame.stride >= 4 * frame.width
    if not whole or len(pixels) != frame.stride * frame.height:
        raise ValueError(frame)
    image = QImage(pixels, frame.width, frame.height, frame.stride, QImage.Format.Format_ARGB32_Premultiplied)
    # Qt only points at the bytes of a picture that it is given.
    return image.copy()
