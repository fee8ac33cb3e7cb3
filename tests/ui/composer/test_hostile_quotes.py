"""What a customer's HTML does inside our answer: nothing. It is cleaned again on its way out, and loads nothing from anywhere."""

import re

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from deskbell.model.commands import SendReply
from deskbell.model.errors import Mistake
from deskbell.model.kinds import ReplyKind
from ui.composer.composing import Make, type_in
from ui.ticket.rows import detail, message, ticket
from ui.ticket.stand import Stand

HOSTILE = (
    '<p>fine</p><script>alert(1)</script><p onclick="x()">a</p><a href="javascript:x()">b</a>'
    '<img src="https://t.example/pixel.gif"><img src="//t.example/x"><img src="file:///etc/passwd"><img data-remote="https://t.example/y">'
    '<div style="background:url(https://t.example/z)">c</div><link rel="stylesheet" href="https://t.example/s.css">'
    '<iframe src="https://t.example"></iframe><svg><image href="https://t.example/v"/></svg><form action="https://t.example"><input></form>'
    '<img alt="><script>alert(2)</script>" src="https://t.example/w"><base href="https://t.example/"><meta http-equiv="refresh" content="0">'
)
LOADS = re.compile(
    r"<(?!a\b)[^>]*t\.example|url\(|<script|<iframe|<link|<base|<meta|<form|<svg|\son\w+=|javascript:", re.IGNORECASE
)


@pytest.mark.parametrize("kind", [ReplyKind.REPLY, ReplyKind.FORWARD])
def test_nothing_in_a_quote_loads_or_runs(qtbot: QtBot, stand: Stand, make: Make, kind: ReplyKind) -> None:
    composer = make()
    theirs = message(3, "fine", 1, html=HOSTILE, html_visible=HOSTILE)
    composer.show_ticket(detail(row=ticket(2), messages=(theirs,)), ())
    composer.begin(kind)
    composer.recipients.to.setText("li@example.cn")
    type_in(qtbot, composer, "See below")
    with qtbot.waitSignal(composer.sent):
        composer.send()
    (command,) = stand.of(SendReply)
    whole = command.html + command.quoted_html
    assert "fine" in whole
    assert LOADS.search(whole) is None, LOADS.search(whole)


def test_a_name_that_is_markup_is_a_name(qtbot: QtBot, stand: Stand, make: Make) -> None:
    composer = make()
    theirs = message(3, "fine", 1, author='<img src="https://t.example/x">')
    composer.show_ticket(detail(row=ticket(2), messages=(theirs,)), ())
    type_in(qtbot, composer, "Hello")
    with qtbot.waitSignal(composer.sent):
        composer.send()
    assert LOADS.search(stand.of(SendReply)[0].quoted_html) is None


def test_right_to_left_stays_so(qtbot: QtBot, stand: Stand, make: Make) -> None:
    composer = make()
    composer.editor.insertPlainText("שלום\nhello\n• مرحبا")
    with qtbot.waitSignal(composer.sent):
        composer.send()
    html = stand.of(SendReply)[0].html
    assert html.startswith('<div dir="rtl">שלום</div><div>hello</div>')


def test_the_mailbox_was_taken_away_while_one_wrote(qtbot: QtBot, stand: Stand, make: Make) -> None:
    composer = make()
    stand.errors = [Mistake("mailbox.gone")]
    type_in(qtbot, composer, "Hello")
    qtbot.keyClick(composer.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "mailbox does not exist" in composer.notice.words())
    assert composer.editor.text() == "Hello"
    composer.leave()
    stand.settle(qtbot)
