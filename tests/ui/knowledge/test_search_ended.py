"""A search over all articles: nothing else is marked meanwhile, and Escape ends it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ui.knowledge.conftest import Knowledge


def test_while_all_is_searched_no_place_is_marked(knowledge: Knowledge) -> None:
    screen, first = knowledge.screen, knowledge.titles()
    marked = screen.places.category_list.selectionModel()
    assert marked.hasSelection()
    screen.listed.search.setText("password")
    knowledge.qtbot.waitUntil(lambda: "Reset a password" in knowledge.titles())
    assert not marked.hasSelection()
    screen.places.read_again()
    with knowledge.qtbot.waitSignal(screen.places.read):
        pass
    assert not marked.hasSelection(), "what is read again marks nothing either"
    screen.places.category_list.clicked.emit(marked.currentIndex())
    knowledge.qtbot.waitUntil(lambda: knowledge.titles() == first)
    assert marked.hasSelection()


@pytest.mark.parametrize("in_list", [False, True])
def test_escape_ends_a_search_and_then_leaves(knowledge: Knowledge, in_list: bool) -> None:
    listed, first = knowledge.screen.listed, knowledge.titles()
    knowledge.screen.middle.begin_search()
    QTest.keyClicks(listed.search, "password")
    knowledge.qtbot.waitUntil(lambda: "Reset a password" in knowledge.titles())
    at = listed.article_list if in_list else listed.search
    at.setFocus(Qt.FocusReason.PopupFocusReason)
    QTest.keyClick(at, Qt.Key.Key_Escape)
    knowledge.qtbot.waitUntil(lambda: knowledge.titles() == first)
    assert knowledge.window.focusWidget() is listed.article_list
    assert knowledge.shown() == "A parcel that got lost", "none is opened by that"
    assert (listed.search.text(), knowledge.screen.isVisible()) == ("", True)
    QTest.keyClick(listed.article_list, Qt.Key.Key_Escape)
    assert not knowledge.screen.isVisible()
