"""Sending and solving in one stroke: as after solving, the next ticket of the list is opened, and the caret is out of the answer."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from deskbell.model.kinds import Status
from ui.driven import Driven

_BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def send(driven: Driven, keys: Qt.KeyboardModifier) -> None:
    editor = driven.window.pane.composer.editor
    driven.press("r")
    driven.qtbot.waitUntil(editor.hasFocus)
    QTest.keyClicks(editor, "It is on its way.")
    QTest.keyClick(editor, Qt.Key.Key_Return, keys)


def test_the_next_ticket_is_opened(driven: Driven, qtbot: QtBot) -> None:
    row, after = driven.open(0), driven.list.model.ticket(1)
    assert after is not None
    send(driven, _BOTH)
    qtbot.waitUntil(lambda: driven.row(row.id).status is Status.SOLVED)
    qtbot.waitUntil(lambda: driven.window.pane.row is not None and driven.window.pane.row.id == after.id)
    assert driven.list.view.current_id == after.id
    assert driven.window.focusWidget() is driven.list.view
    driven.press("z")
    qtbot.waitUntil(lambda: driven.row(row.id).messages == row.messages)
    assert driven.row(row.id).status is row.status
    qtbot.waitUntil(lambda: driven.window.pane.row is not None and driven.window.pane.row.id == row.id)
    qtbot.waitUntil(lambda: "It is on its way." in driven.window.pane.composer.editor.text())


def test_a_mere_answer_stays_where_it_is_and_the_keys_are_for_tickets_again(driven: Driven, qtbot: QtBot) -> None:
    row = driven.open(0)
    with qtbot.waitSignal(driven.window.pane.composer.sent):
        send(driven, Qt.KeyboardModifier.ControlModifier)
    assert driven.row(row.id).messages == row.messages + 1
    assert driven.window.pane.ticket_id == row.id
    assert driven.window.focusWidget() is driven.list.view
    driven.press("z")
    qtbot.waitUntil(lambda: driven.row(row.id).messages == row.messages)


def test_waiting_for_the_customer_is_taken_back_with_the_answer(driven: Driven, qtbot: QtBot) -> None:
    row = driven.open(0)
    composer = driven.window.pane.composer
    driven.press("r")
    qtbot.waitUntil(composer.editor.hasFocus)
    QTest.keyClicks(composer.editor, "Which one do you mean?")
    with qtbot.waitSignal(composer.sent):
        QTest.keyClick(composer.editor, Qt.Key.Key_P, _BOTH)
    assert driven.row(row.id).status is Status.PENDING
    assert not composer.editor.hasFocus()
    driven.press("z")
    qtbot.waitUntil(lambda: driven.row(row.id).messages == row.messages)
    assert driven.row(row.id).status is row.status
