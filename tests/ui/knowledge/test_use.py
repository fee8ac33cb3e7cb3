"""Whether an article was of use, how often it is read, and the lists of it, in the knowledge base."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest

from deskbell.actions.dispatch import perform
from deskbell.model.article_figures import Figures, NoteReadings, SayUseful
from deskbell.model.articles import ArticleState
from deskbell.model.errors import Trouble
from deskbell.store.queries.article_figures import figures
from deskbell.ui.knowledge import insight_model
from deskbell.ui.knowledge.place import INSIGHTS, Kind
from deskbell.ui.knowledge.settling import as_settled
from ui.knowledge.conftest import Knowledge


def told(knowledge: Knowledge, article_id: int) -> Figures:
    found = knowledge.desk.read(figures, 1, article_id)
    assert found is not None
    return found


def figures_shown(knowledge: Knowledge, words: str) -> None:
    bar = knowledge.screen.pane.use_bar
    knowledge.qtbot.waitUntil(lambda: bar.isVisible() and words in bar.figures.text())


def test_an_opinion_is_given_by_key_and_taken_back(knowledge: Knowledge) -> None:
    knowledge.open(1, "Give a refund")
    bar = knowledge.screen.pane.use_bar
    knowledge.qtbot.waitUntil(bar.isVisible)
    QTest.keyClicks(knowledge.screen.listed.article_list, "+")
    figures_shown(knowledge, "Of use to 1 of 1")
    assert not bar.yes.isEnabled()
    QTest.keyClicks(knowledge.screen.listed.article_list, "-")
    figures_shown(knowledge, "Of use to 0 of 1")
    assert bar.why.hasFocus()
    QTest.keyClicks(bar.why, "The form is +- another")
    QTest.keyClick(bar.why, Qt.Key.Key_Return)
    knowledge.qtbot.waitUntil(lambda: "The form is +- another" in bar._complaints.text())
    assert not bar.why.isVisible()
    assert [one.why for one in told(knowledge, 1).complaints] == ["The form is +- another"]
    bar.yes.click()
    figures_shown(knowledge, "Of use to 1 of 1")
    knowledge.qtbot.waitUntil(lambda: not bar._complaints.isVisible())


def test_what_somebody_types_stays_when_a_colleague_says_something(knowledge: Knowledge) -> None:
    knowledge.open(1, "Give a refund")
    bar = knowledge.screen.pane.use_bar
    knowledge.qtbot.waitUntil(bar.isVisible)
    bar.no.click()
    QTest.keyClicks(bar.why, "The fo")
    perform(knowledge.desk, SayUseful(agent_id=2, id=1, useful=True))
    figures_shown(knowledge, "Of use to 1 of 2")
    assert bar.why.text() == "The fo"
    QTest.keyClick(bar.why, Qt.Key.Key_Escape)
    assert not bar.why.isVisible()
    assert knowledge.screen.isVisible()


def of_somebody_else(knowledge: Knowledge, article_id: int) -> None:
    """What one owns oneself does not count as read."""
    perform(knowledge.desk, as_settled(knowledge.kept(article_id), 1, owner_id=2))


def wait(knowledge: Knowledge) -> None:
    """As if the time had gone by."""
    reading = knowledge.screen.use.readings.reading
    if reading.isActive():
        reading.stop()
        reading.timeout.emit()


def leave(knowledge: Knowledge) -> None:
    """To the inbox, until all is written."""
    knowledge.window.places.go_inbox()
    runner = knowledge.screen.listed._runner
    knowledge.qtbot.waitUntil(lambda: not runner.is_busy)
    knowledge.window.places.go_knowledge()


def test_what_was_in_sight_for_some_seconds_is_read_once_a_day(knowledge: Knowledge) -> None:
    for number in (1, 2):
        of_somebody_else(knowledge, number)
    knowledge.open(1, "Give a refund")
    knowledge.open(2, "Shipping times")
    wait(knowledge)
    knowledge.open(1, "Give a refund")
    knowledge.open(2, "Shipping times")
    wait(knowledge)
    leave(knowledge)
    assert (told(knowledge, 1).week, told(knowledge, 2).week) == (0, 1)
    knowledge.open(1, "Give a refund")
    wait(knowledge)
    leave(knowledge)
    assert (told(knowledge, 1).week, told(knowledge, 2).week) == (1, 1)


def go_to(knowledge: Knowledge, kind: Kind) -> None:
    view = knowledge.screen.places.insights.view
    view.clicked.emit(view.model().index(INSIGHTS.index(kind), 0))


def draft(knowledge: Knowledge) -> None:
    perform(knowledge.desk, as_settled(knowledge.kept(2), 1, state=ArticleState.DRAFT))


def own(knowledge: Knowledge) -> None:
    perform(knowledge.desk, as_settled(knowledge.kept(2), 1, owner_id=1))


def look_after(knowledge: Knowledge) -> None:
    go_to(knowledge, Kind.NEVER_USED)
    knowledge.read("Give a refund")


@pytest.mark.parametrize("how", [draft, own, look_after])
def test_who_looks_after_an_article_does_not_read_it(knowledge: Knowledge, how: Callable[[Knowledge], None]) -> None:
    of_somebody_else(knowledge, 2)
    how(knowledge)
    knowledge.open(2, "Shipping times")
    wait(knowledge)
    leave(knowledge)
    assert told(knowledge, 2).week == 0


def test_lists_say_what_is_used_most_and_never(knowledge: Knowledge) -> None:
    lines = knowledge.screen.middle.insight.lines
    for ids in ((1, 2), (2,)):
        perform(knowledge.desk, NoteReadings(agent_id=1, ids=ids))
    go_to(knowledge, Kind.MOST_USED)
    knowledge.qtbot.waitUntil(
        lambda: (
            knowledge.entries(lines) == ["Shipping times, Read: 2 · Tickets: 0", "Give a refund, Read: 1 · Tickets: 0"]
        )
    )
    knowledge.read("Shipping times")
    QTest.keyClicks(knowledge.screen.middle.insight.view, "j")
    knowledge.read("Give a refund")
    go_to(knowledge, Kind.NEVER_USED)
    knowledge.qtbot.waitUntil(lambda: [one.split(",")[0] for one in knowledge.entries(lines)] == ["退款流程"])
    knowledge.read("退款流程")
    go_to(knowledge, Kind.STALE)
    knowledge.qtbot.waitUntil(lambda: knowledge.entries(lines) == [])
    assert knowledge.screen.middle.insight._nothing.isVisible()
    QTest.keyClicks(knowledge.screen.middle.insight.view, "/")
    assert knowledge.screen.listed.search.isVisible()
    assert knowledge.screen.places.place.kind is Kind.CATEGORY


def test_these_lists_go_on_to_their_last_article(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    """Page by page, and are as long as they were when they are read again."""
    monkeypatch.setattr("deskbell.ui.knowledge.insight_model.PAGE", 1)
    model = knowledge.screen.middle.insight.lines
    go_to(knowledge, Kind.NEVER_USED)
    knowledge.qtbot.waitUntil(lambda: model.rowCount() == 3)
    assert len({model.entry(row).id for row in range(3)}) == 3
    perform(knowledge.desk, NoteReadings(agent_id=1, ids=(1,)))
    with knowledge.qtbot.waitSignal(model.begun):
        knowledge.screen.places.read_again()
    knowledge.qtbot.waitUntil(lambda: model.rowCount() == 2)
    assert not model.canFetchMore(QModelIndex())


def test_a_list_that_cannot_be_read_says_so_and_is_tried_again(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    insight = knowledge.screen.middle.insight
    with monkeypatch.context() as broken:
        broken.setitem(insight_model._QUERIES, Kind.NEVER_USED, refuse)
        go_to(knowledge, Kind.NEVER_USED)
        knowledge.qtbot.waitUntil(insight._nothing.isVisible)
    insight._nothing.acted.emit()
    knowledge.qtbot.waitUntil(lambda: insight.view.isVisible() and insight.lines.rowCount() == 3)


def refuse(*_: object) -> None:
    raise Trouble("db.silent")
