"""The files of what is being written are looked at before they leave."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from deskbell.model.kinds import ReplyKind
from deskbell.model.mail import OutboundAttachment
from deskbell.store.queries import ticket as ticket_queries
from deskbell.ui.composer.composer import Composer
from deskbell.ui.composer.file_reading import FilesRead
from ui.composer.composing import Make
from ui.ticket.rows import attachment, detail, message, ticket
from ui.ticket.stand import Stand

PATIENCE_MS = 60_000


def boxes(composer: Composer) -> dict[str, QAbstractButton]:
    found = composer.files.findChildren(QAbstractButton)
    return {one.accessibleName().partition(",")[0]: one for one in found if one.isVisible()}


def test_new_files_and_those_passed_on_are_looked_at(
    qtbot: QtBot, stand: Stand, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def give(_session: object, number: int) -> tuple[object, bytes]:
        asked.append(number)
        return attachment(number), b"old"

    monkeypatch.setattr(ticket_queries, "attachment", give)
    composer = make()
    original = message(1, "x", 9, attachments=(attachment(41, "old.txt", content_type="text/plain"),))
    composer.show_ticket(detail(row=ticket(2), messages=(original,)), ())
    composer.begin(ReplyKind.FORWARD, original)
    new = OutboundAttachment("new.txt", "text/plain", b"new")
    composer._attaching.files_read.emit(FilesRead(composer._whose(), (new,)))
    box = boxes(composer)["new.txt"]
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(12, box.height() // 2))
    assert composer.looks.looks is not None
    window = composer.looks.looks.window
    assert window is not None
    qtbot.waitUntil(lambda: window.is_settled, timeout=PATIENCE_MS)
    assert window.body.text.text.toPlainText() == "new"
    assert asked == []
    window.go(1)
    qtbot.waitUntil(lambda: window.is_settled, timeout=PATIENCE_MS)
    assert window.body.text.text.toPlainText() == "old"
    assert asked == [41]
    window.close()


def test_the_cross_still_takes_a_file_off(qtbot: QtBot, stand: Stand, make: Make) -> None:
    composer = make()
    new = OutboundAttachment("new.txt", "text/plain", b"new")
    composer._attaching.files_read.emit(FilesRead(composer._whose(), (new,)))
    box = boxes(composer)["new.txt"]
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(box.width() - 12, box.height() // 2))
    assert boxes(composer) == {}
    assert composer.looks.looks is None
