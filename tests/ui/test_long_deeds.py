"""What is done to very many tickets at once: told when it is done, cancelled as a whole, undone as one; and all tickets of a view are ticked by one key."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from deskbell.model.kinds import Priority
from deskbell.model.views import Sort, View, ViewKind
from deskbell.store.queries import ticket_list
from deskbell.ui import long_deeds
from deskbell.ui.deeds import Done
from deskbell.ui.inbox import reading
from deskbell.ui.inbox.course_line import CourseLine
from deskbell.ui.inbox.ticket_list import TicketList
from deskbell.ui.scenes.stage import Stage

DONE = View(ViewKind.DONE)


@pytest.fixture(autouse=True)
def _few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_deeds, "LONG", 20)


def numbers(stage: Stage, view: View = DONE) -> tuple[int, ...]:
    return tuple(stage.database.read(ticket_list.numbers, view, Sort.LATEST, 1, limit=10_000))


def priorities(stage: Stage, tickets: tuple[int, ...]) -> list[Priority]:
    return [row.priority for row in stage.database.read(ticket_list.rows, tickets, 1)]


def listed(stage: Stage, qtbot: QtBot, view: View = DONE) -> TicketList:
    made = TicketList(stage.theme, stage.runner, stage.feed, stage.desk, stage.deeds, stage.menus, stage.settings)
    qtbot.addWidget(made)
    made.resize(368, 700)
    made.show()
    with qtbot.waitSignal(made.model.shown):
        made.show_view(view)
    return made


def test_it_is_told_when_it_is_done_and_undone_as_one(stage: Stage, qtbot: QtBot) -> None:
    tickets = numbers(stage)
    before, told = priorities(stage, tickets), list[Done]()
    stage.deeds.told.connect(told.append)
    with qtbot.waitSignal(stage.deeds.told), stage.database.writing():
        stage.deeds.set_priority(tickets, Priority.URGENT)
        assert not told, "nothing is done yet"
        under_way = stage.deeds.long.first
        assert under_way is not None
        assert under_way.many == len(tickets)
    assert stage.deeds.long.first is None
    assert set(priorities(stage, tickets)) == {Priority.URGENT}
    with qtbot.waitSignal(stage.deeds.undone):
        stage.deeds.undo_last()
    assert priorities(stage, tickets) == before


def test_what_changes_nothing_is_said_once_that_is_known(stage: Stage, qtbot: QtBot) -> None:
    tickets = numbers(stage)
    with qtbot.waitSignal(stage.deeds.told):
        stage.deeds.set_priority(tickets, Priority.URGENT)
    with qtbot.assertNotEmitted(stage.deeds.told), qtbot.waitSignal(stage.deeds.stopped) as said:
        stage.deeds.set_priority(tickets, Priority.URGENT)
    assert said.args == [f"Nothing changed on {len(tickets)} tickets"]
    assert stage.deeds.long.first is None


def test_undo_cancels_what_is_under_way(stage: Stage, qtbot: QtBot) -> None:
    tickets = numbers(stage)
    before, told = priorities(stage, tickets), list[Done]()
    stage.deeds.set_priority(tickets[:1], Priority.LOW)
    with qtbot.waitSignals([stage.deeds.stopped, stage.deeds.refused]), stage.database.writing():
        stage.deeds.told.connect(told.append)
        stage.deeds.set_priority(tickets, Priority.URGENT)
        stage.deeds.undo_last()
    assert priorities(stage, tickets) == [Priority.LOW, *before[1:]], "what was done before is not undone"
    assert not told


def test_an_undo_that_is_cancelled_can_be_tried_again(stage: Stage, qtbot: QtBot) -> None:
    tickets = numbers(stage)
    before = priorities(stage, tickets)
    with qtbot.waitSignal(stage.deeds.told):
        stage.deeds.set_priority(tickets, Priority.URGENT)
    with qtbot.waitSignal(stage.deeds.told), stage.database.writing():
        stage.deeds.undo_last()
        under_way = stage.deeds.long.first
        assert under_way is not None
        under_way.course.stop()
    assert set(priorities(stage, tickets)) == {Priority.URGENT}
    with qtbot.waitSignal(stage.deeds.undone):
        stage.deeds.undo_last()
    assert priorities(stage, tickets) == before


def test_the_line_says_how_far_it_is_and_cancels(stage: Stage, qtbot: QtBot) -> None:
    tickets = listed(stage, qtbot)
    chosen = numbers(stage)
    before = priorities(stage, chosen)
    with qtbot.waitSignal(stage.deeds.stopped), stage.database.writing():
        stage.deeds.set_priority(chosen, Priority.URGENT)
        line = tickets.findChild(CourseLine)
        assert line is not None
        assert not line.isVisible(), "what is done at once shows nothing"
        qtbot.waitUntil(line.isVisible)
        qtbot.mouseClick(line.stop_button, Qt.MouseButton.LeftButton)
        assert not line.stop_button.isEnabled()
    assert not line.isVisible()
    assert priorities(stage, chosen) == before


@pytest.mark.parametrize("sort", Sort)
def test_all_of_a_view_are_ticked_also_those_that_are_not_loaded(stage: Stage, qtbot: QtBot, sort: Sort) -> None:
    model = listed(stage, qtbot).model
    with qtbot.waitSignal(model.shown):
        model.show_view(DONE, sort)
    with qtbot.waitSignal(model.chosen_all):
        model.choose_all()
    assert set(model.chosen()) == set(numbers(stage))
    assert len(model.chosen()) == model.rowCount() > reading.PAGE


def test_of_very_many_the_first_are_ticked_and_it_is_said(
    stage: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_CHOSEN", 60)
    tickets = listed(stage, qtbot)
    with qtbot.waitSignal(tickets.model.chosen_all):
        tickets.model.choose_all()
    assert tickets.model.chosen() == numbers(stage)[:60]
    line = tickets.findChild(CourseLine)
    assert line is not None
    assert line.isVisible()
    tickets.model.choose_none()
    assert not line.isVisible()


def test_an_answer_for_the_view_before_ticks_nothing(stage: Stage, qtbot: QtBot) -> None:
    model = listed(stage, qtbot).model
    model.choose_all()
    with qtbot.waitSignal(model.shown):
        model.show_view(View(ViewKind.OPEN), Sort.LATEST)
    qtbot.waitUntil(lambda: not stage.runner.is_busy)
    assert model.chosen() == ()


@pytest.mark.parametrize("query", ["status:solved", "refund"])
def test_of_a_search_all_that_it_finds(stage: Stage, qtbot: QtBot, query: str) -> None:
    view = View(ViewKind.SEARCH, query=query)
    model = listed(stage, qtbot, view).model
    with qtbot.waitSignal(model.chosen_all):
        model.choose_all()
    found = stage.database.read(ticket_list.page, view, Sort.LATEST, 1, limit=500).rows
    assert found
    assert list(model.chosen()) == [row.id for row in found]
