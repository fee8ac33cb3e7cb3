"""Messages on paper: all of them, cut between lines, in our light colours whatever the window wears."""

from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QPageSize, QPdfWriter

from deskbell.ui.theme.theme import Theme
from deskbell.ui.ticket.body_document import BodyDocument
from deskbell.ui.ticket.html_weight import LONGEST_TEXT
from deskbell.ui.ticket.message_body import Part
from deskbell.ui.ticket.page_cuts import Span, lines_of, slices
from deskbell.ui.ticket.paper import Printed, files_html, head_html, invite_html, print_on, whole_body
from deskbell.ui.ticket.press import page_layout
from ui.ticket.rows import THREAD, attachment, message, note
from ui.ticket.test_invites import MEETING


def pdf(place: Path, printed: Printed) -> int:
    writer = QPdfWriter(str(place))
    writer.setPageLayout(page_layout(QPageSize(QPageSize.PageSizeId.A4)))
    pages = print_on(writer, printed)
    assert place.read_bytes().startswith(b"%PDF")
    return pages


@pytest.mark.parametrize(
    ("lines", "height", "first", "room", "pieces"),
    [
        ([(0, 10), (10, 20)], 20, 100, 100, [(0, 20)]),
        ([(0, 10), (10, 20), (20, 30)], 30, 15, 100, [(0, 10), (10, 30)]),
        ([(0, 10), (10, 20)], 20, 5, 100, [(0, 0), (0, 20)]),
        ([(0, 50)], 50, 20, 20, [(0, 20), (20, 40), (40, 50)]),
        ([(0, 8), (8, 22), (9, 19), (22, 30)], 30, 20, 20, [(0, 8), (8, 22), (22, 30)]),
        ([(0, 10), (8, 22), (22, 30)], 30, 20, 20, [(0, 20), (20, 30)]),
        ([], 0, 20, 20, [(0, 0)]),
    ],
)
def test_a_document_is_cut_between_its_lines(
    lines: list[Span], height: float, first: float, room: float, pieces: list[Span]
) -> None:
    assert slices(lines, height, first, room) == pieces


def test_the_pieces_are_the_whole_and_no_line_is_cut(qapp: object) -> None:
    document = BodyDocument(Theme(), "#FFFFFF")
    rows = "".join(f"<tr><td>{number} {'word ' * (number % 9)}</td><td>cell<br>two</td></tr>" for number in range(80))
    document.show_html(f"<table border=1>{rows}</table><p>{'end ' * 300}</p>", {})
    document.setTextWidth(500)
    lines, height = lines_of(document), document.size().height()
    pieces = slices(lines, height, 120, 400)
    assert pieces[0][0] == 0
    assert pieces[-1][1] == height
    assert all(end == start for (_, end), (start, _) in pairwise(pieces))
    cuts = [start for start, _ in pieces[1:]]
    assert len(cuts) > 4
    assert [(line, cut) for line in lines for cut in cuts if line[0] < cut < line[1]] == []


def test_a_ticket_becomes_a_pdf_of_as_many_pages_as_it_needs(qapp: object, tmp_path: Path) -> None:
    one = pdf(tmp_path / "one.pdf", Printed("#1042 Refund", THREAD))
    long = (*THREAD, message(9, "line\n" * 400, 1))
    many = pdf(tmp_path / "many.pdf", Printed("#1042 Refund", long))
    assert one == 1
    assert many > 6


def test_pictures_are_printed_and_the_ink_is_dark(qapp: object, tmp_path: Path) -> None:
    picture = QImage(300, 4000, QImage.Format.Format_RGB32)
    picture.fill(QColor("#FF0000"))
    shown = message(3, "x", 1, html='<p>See <img src="cid:a"></p>')
    place = tmp_path / "picture.pdf"
    assert pdf(place, Printed("One", (shown,), pictures={3: {"a": picture}})) == 2
    assert b"/Image" in place.read_bytes()


def test_a_heads_words_are_never_markup() -> None:
    mail = message(1, "x", 1, author="<img src=x>", attachments=(attachment(1, "<b>.pdf"),))
    assert "<img" not in head_html(mail)
    assert "&lt;img src=x&gt;" in head_html(mail)
    assert "<b>.pdf" not in files_html(mail.attachments)
    assert "note" in head_html(note(2, "x", 1))


def test_a_meeting_is_printed_with_its_message() -> None:
    html = invite_html(replace(MEETING, method="cancel"))
    assert html.startswith("<b>Called off: Return of &lt;b&gt;88213&lt;/b&gt;</b><br>")
    assert html.endswith("Room 4<br>Asked by Jane Doe &lt;jane@example.com&gt;")


def test_what_would_take_long_is_printed_whole_as_text() -> None:
    long = "word " * LONGEST_TEXT
    body = whole_body(message(1, long, 1, html=f"<p>{long}</p>"), Part.WHOLE)
    assert body.html == ""
    assert body.text == long


@pytest.mark.no_qt_log
def test_a_device_that_takes_nothing_is_told(qapp: object, tmp_path: Path) -> None:
    writer = QPdfWriter(str(tmp_path / "no" / "such" / "folder.pdf"))
    assert print_on(writer, Printed("x", THREAD)) == 0
    assert QSize(writer.width(), writer.height()).isValid()
