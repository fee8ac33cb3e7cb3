"""The checklist beside a ticket: begun by key, written, ticked, moved and taken off, and kept while others work on it."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskbell.actions.dispatch import perform
from deskbell.model.checklist import ChecklistItem, SetItem
from deskbell.ui.ticket.checklist_box import ChecklistBox, ChecklistLine
from ui.driven import Driven


def begin(driven: Driven) -> ChecklistBox:
    QTest.keyClick(driven.list.view, Qt.Key.Key_C, Qt.KeyboardModifier.ShiftModifier)
    box = driven.window.findChild(ChecklistBox)
    assert box is not None
    driven.qtbot.waitUntil(box.field.hasFocus)
    return box


def add(driven: Driven, *texts: str) -> ChecklistBox:
    box = begin(driven)
    for text in texts:
        QTest.keyClicks(box.field, text)
        QTest.keyClick(box.field, Qt.Key.Key_Return)
    return box


def items(driven: Driven, number: int) -> list[str]:
    """What the desk has: a plus behind what is done."""
    return [item.text + "+" * item.done for item in driven.row(number).checklist]


def line(box: ChecklistBox, text: str) -> ChecklistLine:
    return next(one for one in box.lines if one.item.text == text)


def test_enter_adds_item_after_item_and_the_card_counts_them(driven: Driven, qtbot: QtBot) -> None:
    ticket = driven.open(0)
    assert driven.window.findChild(ChecklistBox) is None, "nothing is made for what has none"
    box = add(driven, "Call the depot", "Send it again")
    assert box.field.hasFocus()
    qtbot.waitUntil(lambda: items(driven, ticket.id) == ["Call the depot", "Send it again"])
    line(box, "Call the depot").box.click()
    assert box._count.text() == "1/2", "at once"
    assert line(box, "Call the depot").edit.field.font().strikeOut()
    qtbot.waitUntil(lambda: items(driven, ticket.id) == ["Call the depot+", "Send it again"])
    assert f"#{ticket.id}: “Call the depot” is done" in driven.toasts()
    driven.window.deeds.undo_last()
    qtbot.waitUntil(lambda: items(driven, ticket.id) == ["Call the depot", "Send it again"])
    qtbot.waitUntil(lambda: not line(box, "Call the depot").box.isChecked())


def test_what_nobody_wrote_is_no_checklist(driven: Driven) -> None:
    driven.open(0)
    box = begin(driven)
    assert box.isVisible()
    QTest.keyClick(box.field, Qt.Key.Key_Escape)
    assert not box.isVisible()


def test_what_is_being_written_goes_to_its_own_ticket(driven: Driven, qtbot: QtBot) -> None:
    first = driven.open(0)
    box = begin(driven)
    QTest.keyClicks(box.field, "Call the depot")
    second = driven.open(1)
    qtbot.waitUntil(lambda: items(driven, first.id) == ["Call the depot"])
    assert items(driven, second.id) == []
    assert not box.isVisible()
    assert box.field.text() == ""


def test_a_text_is_changed_in_place_and_taken_off_without_one(driven: Driven, qtbot: QtBot) -> None:
    ticket = driven.open(0)
    box = add(driven, "Call", "Send")
    qtbot.waitUntil(lambda: items(driven, ticket.id) == ["Call", "Send"])
    field = line(box, "Call").edit.field
    field.setFocus()
    QTest.keyClicks(field, " Bo")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: items(driven, ticket.id) == ["Call Bo", "Send"])
    line(box, "Send").edit.write("")
    qtbot.waitUntil(lambda: items(driven, ticket.id) == ["Call Bo"])
    qtbot.waitUntil(lambda: [one.item.text for one in box.lines] == ["Call Bo"])


def test_it_is_moved_by_key_and_by_menu(driven: Driven, qtbot: QtBot) -> None:
    ticket = driven.open(0)
    box = add(driven, "a", "b", "c")
    QTest.keyClick(line(box, "c").edit.field, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: items(driven, ticket.id) == ["a", "c", "b"])
    qtbot.waitUntil(lambda: [one.item.text for one in box.lines] == ["a", "c", "b"])
    choose(line(box, "a"), "Move down")
    qtbot.waitUntil(lambda: items(driven, ticket.id) == ["c", "a", "b"])
    choose(line(box, "c"), "Move up")
    choose(line(box, "a"), "Take off")
    qtbot.waitUntil(lambda: items(driven, ticket.id) == ["c", "b"])


def test_what_a_colleague_adds_leaves_what_is_being_written(driven: Driven, qtbot: QtBot) -> None:
    ticket = driven.open(0)
    box = add(driven, "Call", "Send")
    qtbot.waitUntil(lambda: items(driven, ticket.id) == ["Call", "Send"])
    field = line(box, "Send").edit.field
    field.setFocus()
    QTest.keyClicks(field, " it")
    theirs = ChecklistItem("t", "First of all")
    perform(driven.stage.database, SetItem(agent_id=2, ticket_id=ticket.id, item=theirs, fresh=True, place=0))
    qtbot.waitUntil(lambda: len(box.lines) == 3)
    assert field.hasFocus()
    assert field.text() == "Send it"
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: items(driven, ticket.id) == ["First of all", "Call", "Send it"])


def choose(one: ChecklistLine, words: str) -> None:
    actions: list[QAction] = one.menu().actions()
    next(action for action in actions if action.text() == words).trigger()


def drag(box: ChecklistBox, text: str, onto: str, *, sideways: int = 0, escape: bool = False) -> None:
    """Press on the text of one line, and let it go on another one."""
    field = line(box, text).edit.field
    goal = line(box, onto)
    begin_at = field.rect().center()
    # Beyond the middle of the other one, on the far side.
    down = goal.y() > line(box, text).y()
    end = field.mapFromGlobal(goal.mapToGlobal(QPoint(goal.width() // 2, goal.height() - 2 if down else 2)))
    end = QPoint(begin_at.x() + sideways, end.y())
    QTest.mousePress(field, Qt.MouseButton.LeftButton, pos=begin_at)
    for at in (begin_at + (end - begin_at) / 2, end):
        moved = QMouseEvent(
            QEvent.Type.MouseMove,
            QPointF(at),
            QPointF(field.mapToGlobal(at)),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        # The line goes along, so where the mouse is in it changes.
        global_at = moved.globalPosition()
        QApplication.sendEvent(field, moved)
    if escape:
        QTest.keyClick(field, Qt.Key.Key_Escape)
    QTest.mouseRelease(field, Qt.MouseButton.LeftButton, pos=field.mapFromGlobal(global_at.toPoint()))


def shown(box: ChecklistBox) -> list[str]:
    """As they stand, from above; nothing before they are laid out."""
    places = {one.y(): one.item.text for one in box.lines}
    return [places[y] for y in sorted(places)]


@pytest.mark.parametrize(
    ("text", "onto", "after"), [("a", "c", ["b", "c", "a"]), ("c", "a", ["c", "a", "b"]), ("a", "b", ["b", "a", "c"])]
)
def test_it_is_moved_by_the_mouse(driven: Driven, qtbot: QtBot, text: str, onto: str, after: list[str]) -> None:
    ticket = driven.open(0)
    box = add(driven, "a", "b", "c")
    qtbot.waitUntil(lambda: items(driven, ticket.id) == shown(box) == ["a", "b", "c"])
    drag(box, text, onto)
    assert shown(box) == after, "at once"
    qtbot.waitUntil(lambda: items(driven, ticket.id) == after)
    assert f"#{ticket.id}: “{text}” moved" in driven.toasts()
    driven.window.deeds.undo_last()
    qtbot.waitUntil(lambda: items(driven, ticket.id) == ["a", "b", "c"])
    qtbot.waitUntil(lambda: shown(box) == ["a", "b", "c"])


def test_a_drag_is_given_up_by_escape_and_to_the_side_it_is_none(driven: Driven, qtbot: QtBot) -> None:
    ticket = driven.open(0)
    box = add(driven, "a", "b", "c")
    qtbot.waitUntil(lambda: items(driven, ticket.id) == shown(box) == ["a", "b", "c"])
    with qtbot.assertNotEmitted(box.changed):
        drag(box, "a", "c", escape=True)
        drag(box, "a", "b", sideways=90)
    assert shown(box) == ["a", "b", "c"]
