"""What hangs on messages: pictures, attachments, pages and sources."""

import re
import stat
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QMenu, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from deskbell.model.commands import ReadAgain
from deskbell.model.kinds import OutboxState
from deskbell.model.rows import AttachmentRow
from deskbell.store.queries import originals
from deskbell.store.queries import ticket as ticket_queries
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.attachment_box import AttachmentBox
from deskbell.ui.ticket.card_words import hint
from deskbell.ui.ticket.dragged_file import dragged, picture_of
from deskbell.ui.ticket.file_writing import quarantine
from deskbell.ui.ticket.pictures import pictures_of
from deskbell.ui.ticket.reading import Opened
from deskbell.ui.ticket.source_window import SourceWindow, readable
from ui.ticket.opening import Desk, Make, button, changed
from ui.ticket.rows import PANEL, attachment, detail, message, written
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
    assert answers.asked == ["Save a file that can do harm?", "Save a file that can do harm?", "gift.exe"]


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


def test_what_would_run_is_not_opened_whatever_its_name(
    qtbot: QtBot, stand: Stand, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []
    monkeypatch.setattr(
        "deskbell.ui.ticket.attachment_deeds.QDesktopServices.openUrl", lambda url: opened.append(url) or True
    )
    monkeypatch.setattr(
        ticket_queries, "attachment", lambda _session, number: (attachment(number), b"#!/bin/sh\nrm -rf ~\n")
    )
    place = tmp_path / "invoice.pdf"
    pane = make(Answers(place=place))
    with qtbot.waitSignal(pane.failed) as failed:
        pane.files.open(attachment(9, "invoice.pdf"))
    assert "not what its name says" in str(failed.args[0])
    assert opened == []
    with qtbot.waitSignal(pane.told) as told:
        pane.files.save(attachment(9, "invoice.pdf"))
    assert told.args == [f"Saved as {place}. Careful: it does something when it is opened."]


def test_all_attachments_are_saved_over_nothing_that_is_there(
    qtbot: QtBot, stand: Stand, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.pdf").write_bytes(b"mine")
    monkeypatch.setattr(ticket_queries, "attachment", lambda _session, number: (attachment(number), b"%d" % number))
    answers = Answers(yes=False, place=tmp_path)
    pane = make(answers)
    files = (
        attachment(1, "a.pdf"),
        attachment(2, "a.pdf"),
        attachment(3, "b"),
        attachment(4, "b"),
        attachment(5, "../x.exe", dangerous=True),
    )
    pane.files.save_all(files)
    stand.settle(qtbot)
    assert [file.name for file in tmp_path.iterdir()] == ["a.pdf"]
    answers.yes = True
    with qtbot.waitSignal(pane.told) as told:
        pane.files.save_all(files)
    assert told.args == [f"Files saved in {tmp_path}: 5"]
    found = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    names = {"a.pdf": b"mine", "a (2).pdf": b"1", "a (3).pdf": b"2", "b": b"3", "b (2)": b"4"}
    assert {name: content for name, content in found.items() if not name.endswith(".exe")} == names
    assert len(found) == 6


def test_a_file_is_dragged_out_once_it_is_there_and_a_program_never(
    qtbot: QtBot, stand: Stand, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    dragged_out: list[Path] = []
    monkeypatch.setattr(ticket_queries, "attachment", lambda _session, number: (attachment(number), b"%PDF"))
    monkeypatch.setattr(ticket_queries, "source", lambda _session, number: b"Subject: x")
    pane = make()
    monkeypatch.setattr(pane.files, "drag_file", dragged_out.append)
    card = pane.conversation.cards()[0]
    (box,) = card.findChildren(AttachmentBox)
    pull(qtbot, box, QPoint(10, 10))
    stand.settle(qtbot)
    pull(qtbot, card, QPoint(40, 20))
    stand.settle(qtbot)
    assert [place.read_bytes() for place in dragged_out] == [b"%PDF", b"Subject: x"]
    modes = {stat.S_IMODE(place.stat().st_mode) for place in dragged_out}
    assert modes == {0o600}, "what is copied can be changed"
    assert dragged(dragged_out[0]).urls() == [QUrl.fromLocalFile(str(dragged_out[0]))]
    slip = picture_of(dragged_out[0].name)
    assert slip.height() >= 32
    assert slip.width() < picture_of("a name that is too long to be carried " * 9 + ".pdf").width() < 300
    pane.files.drag(attachment(9, "gift.exe", dangerous=True))
    stand.settle(qtbot)
    assert len(dragged_out) == 2
    pane.flush()
    assert not dragged_out[0].exists()


def test_what_was_sent_is_saved_as_it_was_sent(
    qtbot: QtBot, stand: Stand, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(originals, "sent", lambda _session, number: b"Subject: sent %d" % number)
    place = tmp_path / "sent.eml"
    pane = make(Answers(place=place))
    with qtbot.waitSignal(pane.told):
        pane.errands.save_original(written(8, "x", 1, outbox=OutboxState.SENT))
    assert place.read_bytes() == b"Subject: sent 8"


def pull(qtbot: QtBot, widget: QWidget, at: QPoint) -> None:
    """Press there and move far enough."""
    qtbot.mousePress(widget, Qt.MouseButton.LeftButton, pos=at)
    further = QPointF(at + QPoint(60, 0))
    move = QMouseEvent(
        QEvent.Type.MouseMove,
        further,
        widget.mapToGlobal(further),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(widget, move)
    qtbot.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=QPoint(-5, -5))


@pytest.mark.parametrize(
    ("row", "entries"),
    [
        (attachment(1), ["Quick look", "Open", "Save as…", "Save all…"]),
        (attachment(1, "gift.exe", dangerous=True), ["Quick look", "Save as…", "Save all…"]),
        (
            attachment(1, "mail.eml", content_type="message/rfc822"),
            ["Quick look", "Read it here", "Save as…", "Save all…"],
        ),
    ],
)
def test_what_can_be_done_with_an_attachment(
    qtbot: QtBot, theme: ThemeSource, row: AttachmentRow, entries: list[str]
) -> None:
    box = AttachmentBox(theme, row, several=True)
    qtbot.addWidget(box)
    assert [action.text() for action in box.menu().actions()] == entries


def test_space_looks_at_an_attachment_and_the_keyboard_comes_back_to_it(
    qtbot: QtBot, stand: Stand, desk: Desk, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = (attachment(1, "a.txt", content_type="text/plain"), attachment(2, "b.txt", content_type="text/plain"))
    desk.opened[1042] = Opened(detail(messages=(message(3, "x", 1, attachments=files),)), (), PANEL)
    monkeypatch.setattr(ticket_queries, "attachment", lambda _session, number: (attachment(number), b"%d" % number))
    pane = make()
    (_, box) = pane.conversation.cards()[0].findChildren(AttachmentBox)
    box.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(box, Qt.Key.Key_Space)
    looks = pane.errands.looks
    window = looks.window
    assert window is not None
    qtbot.waitUntil(lambda: window.is_settled, timeout=60_000)
    assert window.body.text.text.toPlainText() == "2"
    assert window.windowTitle() == "b.txt"
    with qtbot.waitActive(pane), qtbot.waitSignal(window.closed):
        qtbot.keyClick(window.body.text.text, Qt.Key.Key_Space)
        pane.activateWindow()
    assert box.hasFocus()
    assert not pane.findChildren(QMenu)
    with qtbot.waitSignal(box.look_wanted):
        qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(12, box.height() // 2))
    looks.close()


def test_the_key_looks_at_the_newest_attachment_or_says_that_there_is_none(
    qtbot: QtBot, stand: Stand, desk: Desk, make: Make
) -> None:
    old = message(2, "x", 2, attachments=(attachment(1, "gift.exe", dangerous=True),))
    new = message(3, "x", 1, attachments=(attachment(2, "run.exe", dangerous=True),))
    desk.opened[1042] = Opened(detail(messages=(old, new)), (), PANEL)
    pane = make()
    pane.errands.look_at_files(pane.conversation.cards())
    window = pane.errands.looks.window
    assert window is not None
    assert window.windowTitle() == "run.exe"
    window.go(-1)
    assert window.windowTitle() == "gift.exe"
    pane.errands.close()
    with qtbot.waitSignal(pane.told) as told:
        pane.errands.look_at_files([])
    assert told.args == ["Nothing is attached to the messages of this ticket"]


def test_parts_of_sealed_mail_are_called_what_they_are(qtbot: QtBot, theme: ThemeSource) -> None:
    box = AttachmentBox(theme, attachment(1, "smime.p7s", 4000, content_type="application/pkcs7-signature"))
    qtbot.addWidget(box)
    assert box.accessibleName() == "Attachment Signature (S/MIME), 4 kB"
    sealed = message(1, "", 1, attachments=(attachment(1, "encrypted.asc", content_type="application/octet-stream"),))
    said = hint(sealed, shortened=False)
    assert said is not None
    assert "encrypted or sealed" in said.words


def test_files_are_marked_as_from_elsewhere() -> None:
    assert re.fullmatch(rb"0081;[0-9a-f]{8};Deskbell;[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}", quarantine())


def test_a_mail_that_could_not_be_read_offers_its_original(
    qtbot: QtBot, stand: Stand, desk: Desk, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticket_queries, "source", lambda _session, number: b"Subject: x")
    row = message(3, "", 1, why="unreadable", problems=("parse.time:5",))
    desk.opened[1042] = Opened(detail(messages=(row,)), (), PANEL)
    place = tmp_path / "original.eml"
    pane = make(Answers(place=place))
    with qtbot.waitSignal(pane.told):
        button(pane, "Save the original…").click()
    assert place.read_bytes() == b"Subject: x"


def test_a_mail_is_read_again_when_asked(qtbot: QtBot, stand: Stand, make: Make) -> None:
    pane = make()
    with qtbot.waitSignal(pane.told) as told:
        pane.errands.read_again(message(3, "x", 1))
    assert told.args == ["The mail is being read again"]
    assert [one.message_id for one in stand.of(ReadAgain)] == [3]


def test_the_source_is_shown_as_plain_text(
    qtbot: QtBot, stand: Stand, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticket_queries, "source", lambda _session, _number: b"Subject: <b>x</b>\r\n\r\n\xe4")
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


def test_a_line_without_an_end_is_broken() -> None:
    shown = readable(b"a\n\n" + b"x" * 5000 + b"\nb\n")
    assert shown.replace("\n", "") == "a" + "x" * 5000 + "b"
    assert max(map(len, shown.split("\n"))) == 2000
    assert shown.endswith("\nb\n")
