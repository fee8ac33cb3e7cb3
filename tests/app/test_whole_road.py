"""The main job, on the real window: a customer writes, an agent reads, answers, thinks again, answers, and the customer's answer comes back."""

import email
from email import policy

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.conftest import Office
from deskbell.model.commands import SaveSettings
from deskbell.model.kinds import MessageKind, OutboxState
from deskbell.model.views import View, ViewKind

pytestmark = [pytest.mark.servers, pytest.mark.timeout(180)]

SOON = 30_000


def customer_mail(message_id: str, text: str, *extra: str) -> bytes:
    headers = [
        "From: =?utf-8?b?5p2O5aic?= <li.na@mail.example>",
        "To: support@desk.example",
        "Subject: =?utf-8?b?6K6i5Y2VIDg4MjEz?=",
        f"Message-ID: <{message_id}>",
        "Content-Type: text/plain; charset=utf-8",
        *extra,
    ]
    return ("\r\n".join(headers) + "\r\n\r\n" + text).encode()


def test_read_answer_undo_answer_and_the_customers_answer(office: Office, qtbot: QtBot) -> None:
    window, pane = office.window, office.window.pane
    model = window.inbox.tickets.model
    window.inbox.go_to_view(View(ViewKind.OPEN))

    office.dovecot.append(office.user, customer_mail("1@mail.example", "退款还没有到账"))
    qtbot.waitUntil(lambda: model.rowCount() == 1 and model.ticket(0) is not None, timeout=SOON)
    assert model.ticket(0).subject == "订单 88213"

    view = window.inbox.tickets.view
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(model.index(0)).center())
    qtbot.waitUntil(lambda: len(pane.conversation.cards()) == 1, timeout=SOON)

    _write_and_send(qtbot, office, "Too early.")
    qtbot.waitUntil(lambda: len(pane.conversation.cards()) == 2, timeout=SOON)
    qtbot.keyClick(view, Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: len(pane.conversation.cards()) == 1, timeout=SOON)
    qtbot.waitUntil(lambda: "Too early." in pane.composer.editor.text(), timeout=SOON)

    _let_mail_leave(qtbot, office)
    pane.composer.editor.selectAll()
    _write_and_send(qtbot, office, "您好，今天会退款。")
    qtbot.waitUntil(lambda: len(office.smtp.mails) == 1, timeout=SOON)
    (received,) = office.smtp.mails
    sent = email.message_from_bytes(received.content, policy=policy.default)
    assert received.recipients == ("li.na@mail.example",)
    assert sent["In-Reply-To"] == "<1@mail.example>"
    assert "您好，今天会退款。" in sent.get_body(("plain",)).get_content()
    assert "Too early" not in received.content.decode("utf-8", "replace")

    answer = customer_mail("2@mail.example", "谢谢！", f"In-Reply-To: {sent['Message-ID']}")
    office.dovecot.append(office.user, answer)
    qtbot.waitUntil(lambda: len(pane.conversation.cards()) == 3, timeout=SOON)
    kinds = [card.message.kind for card in pane.conversation.cards()]
    assert kinds == [MessageKind.IN, MessageKind.OUT, MessageKind.IN]
    assert pane.conversation.cards()[1].message.outbox is OutboxState.SENT
    assert model.rowCount() == 1, "all of it is one ticket"


def _let_mail_leave(qtbot: QtBot, office: Office) -> None:
    """From now on, two seconds after it was sent."""
    desk, key = office.window._desk, "reply.undo_seconds"
    office.window.deeds._runner.do(SaveSettings(agent_id=desk.me.id, owner=desk.me.id, values=((key, 2),)))
    qtbot.waitUntil(lambda: desk.settings.number(key) == 2, timeout=SOON)


def _write_and_send(qtbot: QtBot, office: Office, text: str) -> None:
    """As a person does: r, type, Ctrl+Enter."""
    editor = office.window.pane.composer.editor
    qtbot.keyClick(office.window.inbox.tickets.view, Qt.Key.Key_R)
    qtbot.waitUntil(editor.hasFocus, timeout=SOON)
    if text.isascii():
        qtbot.keyClicks(editor, text)
    else:
        QApplication.clipboard().setText(text)
        editor.paste()
    qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_a_dead_worker_is_started_again(office: Office, qtbot: QtBot) -> None:
    import psutil

    from deskbell.ui.worker_process import WorkerProcess

    worker = office.program.findChild(WorkerProcess)
    qtbot.waitUntil(lambda: worker.pid != 0, timeout=SOON)
    first = worker.pid
    with qtbot.waitSignal(worker.died, timeout=SOON):
        psutil.Process(first).kill()
    qtbot.waitUntil(lambda: worker.pid not in (0, first), timeout=SOON)
    office.dovecot.append(office.user, customer_mail("9@mail.example", "still there?"))
    office.window.inbox.go_to_view(View(ViewKind.OPEN))
    qtbot.waitUntil(lambda: office.window.inbox.tickets.model.rowCount() == 1, timeout=SOON)


def test_the_worker_ends_with_the_window(office: Office, qtbot: QtBot) -> None:
    import psutil

    from deskbell.ui.worker_process import WorkerProcess

    worker = office.program.findChild(WorkerProcess)
    qtbot.waitUntil(lambda: worker.pid != 0, timeout=SOON)
    pid = worker.pid
    office.program.close()
    assert not psutil.pid_exists(pid)
