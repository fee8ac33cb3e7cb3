"""What the child makes of a file; here without the child."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QColor

from deskbell.rules.looks import Look
from deskbell.ui.look import decoding, wire
from deskbell.ui.look.child import Desk
from deskbell.ui.look.wire import NotRead, PageRead, PagesRead, PictureRead, ReadFile, ReadPage, ReadPageText, TextRead
from ui.look.files import GIF, fax, locked_pdf, pdf, picture


@pytest.mark.parametrize("kind", [b"png", b"jpeg", b"webp", b"bmp", b"tiff"])
def test_pictures_are_read_as_they_are(kind: bytes) -> None:
    read, (image,) = decoding.picture(picture(40, 30, kind))
    assert isinstance(read, PictureRead)
    assert (read.width, read.height) == (image.width(), image.height()) == (40, 30)
    assert image.pixelColor(35, 25).red() > 240


def test_what_lies_on_its_side_is_turned() -> None:
    read, (image,) = decoding.picture(picture(40, 30, b"jpeg", turned=True))
    assert isinstance(read, PictureRead)
    assert (read.width, read.height) == (image.width(), image.height()) == (30, 40)
    # The upper left corner has come to the right.
    assert image.pixelColor(25, 5).blue() > 240


def test_a_picture_that_moves_has_its_frames_and_their_time() -> None:
    read, images = decoding.picture(GIF)
    assert isinstance(read, PictureRead)
    assert [frame.ms for frame in read.frames] == [100, 100]
    assert len(images) == 2


def test_a_huge_picture_comes_smaller_and_says_how_large_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "MOST_PIXELS", 300)
    read, (image,) = decoding.picture(picture(40, 30))
    assert isinstance(read, PictureRead)
    assert (read.width, read.height) == (40, 30)
    assert (image.width(), image.height()) == (20, 15)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "look.no_picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>", "look.no_picture"),
        (picture()[:60], "look.broken"),
        (b"\x89PNG\r\n\x1a\n", "look.broken"),
    ],
)
def test_what_is_no_picture_is_told(content: bytes, code: str) -> None:
    read, images = decoding.picture(content)
    assert (read, images) == (NotRead(code), [])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("Žodžiai\r\nlines\rend".encode(), "Žodžiai\nlines\nend"),
        ("退款".encode("utf-16"), "退款"),
        ("\ufeffmarked".encode(), "marked"),
        ("Grüße, schöne Grüße aus Köln und Österreich".encode("cp1252"), "Grüße, schöne Grüße aus Köln und Österreich"),
        (b"a\0b", "a\ufffdb"),
        (b"", ""),
    ],
)
def test_text_is_read_in_its_charset(content: bytes, words: str) -> None:
    assert decoding.text(content) == (TextRead(words), [])


def test_of_a_long_text_the_beginning_is_read_in_whole_lines() -> None:
    content = "ąžuolas\n".encode() * (wire.MOST_TEXT // 8)
    read, _ = decoding.text(content)
    assert isinstance(read, TextRead)
    assert read.cut
    assert set(read.text.split("\n")) == {"ąžuolas", ""}
    long, _ = decoding.text(b"x" * 5_000)
    assert isinstance(long, TextRead)
    assert [len(line) for line in long.text.split("\n")] == [2000, 2000, 1000]


def test_a_pdf_has_pages_that_are_drawn_one_by_one() -> None:
    desk = Desk()
    read, _ = desk.answer(ReadFile(Look.PDF), pdf(3))
    assert isinstance(read, PagesRead)
    assert [(round(width), round(height)) for width, height in read.pages] == [(420, 595)] * 3
    page, (image,) = desk.answer(ReadPage(1, 2.0), b"")
    assert isinstance(page, PageRead)
    assert (image.width(), image.height()) == (840, 1190)
    assert image.pixelColor(800, 1100) == QColor("white")
    assert desk.answer(ReadPageText(2), b"")[0] == TextRead("Page 3")
    beyond, _ = desk.answer(ReadPage(7, 1.0), b"")
    assert isinstance(beyond, NotRead)


def test_a_fax_of_several_pages_is_turned_over_like_a_pdf() -> None:
    desk = Desk()
    read, _ = desk.answer(ReadFile(Look.PICTURE), fax(3))
    assert isinstance(read, PagesRead)
    assert [round(height / width, 2) for width, height in read.pages] == [1.25] * 3
    page, (image,) = desk.answer(ReadPage(2, 1.0), b"")
    assert isinstance(page, PageRead)
    assert image.pixelColor(10, 10) == QColor("white")
    assert desk.answer(ReadPageText(0), b"")[0] == TextRead("")
    one, _ = desk.answer(ReadFile(Look.PICTURE), fax(1))
    assert isinstance(one, PictureRead)


@pytest.mark.parametrize(
    ("content", "code"), [(b"%PDF-1.7\nbroken", "look.broken"), (locked_pdf(), "look.password"), (b"", "look.broken")]
)
def test_a_pdf_that_cannot_be_shown_says_why(content: bytes, code: str) -> None:
    assert Desk().answer(ReadFile(Look.PDF), content)[0] == NotRead(code)


def test_a_page_is_never_larger_than_a_picture_may_be() -> None:
    desk = Desk()
    desk.answer(ReadFile(Look.PDF), pdf(1))
    page, (image,) = desk.answer(ReadPage(0, 1000.0), b"")
    assert isinstance(page, PageRead)
    assert image.width() * image.height() <= wire.MOST_PIXELS * 1.01


@settings(max_examples=60)
@given(
    st.binary(max_size=400),
    st.sampled_from([Look.PICTURE, Look.PDF, Look.TEXT]),
    st.sampled_from([b"", b"%PDF-1.4\n", GIF[:30], b"\x89PNG\r\n\x1a\n"]),
)
def test_nothing_that_is_sent_raises(content: bytes, look: Look, begun: bytes) -> None:
    read, images = Desk().answer(ReadFile(look), begun + content)
    assert isinstance(read, PictureRead | PagesRead | TextRead | NotRead)
    assert len(images) == (len(read.frames) if isinstance(read, PictureRead) else 0)
