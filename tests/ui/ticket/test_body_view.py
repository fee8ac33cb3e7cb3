"""What somebody else wrote is shown, and does nothing else: it opens no file, asks no host, and can be read in light and dark."""

import ctypes
import os
import socket
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QTextCursor
from pytestqt.qtbot import QtBot

from deskbell.rules.remote_pictures import OWN_NAME
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.theme import Theme
from deskbell.ui.ticket.body_document import BodyDocument
from deskbell.ui.ticket.body_view import BodyView
from deskbell.ui.ticket.html_weight import fits
from deskbell.ui.ticket.legible import contrast, legible
from deskbell.ui.ticket.pictures import read_picture

RED = QColor("#FF0000")
_IN_OPEN = 0x20


def red_png(width: int = 40, height: int = 30) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(RED)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


class Opened:
    """Hears of every file that is opened in a folder (inotify; elsewhere it hears nothing, and the painted pixels decide)."""

    def __init__(self, folder: Path) -> None:
        self._handle = -1
        if sys.platform == "linux":
            libc = ctypes.CDLL(None, use_errno=True)
            self._handle = libc.inotify_init1(os.O_NONBLOCK)
            assert libc.inotify_add_watch(self._handle, os.fsencode(folder), _IN_OPEN) >= 0

    def names(self) -> list[str]:
        names: list[str] = []
        try:
            events = os.read(self._handle, 65536) if self._handle >= 0 else b""
        except BlockingIOError:
            return names
        while events:
            length = struct.unpack_from("iIII", events)[3]
            names.append(events[16 : 16 + length].rstrip(b"\0").decode())
            events = events[16 + length :]
        return names

    def close(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)


@pytest.fixture
def canaries(tmp_path: Path) -> Iterator[tuple[Path, Opened]]:
    """A folder of red pictures that nobody may open, and who hears it."""
    for name in ("canary.png", "canary@2x.png", "canary.css"):
        (tmp_path / name).write_bytes(red_png())
    opened = Opened(tmp_path)
    yield tmp_path, opened
    opened.close()


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A local server that nobody may connect to."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def painted(view: BodyView, ratio: float) -> QImage:
    view.resize(400, max(1, view.fit(400)))
    image = QImage(QSize(400, view.height()) * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.white)
    view.render(image)
    painter = QPainter(image)
    view.document().drawContents(painter)
    painter.end()
    return image


def red_pixels(image: QImage) -> int:
    return sum(image.pixelColor(x, y) == RED for x in range(image.width()) for y in range(image.height()))


HOSTILE = """
<html><head><link rel="stylesheet" href="{file}.css"><style>@import url("{file}.css"); p {{ background: url({file}.png) }}</style></head>
<body background="{file}.png" style="background-image:url('{file}.png')">
<p>Hello <img src="{file}.png"><img src="{plain}.png"><img src='{plain}.png' width=40 height=30><img src="//{host}/x.png">
<img src="http://{host}/x.png"><img src="\\\\{host}\\x.png"><img src="qrc:/of-this-message/7"><img src="cid:missing"></p>
<table background="{file}.png"><tr><td background="{file}.png" style="background:url({file}.png)">cell</td></tr></table>
<ul style="list-style-image:url({file}.png)"><li>item</ul>
<object data="{file}.png"></object><iframe src="{file}.png"></iframe><video poster="{file}.png"></video><svg><image href="{file}.png"/></svg>
</body></html>
"""


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_hostile_html_opens_no_file_and_no_connection(
    qtbot: QtBot, theme: ThemeSource, canaries: tuple[Path, Opened], listener: socket.socket, ratio: float
) -> None:
    folder, opened = canaries
    host = f"127.0.0.1:{listener.getsockname()[1]}"
    html = HOSTILE.format(file=(folder / "canary").as_uri(), plain=folder / "canary", host=host)
    view = BodyView(theme)
    qtbot.addWidget(view)
    view.show_body("", html)
    image = painted(view, ratio)
    qtbot.wait(50)
    assert view.toPlainText().split() == ["Hello", "cell", "item"]
    assert red_pixels(image) == 0
    assert opened.names() == []
    with pytest.raises(BlockingIOError):
        listener.accept()


def test_the_canaries_would_be_heard(canaries: tuple[Path, Opened]) -> None:
    folder, opened = canaries
    assert read_picture((folder / "canary.png").read_bytes()) is not None
    assert opened.names() == (["canary.png"] if sys.platform == "linux" else [])


def test_no_foreign_picture_is_left_before_the_first_layout(theme: ThemeSource) -> None:
    document = BodyDocument(theme.now, "#FFFFFF")
    document.show_html(
        '<p>a<img src="//evil/x"><img src="cid:mine">b</p>', {"mine": QImage(3, 3, QImage.Format.Format_RGB32)}
    )
    cursor = QTextCursor(document)
    names = []
    while not cursor.atEnd():
        cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)
        if cursor.charFormat().isImageFormat():
            names.append(cursor.charFormat().toImageFormat().name())
    assert names == ["qrc:/of-this-message/0"]


def test_a_messages_own_picture_is_shown_no_wider_than_the_card(qtbot: QtBot, theme: ThemeSource) -> None:
    picture = read_picture(red_png(1000, 500))
    assert picture is not None
    view = BodyView(theme)
    qtbot.addWidget(view)
    view.show_body("", '<p>See <img src="cid:a@b"></p>')
    low = view.fit(400)
    view.show_body("", '<p>See <img src="cid:a@b"></p>', pictures={"a@b": picture})
    assert low < 100 < view.fit(400) <= 260
    assert red_pixels(painted(view, 1.0)) > 50_000


def test_a_picture_in_a_table_leaves_room_for_its_edges(qtbot: QtBot, theme: ThemeSource) -> None:
    picture = read_picture(red_png(1000, 500))
    assert picture is not None
    view = BodyView(theme)
    qtbot.addWidget(view)
    view.resize(400, 100)
    html = '<table width="600" cellpadding="10" cellspacing="0" border="1"><tr><td><img src="cid:a" width="560"></td></tr></table>'
    view.show_body("", html, pictures={"a": picture})
    view.fit(400)
    assert view.document().idealWidth() <= 400


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a",
        b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
    ],
)
def test_what_is_no_plain_picture_is_left_out(content: bytes) -> None:
    assert read_picture(content) is None


def test_a_large_picture_is_read_small() -> None:
    picture = read_picture(red_png(5000, 40))
    assert picture is not None
    assert picture.width() == 2048


def test_text_is_never_markup(qtbot: QtBot, theme: ThemeSource) -> None:
    view = BodyView(theme)
    qtbot.addWidget(view)
    text = "<b>bold?</b> <img src='file:///etc/passwd'> & 李娜 👍 https://example.com/a?b=c"
    view.show_body(text)
    assert view.toPlainText() == text
    assert "Bold" not in view.document().toHtml()


def test_a_fetched_picture_is_shown_in_its_place_and_no_other(qtbot: QtBot, theme: ThemeSource) -> None:
    picture = read_picture(red_png(100, 50))
    assert picture is not None
    view = BodyView(theme)
    qtbot.addWidget(view)
    html = '<p>See <img data-remote="https://a.example/x?a=1&amp;b=2" width="50"> and <img data-remote="https://a.example/y"></p>'
    view.show_body("", html)
    assert red_pixels(painted(view, 1.0)) == 0
    view.show_body(
        "", html, pictures={OWN_NAME + "https://a.example/x?a=1&b=2": picture, "https://a.example/y": picture}
    )
    assert 1000 < red_pixels(painted(view, 1.0)) < 1500


def test_what_is_copied_has_no_pictures(qtbot: QtBot, theme: ThemeSource) -> None:
    picture = read_picture(red_png())
    assert picture is not None
    view = BodyView(theme)
    qtbot.addWidget(view)
    view.show_body("", '<p>a <b>b</b> <img src="cid:x"> c</p>', pictures={"x": picture})
    view.selectAll()
    copied = view.createMimeDataFromSelection()
    assert sorted(copied.formats()) == ["text/html", "text/plain"]
    assert "<img" not in copied.html()
    assert copied.text().split() == ["a", "b", "\ufffc", "c"] or copied.text().split() == ["a", "b", "c"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_text_is_lost_in_the_ground(qtbot: QtBot, theme: ThemeSource, scheme: str) -> None:
    theme.choose(scheme)
    view = BodyView(theme)
    qtbot.addWidget(view)
    view.show_body(
        "",
        '<p style="color:#000">black</p><p style="color:#fff">white</p><p style="color:#1f497d">blue</p>'
        '<table bgcolor="#000"><tr><td bgcolor="#ffffff" style="color:#eee">cell</td></tr></table>',
    )
    ground = theme.now.colour("panel")
    block = view.document().begin()
    seen = []
    while block.isValid():
        step = block.begin()
        while not step.atEnd():
            look = step.fragment().charFormat()
            ink = (
                look.foreground().color()
                if look.foreground().style() is not Qt.BrushStyle.NoBrush
                else theme.now.colour("ink")
            )
            behind = look.background().color() if look.background().style() is not Qt.BrushStyle.NoBrush else ground
            assert contrast(ink, behind) >= 4.5, step.fragment().text()
            seen.append(step.fragment().text())
            step += 1
        block = block.next()
    assert seen == ["black", "white", "blue", "cell"]


@pytest.mark.parametrize("wanted", ["#000000", "#FFFFFF", "#FFFF00", "#1F497D", "#808080", "#FF0000"])
@pytest.mark.parametrize("ground", ["#FFFFFF", "#1B2029", "#FFF7E0", "#2E2917"])
def test_every_colour_becomes_legible(wanted: str, ground: str) -> None:
    ink = QColor("#1B2330") if QColor(ground).lightness() > 128 else QColor("#E7EBF1")
    assert contrast(legible(QColor(wanted), QColor(ground), ink), QColor(ground)) >= 4.5


@pytest.mark.parametrize(
    ("html", "light"),
    [
        ("<p>short</p>" * 500, True),
        ("<table><tr><td>" * 8 + "x" + "</td></tr></table>" * 8, True),
        ("<div>" * 50 + "x" + "</div>" * 50, True),
        ("<table><tr><td>" * 9, False),
        (("<table><tr><td>" * 7 + "x" + "</td></tr></table>" * 7) * 60, False),
        ("<blockquote>" * 100, False),
        ("<ul>" + "<li>a</li>" * 1500 + "</ul>", False),
        ("<i>a</i>" * 3000, False),
        ("x" * 12_000, False),
        ("word " * 8_001, False),
    ],
)
def test_what_qt_would_chew_on_for_long_is_not_laid_out_at_once(html: str, light: bool) -> None:
    assert fits(html) is light


def test_an_endless_line_is_broken_where_it_can_be() -> None:
    document = BodyDocument(Theme(), "#FFFFFF")
    document.show_text("word " * 1000 + "y" * 9000 + "\nshort")
    lines = document.toPlainText().split("\n")
    assert "".join(lines) == "word " * 1000 + "y" * 9000 + "short"
    assert max(map(len, lines)) == 4000
    assert lines[0].endswith("word ")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<div>a</div><div><br></div><div>b</div>", "a\n\nb"),
        ('<p>a</p><p class="x"><br/></p><p>b</p>', "a\n\nb"),
        ("<div>a<br></div><div>b</div>", "a\nb"),
        ("<div>a<br><br></div><div>b</div>", "a\n\nb"),
        ("a<br>b<br><br>c", "a\nb\n\nc"),
        ("<ul><li>a<br></li><li>b</li></ul>", "a\nb"),
    ],
)
def test_lines_are_as_many_as_in_a_browser(qtbot: QtBot, theme: ThemeSource, html: str, text: str) -> None:
    view = BodyView(theme)
    qtbot.addWidget(view)
    view.show_body("", html)
    assert view.toPlainText() == text


def test_mail_programs_empty_lines_at_the_end_are_taken_away(qtbot: QtBot, theme: ThemeSource) -> None:
    view = BodyView(theme)
    qtbot.addWidget(view)
    view.show_body("", "<p>Hello</p><p>&nbsp;</p><p><br></p><p></p>")
    assert view.toPlainText().strip("\n") == "Hello"
    assert view.document().blockCount() == 1
