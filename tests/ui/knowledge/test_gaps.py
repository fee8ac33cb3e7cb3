"""What is searched for in the knowledge base and not found: collected quietly, and made into something that is found."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from deskbell.actions.dispatch import perform
from deskbell.model.gaps import NoteUnfound
from deskbell.store.queries import gaps, settings
from deskbell.ui.knowledge.name_popup import NamePopup
from deskbell.ui.knowledge.place import INSIGHTS, Kind
from deskbell.ui.knowledge.unfound import Unfound
from ui.knowledge.conftest import Knowledge


def listed(knowledge: Knowledge) -> list[tuple[str, int]]:
    return [(one.written, one.hits) for one in knowledge.desk.read(gaps.listed, 1)]


def search(knowledge: Knowledge, words: str, found: int) -> None:
    """Until this is searched for, and so many articles are shown."""
    knowledge.screen.listed.search.setText(words)
    unfound = knowledge.screen.listed.unfound
    knowledge.qtbot.waitUntil(lambda: (unfound._words, unfound._hits) == (words, found))


def settle(knowledge: Knowledge) -> None:
    """As if the time had gone by."""
    timer = knowledge.screen.listed.unfound.settled
    assert timer.isActive()
    timer.stop()
    timer.timeout.emit()


def quiet(knowledge: Knowledge) -> None:
    """Until all commands are carried out."""
    runner = knowledge.screen.listed._runner
    knowledge.qtbot.waitUntil(lambda: not runner.is_busy)


def clear(knowledge: Knowledge) -> None:
    QTest.keyClick(knowledge.screen.listed.search, Qt.Key.Key_Escape)


def hide(knowledge: Knowledge) -> None:
    knowledge.window.places.go_inbox()


@pytest.mark.parametrize("leave", [settle, clear, hide])
def test_what_nobody_finds_is_counted_once_somebody_has_settled_on_it(
    knowledge: Knowledge, leave: Callable[[Knowledge], None]
) -> None:
    for words in ("vpn", "vpn s", "VPN setup"):
        search(knowledge, words, 0)
    quiet(knowledge)
    assert listed(knowledge) == []
    leave(knowledge)
    clear(knowledge)
    quiet(knowledge)
    assert listed(knowledge) == [("VPN setup", 0)]
    search(knowledge, "vpn SETUP", 0)
    leave(knowledge)
    quiet(knowledge)
    assert [one.times for one in knowledge.desk.read(gaps.listed, 1)] == [1], "once a day"


def test_what_is_found_counts_where_there_was_time_to_look_and_nothing_was_opened(knowledge: Knowledge) -> None:
    search(knowledge, "printer", 1)
    clear(knowledge)
    search(knowledge, "printer", 1)
    settle(knowledge)
    knowledge.screen.listed.article_list.step(1)
    knowledge.read("The printer is offline")
    clear(knowledge)
    quiet(knowledge)
    assert listed(knowledge) == []
    search(knowledge, "offline", 1)
    settle(knowledge)
    clear(knowledge)
    quiet(knowledge)
    assert listed(knowledge) == [("offline", 1)]


def test_what_was_opened_is_not_missed_when_the_list_is_read_again(knowledge: Knowledge) -> None:
    """Somebody has changed an article meanwhile."""
    search(knowledge, "printer", 1)
    knowledge.screen.listed.article_list.step(1)
    knowledge.read("The printer is offline")
    with knowledge.qtbot.waitSignal(knowledge.screen.listed.articles.begun):
        knowledge.screen.listed.articles.refresh()
    assert not knowledge.screen.listed.unfound.settled.isActive()
    search(knowledge, "offline", 1)
    settle(knowledge)
    clear(knowledge)
    quiet(knowledge)
    assert listed(knowledge) == [("offline", 1)]


def test_the_same_words_count_once_a_day_wherever_one_searches(knowledge: Knowledge) -> None:
    here = knowledge.screen.listed.unfound
    behind_brackets = Unfound(knowledge.screen.listed._runner, here._desk, knowledge.screen)
    search(knowledge, "vpn", 0)
    settle(knowledge)
    for words in ("VPN", "token"):
        behind_brackets.saw(words, 0)
        behind_brackets.leave()
    search(knowledge, "token", 0)
    settle(knowledge)
    quiet(knowledge)
    found = knowledge.desk.read(gaps.listed, 1)
    assert sorted((one.written.casefold(), one.times) for one in found) == [("token", 1), ("vpn", 1)]


def gone_to(knowledge: Knowledge, *words: str) -> None:
    """The list of these, the first of which is shown."""
    for times, one in enumerate(reversed(words), 1):
        for _ in range(times):
            perform(knowledge.desk, NoteUnfound(agent_id=1, words=one))
    view = knowledge.screen.places.insights.view
    view.clicked.emit(view.model().index(INSIGHTS.index(Kind.GAPS), 0))
    shown(knowledge, words[0])


def shown(knowledge: Knowledge, words: str) -> None:
    right = knowledge.screen.right

    def is_shown() -> bool:
        return right.currentWidget() is right.gap and right.gap.gap is not None and right.gap.gap.written == words

    knowledge.qtbot.waitUntil(is_shown)


def test_words_become_an_article_with_their_title(knowledge: Knowledge) -> None:
    gone_to(knowledge, "vpn setup", "router")
    right = knowledge.screen.right
    QTest.keyClick(knowledge.screen.middle.insight.view, Qt.Key.Key_Return)
    assert right.gap.write.hasFocus()
    QTest.keyClick(right.gap.write, Qt.Key.Key_Space)
    assert right.currentWidget() is right.editor
    assert right.editor.title.text() == "Vpn setup"
    right.editor.body.setPlainText("Ask Ona for the key.")
    right.editor.save()
    knowledge.read("Vpn setup")
    knowledge.qtbot.waitUntil(lambda: listed(knowledge) == [("router", 0)])
    knowledge.screen.places.category_list.step(1)
    knowledge.qtbot.waitUntil(lambda: right.currentWidget() is right.pane)


def test_words_whose_article_was_left_unsaved_stay(knowledge: Knowledge) -> None:
    """Also where something else is saved afterwards."""
    gone_to(knowledge, "vpn setup")
    right = knowledge.screen.right
    right.gap.write.click()
    right.editor.leave()
    knowledge.open(2, "Shipping times")
    right.settle()
    right.settings.saved.emit(2, "en")
    right.edit()
    right.editor.body.setPlainText("Two days.")
    right.editor.save()
    quiet(knowledge)
    assert listed(knowledge) == [("vpn setup", 0)]


def test_words_have_their_answer_once_the_article_that_was_begun_is_saved_later(knowledge: Knowledge) -> None:
    """From the draft that the desk keeps, so at another computer, too."""
    gone_to(knowledge, "vpn setup", "router")
    right = knowledge.screen.right
    right.gap.write.click()
    right.editor.leave()
    assert knowledge.drafted(0) == [""]
    right.drafts._kept.clear()
    right.drafts._read()
    knowledge.qtbot.waitUntil(lambda: right.drafts.find(0, "en") is not None)
    knowledge.screen.begin_article()
    assert right.editor.title.text() == "Vpn setup"
    right.editor.title.setText("How to reach us from home")
    right.editor.body.setPlainText("Ask Ona for the key.")
    right.editor.save()
    knowledge.read("How to reach us from home")
    knowledge.qtbot.waitUntil(lambda: listed(knowledge) == [("router", 0)])


def test_words_become_a_synonym(knowledge: Knowledge) -> None:
    gone_to(knowledge, "money back", "router")
    right = knowledge.screen.right
    right.gap.same.click()
    popup = right.gap.findChild(NamePopup)
    assert popup is not None
    popup.field.setText("refund")
    popup.button.click()
    shown(knowledge, "router")
    assert knowledge.desk.read(settings.read, 1).text("knowledge.synonyms") == "refund, money back"
    right.gap.search.click()
    knowledge.screen.listed.search.setText("money back")
    lines = knowledge.screen.listed.articles
    knowledge.qtbot.waitUntil(lambda: any(one.startswith("Give a refund") for one in knowledge.entries(lines)))


def test_words_are_put_away_and_back(knowledge: Knowledge) -> None:
    gone_to(knowledge, "vpn", "router")
    right = knowledge.screen.right
    right.gap.away.click()
    knowledge.qtbot.waitUntil(lambda: listed(knowledge) == [("router", 0), ("vpn", 0)])
    insights = knowledge.screen.places.insights.lines
    knowledge.qtbot.waitUntil(
        lambda: knowledge.entries(insights) == ["Most used", "Never used", "Untouched for long", "Nobody found, 1"]
    )
    knowledge.qtbot.waitUntil(lambda: right.gap.away.text() == "Put back into the list")
    right.gap.away.click()
    knowledge.qtbot.waitUntil(lambda: listed(knowledge) == [("vpn", 0), ("router", 0)])
