"""The window in which files are looked at: what it shows, and its keys."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from deskbell.model.errors import Trouble
from deskbell.ui.look.pages_view import PagesView
from deskbell.ui.look.picture_view import PictureView
from deskbell.ui.look.text_view import TextView
from deskbell.ui.look.window import LARGEST, LookFile, LookWays, LookWindow
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.attached_message import AttachedView
from deskbell.ui.ticket.attached_messages import AttachedMessages
from deskbell.ui.ticket.invite_box import InviteBox
from ui.look.files import GIF, pdf, picture
from ui.ticket.opening import words
from ui.ticket.rows import STATE
from ui.ticket.stand import Answers, Stand

PATIENCE_MS = 60_000
MEETING = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261124T080000Z\r\nSUMMARY:Return\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
MAIL = b"From: Jane <jane@example.com>\r\nSubject: The first <b>mail</b>\r\n\r\nHello\r\n"
Show = Callable[..., LookWindow]


@pytest.fixture
def stand(qapp: object) -> Iterator[Stand]:
    made = Stand(STATE)
    yield made
    made.close()


class Files:
    """What was asked for."""

    def __init__(self) -> None:
        self.fetched: list[int] = []
        self.later: list[Callable[[], None]] = []
        self.hold = False


@pytest.fixture
def files() -> Files:
    return Files()


@pytest.fixture
def show(theme: ThemeSource, qtbot: QtBot, stand: Stand, files: Files) -> Iterator[Show]:
    host = QWidget()
    qtbot.addWidget(host)
    mails = AttachedMessages(theme, stand.runner, Answers(), host)

    def make(*listed: tuple[str, Any], at: int = 0, settled: bool = True, **changes: Any) -> LookWindow:
        def fetch(
            key: int, _owner: QWidget, done: Callable[[bytes], None], failed: Callable[[Exception], None]
        ) -> None:
            files.fetched.append(key)
            content = listed[key][1]
            give = (lambda: failed(content)) if isinstance(content, Exception) else (lambda: done(content))
            files.later.append(give) if files.hold else give()

        rows = [
            LookFile(number, name, "application/octet-stream", changes.get("size", 10), name.endswith("exe"))
            for number, (name, _) in enumerate(listed)
        ]
        window = LookWindow(theme, rows, at, LookWays(fetch, mails.read, mails.view), host)
        with qtbot.waitActive(window):
            window.resize(800, 600)
            window.show()
            window.activateWindow()
        if settled:
            qtbot.waitUntil(lambda: window.is_settled, timeout=PATIENCE_MS)
        return window

    yield make
    for window in host.findChildren(LookWindow):
        window.close()


def test_a_picture_is_fitted_in_and_zoomed(show: Show, qtbot: QtBot) -> None:
    window = show(("wide.png", picture(4000, 1000)))
    view = window.body.picture
    assert view.hasFocus()
    assert view.fits
    assert view.scale == pytest.approx((view.viewport().width() - 24) / 4000)
    assert "4000 × 1000" in window.head.facts.text()
    qtbot.keyClick(view, Qt.Key.Key_1)
    assert view.scale == 1.0
    assert view.horizontalScrollBar().maximum() == 4000 - view.viewport().width()
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.scale == 1.25
    qtbot.keyClick(view, Qt.Key.Key_Minus)
    window.head.less.click()
    assert view.scale == 0.75
    qtbot.keyClick(view, Qt.Key.Key_0)
    assert view.fits
    small = show(("small.png", picture(40, 30)))
    assert small.body.picture.scale == 1.0


def test_what_is_under_the_mouse_stays_there_while_one_zooms(show: Show) -> None:
    view = show(("wide.png", picture(4000, 3000))).body.picture
    view.show_scale(0.5)
    at = view.viewport().rect().center().toPointF()
    before = (at - view.area().topLeft()) / view.scale
    view.show_scale(2.0, at)
    after = (at - view.area().topLeft()) / view.scale
    assert (after - before).manhattanLength() < 2


def test_the_arrows_go_through_the_files(show: Show, qtbot: QtBot) -> None:
    window = show(("a.png", picture()), ("b.txt", b"words"), ("c.pdf", pdf(2)))
    assert [window.head.before.isEnabled(), window.head.after.isEnabled()] == [False, True]
    qtbot.keyClick(window.body.picture, Qt.Key.Key_Left)
    assert window.windowTitle() == "a.png"
    with qtbot.waitSignal(window.moved):
        qtbot.keyClick(window.body.picture, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: window.is_settled, timeout=PATIENCE_MS)
    assert window.body.text.text.toPlainText() == "words"
    qtbot.keyClick(window.body.text.text, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: window.is_settled, timeout=PATIENCE_MS)
    assert window.windowTitle() == "c.pdf"
    assert isinstance(window.body.currentWidget(), PagesView)
    assert "3 of 3 · page 1 of 2" in window.head.facts.text()
    window.head.before.setFocus()
    qtbot.keyClick(window.head.before, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.is_settled, timeout=PATIENCE_MS)
    assert window.windowTitle() == "b.txt"
    # Who goes on by the button goes on by it.
    assert window.head.before.hasFocus()


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Escape])
@pytest.mark.parametrize(
    ("name", "content"), [("a.png", picture), ("a.txt", lambda: b"x"), ("a.pdf", pdf), ("a.zip", lambda: b"PK\3\4\0\0")]
)
def test_the_key_that_showed_it_closes_it(
    show: Show, qtbot: QtBot, name: str, content: Callable[[], bytes], key: Qt.Key
) -> None:
    window = show((name, content()))
    with qtbot.waitSignal(window.closed):
        qtbot.keyClick(window.focusWidget() or window, key)
    qtbot.waitUntil(lambda: not isValid(window))


def test_pages_are_drawn_as_they_are_seen_and_their_words_copied(show: Show, qtbot: QtBot) -> None:
    window = show(("a.pdf", pdf(40)))
    view = window.body.pages
    assert view.page == 0
    assert 0 < len(view._drawn) < 10
    view.go_to(20)
    qtbot.waitUntil(lambda: view.page == 20 and view.is_drawn, timeout=PATIENCE_MS)
    assert "page 21 of 40" in window.head.facts.text()
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == "Page 21", timeout=PATIENCE_MS)
    assert window.head.facts.text() == "The words of page 21 are copied"


def test_a_picture_moves_only_where_things_may_move(show: Show, theme: ThemeSource) -> None:
    moving = show(("a.gif", GIF))
    assert moving.body.picture.playing
    assert moving.head.play.isVisible()
    moving.head.play.click()
    assert not moving.body.picture.playing
    theme.choose("light", motion="less")
    still = show(("a.gif", GIF))
    assert not still.body.picture.playing
    still.head.play.click()
    assert still.body.picture.playing


def test_words_are_found_in_a_text(show: Show, qtbot: QtBot) -> None:
    window = show(("a.log", b"one two\nthree Two\n"))
    view = window.body.text
    assert isinstance(window.body.currentWidget(), TextView)
    qtbot.keyClick(view.text, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(view.words, "two")
    qtbot.keyClick(view.words, Qt.Key.Key_Return)
    assert "Found 2 times" in words(window)
    assert view.text.textCursor().selectedText() == "Two"
    qtbot.keyClick(view.words, Qt.Key.Key_Return)
    assert view.text.textCursor().selectedText() == "two"
    qtbot.keyClick(view.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert view.text.textCursor().selectedText() == "Two"
    view.words.setText("nowhere")
    view.words.search_now()
    assert "Not found" in words(window)
    qtbot.keyClick(view.words, Qt.Key.Key_Escape)
    assert view.text.hasFocus()
    assert window.isVisible()
    window.head.wrap.click()
    assert not view.wrapped


def test_meetings_and_mails_are_shown_as_the_thread_shows_them(show: Show, qtbot: QtBot) -> None:
    window = show(("a.ics", MEETING), ("b.eml", MAIL), ("c.ics", b"no calendar"))
    (box,) = window.findChildren(InviteBox)
    assert "Return" in box.accessibleName()
    window.go(1)
    qtbot.waitUntil(lambda: window.is_settled, timeout=PATIENCE_MS)
    view = window.body.currentWidget()
    assert isinstance(view, AttachedView)
    assert view.subject == "The first <b>mail</b>"
    with qtbot.waitSignal(view.closed):
        window.go(1)
    qtbot.waitUntil(lambda: window.is_settled, timeout=PATIENCE_MS)
    assert window.body.text.text.toPlainText() == "no calendar"


def test_what_does_harm_is_not_even_fetched(show: Show, files: Files) -> None:
    window = show(("gift.exe", b"MZ"))
    assert files.fetched == []
    assert "does something when it is opened" in words(window)
    assert not window.head.open.isVisible()
    assert window.head.save.isVisible()


@pytest.mark.parametrize(
    ("name", "content", "said", "may_open"),
    [
        ("invoice.pdf", b"#!/bin/sh\n", "not what its name says", False),
        ("orders.xlsx", b"PK\3\4\0\0", "not shown here", True),
        ("a.png", b"\x89PNG\r\n\x1a\nx", "damaged", True),
        ("a.pdf", b"%PDF-1.4", "damaged", True),
        ("a.png", Trouble("file.missing", path="#1"), "There is no file", True),
    ],
)
def test_what_is_not_shown_says_why_and_what_to_do(
    show: Show, qtbot: QtBot, name: str, content: object, said: str, may_open: bool
) -> None:
    window = show((name, content))
    assert said in words(window)
    assert window.head.open.isVisible() == may_open
    with qtbot.waitSignal(window.save_wanted) as wanted:
        qtbot.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert wanted.args == [0]
    opened: list[int] = []
    window.open_wanted.connect(opened.append)
    qtbot.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert opened == ([0] if may_open else [])


def test_a_huge_file_is_not_read(show: Show, files: Files) -> None:
    window = show(("a.png", b""), size=LARGEST + 1)
    assert files.fetched == []
    assert "up to" in words(window)


def test_bytes_that_come_too_late_are_not_shown(show: Show, files: Files, qtbot: QtBot) -> None:
    files.hold = True
    window = show(("a.txt", b"first"), ("b.txt", b"second"), settled=False)
    window.go(1)
    late, now = files.later
    now()
    late()
    qtbot.waitUntil(lambda: window.is_settled, timeout=PATIENCE_MS)
    assert window.body.text.text.toPlainText() == "second"
    assert isinstance(window.body.currentWidget(), TextView)
    assert "picture" not in window.body.__dict__
    assert not window.findChildren(PictureView)
