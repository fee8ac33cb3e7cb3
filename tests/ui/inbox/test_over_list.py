"""What is opened where the ticket list is a table, and how one comes back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskbell.model.kinds import Priority, Status
from deskbell.model.views import View, ViewKind
from deskbell.ui.widgets.toast import Toast
from ui.driven import Driven
from ui.inbox.table_hands import Hands

pytestmark = pytest.mark.usefixtures("lasting_toasts")


@pytest.fixture
def hands(driven: Driven, qtbot: QtBot) -> Hands:
    return Hands(driven, qtbot)


def test_keys_mark_and_enter_opens_and_escape_leads_back(hands: Hands, qtbot: QtBot) -> None:
    hands.driven.press("jj")
    marked = hands.id_at(1)
    assert hands.list.view.current_id == marked
    assert hands.window.pane.ticket_id == 0
    with qtbot.waitSignal(hands.window.pane.shown) as shown:
        QTest.keyClick(hands.list.view, Qt.Key.Key_Return)
    assert shown.args == [marked]
    assert hands.window.pane.isVisible()
    assert not hands.list.isVisible()
    focus = QApplication.focusWidget()
    assert focus is not None
    assert hands.window.pane.isAncestorOf(focus)
    QTest.keyClick(focus, Qt.Key.Key_Escape)
    assert hands.list.isVisible()
    assert not hands.window.pane.isVisible()
    assert hands.list.view.hasFocus()
    assert hands.list.view.current_id == marked


def test_what_is_marked_is_read_before_it_is_opened(hands: Hands, qtbot: QtBot) -> None:
    hands.driven.press("jj")
    qtbot.waitUntil(lambda: hands.window.pane._next.has(hands.id_at(1)))
    with qtbot.waitSignal(hands.window.pane.shown) as shown:
        QTest.keyClick(hands.list.view, Qt.Key.Key_Return)
    assert shown.args == [hands.id_at(1)]


def test_within_a_ticket_the_keys_open_the_next_and_u_leads_back(hands: Hands, qtbot: QtBot) -> None:
    hands.open(0)
    focus = QApplication.focusWidget()
    with qtbot.waitSignal(hands.window.pane.shown) as shown:
        QTest.keyClicks(focus, "j")
    assert shown.args == [hands.id_at(1)]
    QTest.keyClicks(QApplication.focusWidget(), "u")
    assert hands.list.isVisible()
    assert hands.list.view.current_id == hands.id_at(1)


def test_the_bar_over_a_ticket_names_the_view_and_leads_on_and_back(hands: Hands, qtbot: QtBot) -> None:
    hands.open(0)
    bar = hands.window.inbox._made_over().bar
    assert bar.isVisible()
    with qtbot.waitSignal(hands.window.pane.shown) as shown:
        hands.button(bar, "Next ticket").click()
    assert shown.args == [hands.id_at(1)]
    hands.button(bar, "Back to the list").click()
    assert hands.list.isVisible()


def test_another_view_lies_over_nothing(hands: Hands, qtbot: QtBot) -> None:
    hands.open(0)
    with qtbot.waitSignal(hands.list.model.shown):
        hands.window.inbox.go_to_view(View(ViewKind.MINE))
    assert hands.list.isVisible()
    assert hands.window.pane.ticket_id == 0


def test_escape_in_the_composer_leaves_the_ticket_open(hands: Hands, qtbot: QtBot) -> None:
    hands.open(0)
    QTest.keyClicks(QApplication.focusWidget(), "r")
    editor = hands.window.pane.composer.editor
    qtbot.waitUntil(editor.hasFocus)
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert hands.window.pane.isVisible()
    assert hands.window.pane.conversation.hasFocus()


def test_r_opens_the_marked_ticket_and_what_is_typed_then_is_the_reply(hands: Hands, qtbot: QtBot) -> None:
    hands.driven.press("jj")
    with qtbot.waitSignal(hands.window.pane.shown):
        QTest.keyClicks(hands.list.view, "r")
        QTest.keyClicks(QApplication.focusWidget(), "hqz")
    assert hands.window.pane.ticket_id == hands.id_at(1)
    # Behind what is drafted already, where something is.
    assert "hqz" in hands.window.pane.composer.editor.text()


def test_a_key_does_something_to_the_marked_ticket_and_marks_the_next(hands: Hands, qtbot: QtBot) -> None:
    hands.driven.press("jj")
    ticket, following = hands.id_at(1), hands.id_at(2)
    hands.driven.press("e")
    qtbot.waitUntil(lambda: hands.driven.row(ticket).status is Status.SOLVED)
    qtbot.waitUntil(lambda: hands.list.view.current_id == following)
    assert hands.window.pane.ticket_id == 0, "nothing was opened"
    toast = hands.window.findChildren(Toast)[-1]
    assert toast.isVisible()
    assert hands.list.isAncestorOf(toast), "where it can be seen"


def test_a_deed_on_the_ticket_over_the_table_opens_the_next(hands: Hands, qtbot: QtBot) -> None:
    ticket, following = hands.open(1), hands.id_at(2)
    QTest.keyClicks(QApplication.focusWidget(), "e")
    qtbot.waitUntil(lambda: hands.window.pane.ticket_id == following)
    assert hands.driven.row(ticket).status is Status.SOLVED
    toast = hands.window.findChildren(Toast)[-1]
    assert toast.isVisible()


def test_a_list_that_drops_down_for_the_marked_ticket_knows_what_it_has(hands: Hands, qtbot: QtBot) -> None:
    hands.driven.press("j")
    ticket = hands.id_at(0)
    hands.driven.press("p")
    hands.driven.dropped_down().choose_text("Urgent")
    qtbot.waitUntil(lambda: hands.driven.row(ticket).priority is Priority.URGENT)


def test_the_second_half_of_a_double_click_hits_nothing(hands: Hands, qtbot: QtBot) -> None:
    hands.open(0)
    place = hands.window.inbox._conversation
    assert place is not None
    assert place.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    qtbot.waitUntil(lambda: not place.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents))


def test_what_was_ticked_is_not_meant_by_the_keys_of_a_ticket_over_it(hands: Hands, qtbot: QtBot) -> None:
    hands.click(1, 20)
    hands.click(2, 20)
    hands.driven.press("j")
    with qtbot.waitSignal(hands.window.pane.shown):
        QTest.keyClick(hands.list.view, Qt.Key.Key_Return)
    opened = hands.window.pane.ticket_id
    QTest.keyClicks(QApplication.focusWidget(), "x")
    assert hands.list.model.chosen() == ()
    QTest.keyClicks(QApplication.focusWidget(), "i")
    qtbot.waitUntil(lambda: hands.driven.row(opened).assignee_id == 1)
    QTest.keyClicks(QApplication.focusWidget(), "u")
    hands.driven.press("x")
    assert hands.list.model.chosen() == (opened,)


def test_the_search_is_above_the_list(hands: Hands) -> None:
    hands.open(0)
    QTest.keyClicks(QApplication.focusWidget(), "/")
    assert hands.list.header.search.hasFocus()
    assert hands.list.isVisible()


def test_the_tab_key_comes_by_the_columns(hands: Hands) -> None:
    hands.list.view.setFocus()
    QTest.keyClick(hands.list.view, Qt.Key.Key_Tab)
    assert hands.head.choose_button.hasFocus()


def test_a_click_before_the_first_column_ticks(hands: Hands) -> None:
    hands.click(1, 20)
    hands.click(3, 20)
    assert hands.list.model.chosen() == (hands.id_at(1), hands.id_at(3))
    assert hands.list.isVisible()
