"""From the search to what it finds, by Enter, and to other views; and to the view that it is saved as."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskbell.model.errors import Trouble
from deskbell.model.views import ViewKind
from deskbell.store.queries import views
from deskbell.ui.inbox.view_popup import ViewPopup
from deskbell.ui.widgets.search_box import SearchBox
from ui.driven import Driven


def nothing_found(driven: Driven, qtbot: QtBot) -> SearchBox:
    """The caret is in the search, which has found nothing, and wanted to go to it."""
    tickets = driven.list
    tickets.header.open_search()
    box = tickets.header.search
    with qtbot.waitSignal(tickets.model.shown):
        box.setText("zzyzx")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert driven.window.focusWidget() is box
    return box


def test_the_keyboard_goes_to_results_that_are_still_to_come(driven: Driven, qtbot: QtBot) -> None:
    box = nothing_found(driven, qtbot)
    box.setText("refund")
    QTest.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: driven.window.focusWidget() is driven.list.view)
    assert driven.list.view.current_id


def test_not_to_those_of_what_is_typed_on(driven: Driven, qtbot: QtBot) -> None:
    box = nothing_found(driven, qtbot)
    with qtbot.waitSignal(driven.list.model.shown):
        box.setText("refund")
    assert driven.list.model.rowCount()
    assert driven.window.focusWidget() is box


def test_who_deletes_all_words_by_hand_types_on_and_presses_no_keys(driven: Driven, qtbot: QtBot) -> None:
    driven.open(0)
    before = driven.row(driven.list.view.current_id).status
    driven.list.header.open_search()
    box = driven.list.header.search
    with qtbot.waitSignal(driven.list.model.shown):
        QTest.keyClicks(box, "re")
    with qtbot.waitSignal(driven.list.model.shown):
        QTest.keyClick(box, Qt.Key.Key_Backspace)
        QTest.keyClick(box, Qt.Key.Key_Backspace)
    assert driven.window.focusWidget() is box
    QTest.keyClick(driven.window.focusWidget(), Qt.Key.Key_E)
    assert box.text() == "e"
    assert driven.row(driven.list.view.current_id).status is before


def test_the_end_of_a_search_gives_the_keyboard_to_the_tickets(driven: Driven, qtbot: QtBot) -> None:
    driven.list.header.open_search()
    box = driven.list.header.search
    with qtbot.waitSignal(driven.list.model.shown):
        QTest.keyClicks(box, "refund")
    with qtbot.waitSignal(driven.list.model.shown):
        QTest.keyClick(box, Qt.Key.Key_Escape)
    assert not box.isVisible()
    assert driven.window.focusWidget() is driven.list.view


def test_escape_among_what_was_found_ends_the_search(driven: Driven, qtbot: QtBot) -> None:
    before = driven.window.inbox.view
    view = driven.list.view
    driven.list.header.open_search()
    with qtbot.waitSignal(driven.list.model.shown):
        QTest.keyClicks(driven.list.header.search, "refund")
    QTest.keyClick(driven.list.header.search, Qt.Key.Key_Return)
    QTest.keyClicks(view, "x")
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert driven.window.inbox.view.kind is ViewKind.SEARCH, "what is ticked comes first"
    driven.window.pane.conversation.setFocus()
    QTest.keyClick(driven.window.pane.conversation, Qt.Key.Key_Escape)
    assert driven.window.inbox.view.kind is ViewKind.SEARCH, "whoever reads goes on with what was found"
    view.setFocus()
    with qtbot.waitSignal(driven.list.model.shown):
        QTest.keyClick(view, Qt.Key.Key_Escape)
    assert (driven.window.inbox.view, driven.list.header.search.text()) == (before, "")
    assert driven.window.focusWidget() is view


def test_no_button_of_the_bar_for_many_has_the_keyboard_by_itself(driven: Driven, qtbot: QtBot) -> None:
    driven.list.header.open_search()
    driven.list.model.choose_all()
    qtbot.waitUntil(driven.list.bulk.isVisible)
    assert driven.window.focusWidget() is driven.list.view


def test_a_search_that_is_left_by_the_palette_goes(driven: Driven, qtbot: QtBot) -> None:
    inbox, palette, header = driven.window.inbox, driven.window.palette_box, driven.list.header
    header.open_search()
    QTest.keyClicks(header.search, "refund")
    qtbot.waitUntil(lambda: inbox.view.kind is ViewKind.SEARCH)
    palette.open_over()
    palette.look_for("unassigned")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: inbox.view.kind is ViewKind.UNASSIGNED)
    assert (header.search.text(), header.search.isVisible()) == ("", False)


def test_who_could_not_be_shown_the_view_that_they_saved_stays_where_they_are(
    driven: Driven, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also once the views can be read again, whatever they are read for then."""
    inbox, runner = driven.window.inbox, driven.stage.runner
    before = inbox.view
    read, away = runner._read, [True]

    def may_fail(query: object, *args: object, **kwargs: object) -> object:
        if query is views.view_rows and away[0]:
            raise Trouble("db.readonly", path="desk.db")
        return read(query, *args, **kwargs)

    monkeypatch.setattr(runner, "_read", may_fail)
    with qtbot.waitSignal(runner.troubled):
        QTest.keyClick(driven.list.view, Qt.Key.Key_S, Qt.KeyboardModifier.ShiftModifier)
        qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), ViewPopup))
        popup = QApplication.activePopupWidget()
        popup.query.setText("priority:high")
        popup.name.setText("High")
        QTest.keyClick(popup.name, Qt.Key.Key_Return)
    away[0] = False
    with qtbot.waitSignal(inbox.views.read):
        inbox.views.read_again()
    assert "High" in [row.name for row in inbox.views.model.rows()]
    assert inbox.view == before
