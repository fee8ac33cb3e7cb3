"""A mail inside a mail: read apart, shown as safely, and with what hangs on it."""

from email.message import EmailMessage
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from deskbell.model.errors import Trouble
from deskbell.store.queries import ticket as ticket_queries
from deskbell.ui.ticket.attached_message import AttachedWindow, read_attached, row_of
from ui.ticket.opening import Make
from ui.ticket.rows import attachment
from ui.ticket.stand import Answers, Stand
from ui.ticket.test_body_view import red_png


def mail(*, inner: EmailMessage | None = None) -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Jane Doe <jane@example.com>"
    made["To"] = "desk@example.com"
    made["Subject"] = "The <i>inner</i> mail"
    made["Date"] = "Tue, 24 Nov 2026 10:00:00 +0200"
    made.set_content("Hello")
    made.add_alternative('<p>Hello <img src="cid:mine"><img src="file:///etc/hostname"></p>', subtype="html")
    made.add_attachment(
        red_png(), maintype="image", subtype="png", cid="<mine>", disposition="inline", filename="a.png"
    )
    made.add_attachment(b"#!/bin/sh", maintype="application", subtype="octet-stream", filename="run.sh")
    if inner is not None:
        made.add_attachment(inner)
    return made


def test_it_is_read_in_a_process_of_its_own() -> None:
    attached = read_attached(mail(inner=mail()).as_bytes())
    row = row_of(attached.mail)
    assert row.author == "Jane Doe"
    assert row.text == "Hello"
    assert attached.pictures.keys() == {"mine"}
    assert [(one.name, one.dangerous) for one in row.attachments[:2]] == [("a.png", False), ("run.sh", True)]
    assert row.attachments[2].content_type == "message/rfc822"


def test_one_that_cannot_be_read_says_why() -> None:
    with pytest.raises(Trouble) as told:
        read_attached(b"A: b\r\n" * 200_000 + b"\r\nx")
    assert told.value.code.startswith("parse.")


def test_it_opens_in_a_window_and_what_hangs_on_it_too(
    qtbot: QtBot, stand: Stand, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = mail(inner=mail()).as_bytes()
    monkeypatch.setattr(ticket_queries, "attachment", lambda _session, number: (attachment(number), raw))
    place = tmp_path / "saved.sh"
    pane = make(Answers(place=place))
    card = pane.conversation.cards()[0]
    attached = pane.errands.attached
    with qtbot.waitSignal(attached.shown, timeout=60_000) as shown:
        card.message_wanted.emit(attachment(1, "mail.eml"))
    window = shown.args[0]
    assert isinstance(window, AttachedWindow)
    assert window.windowTitle() == "The <i>inner</i> mail"
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in window.findChildren(QLabel))
    row = window.view.card.message
    assert row is not None
    assert window.view.card.body.toPlainText().startswith("Hello")
    with qtbot.waitSignal(pane.told):
        window.view.card.save_wanted.emit(row.attachments[1])
    assert place.read_bytes() == b"#!/bin/sh"
    with qtbot.waitSignal(attached.shown, timeout=60_000) as deeper:
        window.view.card.message_wanted.emit(row.attachments[2])
    assert deeper.args[0] is not window
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not pane.findChildren(AttachedWindow))
