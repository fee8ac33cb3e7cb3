"""What hangs on messages: pictures, attachments, pages and sources."""

import stat
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from deskbell.store.queries import ticket as ticket_queries
from deskbell.ui.ticket.pictures import pictures_of
from deskbell.ui.ticket.reading import Opened
from deskbell.ui.ticket.source_window import SourceWindow, readable
from ui.ticket.opening import Desk, Make, changed
from ui.ticket.rows import PANEL, attachment, detail, message
from ui.ticket.stand import Answers, Stand


def test_inline_pictures_are_read_once(qtbot: QtBot, stand: Stand, desk: Desk, make: Make) -> None:
    asked: list[int] = []

    def answer(message_id: int) -> tuple[int, dict[str, object]]:
        asked.append(message_id)
        return message_id, {}

    stand.answers[pictures_of] = answer
    desk.opened[1042] = Opened(detail(messages=(message(3, "x", 1, html='<img src="cid:a"><p>x</p>'),)), (), PANEL)
    pane = make()
    stand.settle(qtbot)
    pane.refresh(changed())
    stand.settle(qtbot)
    assert asked == [3]


def test_an_attachment_is_saved_where_one_says_and_a_program_only_after_a_question(
    qtbot: QtBot, stand: Stand, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "saved.bin"
    answers = Answers(yes=False, place=place)
    monkeypatch.setattr(ticket_queries, "attachment", lambda _session, number: (attachment(number), b"content"))
    pane = make(answers)
    program = attachment(9, "gift.exe", dangerous=True)
    pane.files.open(program)
    stand.settle(qtbot)
    assert not place.exists()
    answers.yes = True
    with qtbot.waitSignal(pane.told) as told:
        pane.files.save(program)
    assert place.read_bytes() == b"content"
    assert told.args == [f"Saved as {place}"]
    assert answers.asked == ["Save a file that is a program?", "Save a file that is a program?", "gift.exe"]


def test_an_attachment_is_opened_from_a_place_of_ones_own(
    qtbot: QtBot, stand: Stand, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(
        "deskbell.ui.ticket.attachment_deeds.QDesktopServices.openUrl",
        lambda url: opened.append(Path(url.toLocalFile())) or True,
    )
    monkeypatch.setattr(ticket_queries, "attachment", lambda _session, number: (attachment(number), b"%PDF"))
    pane = make()
    pane.files.open(attachment(9, "../../évil<name>.pdf"))
    stand.settle(qtbot)
    (place,) = opened
    assert place.read_bytes() == b"%PDF"
    assert place.parent.name == "9"
    assert "/" not in place.name
    assert "<" not in place.name
    assert stat.S_IMODE(place.parent.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(place.stat().st_mode) == 0o400
    pane.flush()
    assert not place.exists()


def test_a_page_in_the_browser_may_load_pictures_and_nothing_else(
    qtbot: QtBot, stand: Stand, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(
        "deskbell.ui.ticket.attachment_deeds.QDesktopServices.openUrl",
        lambda url: opened.append(Path(url.toLocalFile())) or True,
    )
    pane = make()
    pane.files.open_page(3, '<p>Hi {you}</p><img data-remote="https://example.com/a.png">')
    stand.settle(qtbot)
    page = opened[0].read_text(encoding="utf-8")
    assert "default-src 'none'; img-src http: https:" in page
    assert '<p>Hi {you}</p><img src="https://example.com/a.png">' in page
    pane.flush()


def test_the_source_is_shown_as_plain_text(qtbot: QtBot, stand: Stand, make: Make) -> None:
    stand.answers[ticket_queries.source] = b"Subject: <b>x</b>\r\n\r\n\xe4"
    pane = make()
    pane.errands.show_source(message(1, "x", 1))
    stand.settle(qtbot)
    (window,) = pane.findChildren(SourceWindow)
    text = window.findChild(QPlainTextEdit)
    assert isinstance(text, QPlainTextEdit)
    assert text.toPlainText() == "Subject: <b>x</b>\n\nä"
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not pane.findChildren(SourceWindow))


def test_raw_bytes_are_always_readable() -> None:
    assert readable("Žąsis".encode()) == "Žąsis"
    assert readable(b"\xff\xfe") == "ÿþ"
