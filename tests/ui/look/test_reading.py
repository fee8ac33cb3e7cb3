"""Files are decoded by a child, and what breaks it breaks nothing else."""

import sys
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from deskbell.rules.looks import Look
from deskbell.ui.look import reading
from deskbell.ui.look.reading import LookReader
from deskbell.ui.look.wire import NotRead, PagesRead, PictureRead, TextRead
from ui.look import hostile_child
from ui.look.files import pdf, picture

Come = Callable[[bytes, Look], tuple[object, list[QImage]]]
PATIENCE_MS = 60_000


@pytest.fixture
def reader(qapp: object) -> Iterator[LookReader]:
    made = LookReader()
    yield made
    made.close()


@pytest.fixture
def come(reader: LookReader, qtbot: QtBot) -> Come:
    def read(content: bytes, look: Look) -> tuple[object, list[QImage]]:
        with qtbot.waitSignal(reader.come, timeout=PATIENCE_MS) as told:
            reader.read(content, look)
        return told.args[0], told.args[1]

    return read


def test_one_file_after_the_other(reader: LookReader, come: Come, qtbot: QtBot) -> None:
    read, (image,) = come(picture(40, 30), Look.PICTURE)
    assert isinstance(read, PictureRead)
    assert image.pixelColor(35, 25).name() == "#ff0000"
    assert come(b"words", Look.TEXT) == (TextRead("words"), [])
    pages, _ = come(pdf(3), Look.PDF)
    assert isinstance(pages, PagesRead)
    with qtbot.waitSignal(reader.page_come, timeout=PATIENCE_MS) as told:
        reader.want_pages([(2, 1.0)])
    number, scale, page = told.args
    assert (number, scale, page.width()) == (2, 1.0, 420)
    with qtbot.waitSignal(reader.words_come, timeout=PATIENCE_MS) as said:
        reader.want_words(0)
    assert said.args == [0, "Page 1"]


def test_what_was_asked_of_the_file_before_is_dropped(reader: LookReader, qtbot: QtBot) -> None:
    found: list[object] = []
    reader.come.connect(lambda read, _: found.append(read))
    reader.read(b"first", Look.TEXT)
    with qtbot.waitSignal(reader.come, timeout=PATIENCE_MS):
        reader.read(b"second", Look.TEXT)
    qtbot.waitUntil(lambda: not reader.is_busy)
    assert found == [TextRead("second")]


@pytest.mark.parametrize(
    ("child", "content", "code"),
    [
        (hostile_child.dies, b"boom", "look.died"),
        (hostile_child.stalls, b"x", "look.time"),
        (hostile_child.lies, b"x", "look.died"),
        (hostile_child.exaggerates, b"x", "look.died"),
    ],
)
def test_a_child_that_a_file_has_broken_is_told_of(
    monkeypatch: pytest.MonkeyPatch, come: Come, child: Callable[..., None], content: bytes, code: str
) -> None:
    monkeypatch.setattr(reading, "serve", child)
    if code == "look.time":
        monkeypatch.setattr(reading, "SECONDS", 0.05)
    read, images = come(content, Look.TEXT)
    assert isinstance(read, NotRead)
    assert (read.code, images) == (code, [])


def test_the_next_file_gets_another_child(monkeypatch: pytest.MonkeyPatch, come: Come) -> None:
    monkeypatch.setattr(reading, "serve", hostile_child.dies)
    assert isinstance(come(b"boom", Look.TEXT)[0], NotRead)
    assert come(b"fine", Look.TEXT)[0] == TextRead("fine")


def test_a_page_that_breaks_the_child_leaves_the_others(
    monkeypatch: pytest.MonkeyPatch, reader: LookReader, come: Come, qtbot: QtBot
) -> None:
    monkeypatch.setattr(reading, "serve", hostile_child.dies)
    come(pdf(3), Look.PDF)
    found: dict[int, bool] = {}
    reader.page_come.connect(lambda number, _scale, image: found.update({number: image.isNull()}))
    reader.want_pages([(0, 1.0), (1, 1.0), (2, 1.0)])
    qtbot.waitUntil(lambda: len(found) == 3, timeout=PATIENCE_MS)
    assert found == {0: False, 1: True, 2: False}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to its memory")
def test_a_child_takes_no_more_memory_than_it_may(come: Come) -> None:
    # 20,000 by 20,000 pixels of nothing: a few kilobytes that would be 1.6 GB. Qt reads it in the size that is shown.
    bomb = picture_bomb(20_000)
    read, images = come(bomb, Look.PICTURE)
    assert isinstance(read, NotRead) or sum(image.sizeInBytes() for image in images) < 200 << 20


def picture_bomb(side: int) -> bytes:
    """A PNG of one colour (ISO/IEC 15948), a bit a pixel."""
    import struct
    import zlib

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = zlib.compress((b"\0" + bytes(side // 8)) * side, 9)
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
