"""The history in the place of the thread: who did what, what became of it, and the way back from a step."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from deskbell.model.history import Standing, Step, StepGroup
from deskbell.model.kinds import Deed, Priority, Status
from deskbell.ui.history.steps_box import StepsBox
from deskbell.ui.history.steps_model import STEP
from ui.driven import Driven

pytestmark = pytest.mark.usefixtures("lasting_toasts")


def steps(box: StepsBox) -> list[Step]:
    return [box.model.index(number).data(STEP) for number in range(box.model.rowCount())]


def shown(driven: Driven, qtbot: QtBot) -> StepsBox:
    """The history of the open ticket, by its key."""
    driven.press("h")
    pane = driven.window.pane
    assert not pane.conversation.isVisible()
    box = pane.history.panel.steps
    qtbot.waitUntil(lambda: box.model.rowCount() > 0)
    return box


def mark(box: StepsBox, number: int) -> Step:
    box.list.setCurrentIndex(box.model.index(number))
    assert box.step is not None
    return box.step


def test_the_key_shows_it_and_the_conversation_again(driven: Driven, qtbot: QtBot) -> None:
    driven.open(0)
    box = shown(driven, qtbot)
    found = steps(box)
    assert [step.at for step in found] == sorted((step.at for step in found), reverse=True)
    assert box.list.hasFocus()
    qtbot.keyClick(box.list, Qt.Key.Key_Escape)
    assert driven.window.pane.conversation.isVisible()
    shown(driven, qtbot)
    driven.open(1)
    assert driven.window.pane.conversation.isVisible(), "another ticket is read first"


def test_a_step_is_taken_back_with_a_key_and_that_with_another(driven: Driven, qtbot: QtBot) -> None:
    row = driven.open(0)
    driven.stage.deeds.set_priority((row.id,), Priority.URGENT)
    driven.stage.deeds.set_status((row.id,), Status.PENDING)
    box = shown(driven, qtbot)
    qtbot.waitUntil(lambda: steps(box)[0].kind is Deed.STATUS)
    assert mark(box, 1).kind is Deed.PRIORITY
    assert "Priority: Urgent →" in box._prospect.text()
    qtbot.keyClick(box.list, Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: steps(box)[0].kind is Deed.UNDONE)
    assert driven.row(row.id).priority is row.priority
    assert driven.row(row.id).status is Status.PENDING
    assert box.step is not None
    assert (box.step.kind, box.step.standing) == (Deed.PRIORITY, Standing.TAKEN_BACK), "the step stays marked"
    assert not box.back_button.isVisible()
    # What came of it is told by the answer, which may come after the news of it.
    qtbot.waitUntil(lambda: f"Taken back on #{row.id}" in driven.toasts())
    driven.press("z")
    qtbot.waitUntil(lambda: driven.row(row.id).priority is Priority.URGENT)


def test_one_that_was_overtaken_says_by_what(driven: Driven, qtbot: QtBot) -> None:
    row = driven.open(0)
    for status in (Status.PENDING, Status.ON_HOLD):
        driven.stage.deeds.set_status((row.id,), status)
    box = shown(driven, qtbot)
    qtbot.waitUntil(lambda: steps(box)[0].events[0].after == str(int(Status.ON_HOLD)))
    assert mark(box, 1).standing is Standing.OVERTAKEN
    assert "changed this again" in box._prospect.text()
    assert "Pending → On hold. Take that back first." in box._prospect.text()
    assert not box.back_button.isVisible()
    with qtbot.assertNotEmitted(box.take_back, wait=50):
        qtbot.keyClick(box.list, Qt.Key.Key_Backspace)


@pytest.mark.parametrize("everywhere", [False, True])
def test_of_a_bulk_here_alone_or_on_all(driven: Driven, qtbot: QtBot, *, everywhere: bool) -> None:
    row = driven.open(0)
    others = [one for one in map(driven.list.model.ticket, (1, 2)) if one is not None]
    driven.stage.deeds.set_priority((row.id, *(one.id for one in others)), Priority.URGENT)
    box = shown(driven, qtbot)
    qtbot.waitUntil(lambda: steps(box)[0].kind is Deed.PRIORITY)
    step = mark(box, 0)
    assert step.tickets in (2, 3)
    assert (box.back_button.text(), box.all_button.text()) == (
        "Take back here",
        f"Take back on all {step.tickets} tickets",
    )
    (box.all_button if everywhere else box.back_button).click()
    qtbot.waitUntil(lambda: steps(box)[0].kind is Deed.UNDONE)
    assert driven.row(row.id).priority is row.priority
    for one in others:
        assert driven.row(one.id).priority is (one.priority if everywhere else Priority.URGENT)


def test_the_toast_of_a_step_goes_with_it(driven: Driven, qtbot: QtBot) -> None:
    row = driven.open(0)
    driven.window.deeds.set_status((row.id,), Status.PENDING)
    said = f"#{row.id} set to Pending"
    qtbot.waitUntil(lambda: said in driven.toasts())
    box = shown(driven, qtbot)
    qtbot.waitUntil(lambda: steps(box)[0].kind is Deed.STATUS)
    mark(box, 0)
    box.back_button.click()
    qtbot.waitUntil(lambda: f"Taken back on #{row.id}" in driven.toasts())
    qtbot.waitUntil(lambda: said not in driven.toasts())


def test_narrowed_down_by_kind_and_person(driven: Driven, qtbot: QtBot) -> None:
    row = driven.open(0)
    driven.window.deeds.set_status((row.id,), Status.PENDING)
    box = shown(driven, qtbot)
    qtbot.waitUntil(lambda: steps(box)[0].kind is Deed.STATUS)
    everything, panel = len(steps(box)), driven.window.pane.history.panel
    panel.groups.setCurrentIndex(panel.groups.findData(StepGroup.STATUS))
    with qtbot.waitSignal(box.model.read):
        panel.groups.activated.emit(panel.groups.currentIndex())
    assert 0 < len(steps(box)) < everything
    assert all(any(event.kind in (Deed.STATUS, Deed.SNOOZED) for event in step.events) for step in steps(box))
    panel.people.setCurrentIndex(panel.people.findData(driven.stage.desk.me.id))
    with qtbot.waitSignal(box.model.read):
        panel.people.activated.emit(panel.people.currentIndex())
    assert {step.agent_id for step in steps(box)} == {driven.stage.desk.me.id}


def test_enter_shows_the_message_that_it_is_about(driven: Driven, qtbot: QtBot) -> None:
    driven.open(0)
    box = shown(driven, qtbot)
    number = next(number for number, step in enumerate(steps(box)) if step.message_id)
    step = mark(box, number)
    assert box.show_button.text() == "Show the message"
    QTest.keyClick(box.list, Qt.Key.Key_Return)
    pane = driven.window.pane
    qtbot.waitUntil(lambda: pane.conversation.isVisible() and pane.conversation.card(step.message_id) is not None)


def test_without_an_open_ticket_there_is_none(driven: Driven) -> None:
    driven.window.pane.history.toggle()
    driven.window.pane.header.history_button.click()
    assert not driven.window.pane.header.history_button.isChecked()
