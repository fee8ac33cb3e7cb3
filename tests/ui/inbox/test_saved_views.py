"""Saved views in the window, by mouse and keyboard: kept, opened, sorted, changed, removed, and all of it undone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView, QMenu
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from deskbell.actions.dispatch import perform
from deskbell.model.rows import ViewRow
from deskbell.model.saved_views import RemoveView, SavedView, SaveView
from deskbell.model.views import Sort, View, ViewKind
from deskbell.store.queries import views
from deskbell.ui.inbox.inbox import Inbox
from deskbell.ui.inbox.view_popup import ViewPopup
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.theme.source import ThemeSource
from ui.driven import Driven

pytestmark = pytest.mark.usefixtures("lasting_toasts")

OLD, MINE = "Older than a week", View(ViewKind.MINE)


class Hands:
    """Driven, and what is done with saved views."""

    def __init__(self, driven: Driven, qtbot: QtBot) -> None:
        self.driven, self.qtbot = driven, qtbot
        self.inbox: Inbox = driven.window.inbox
        self.list = self.inbox.views.findChild(QListView)
        qtbot.waitUntil(lambda: self.saved() != {})

    def rows(self) -> dict[str, ViewRow]:
        return {row.name: row for row in self.inbox.views.model.rows() if row.saved is not None}

    def saved(self) -> dict[str, SavedView]:
        return {name: row.saved for name, row in self.rows().items() if row.saved is not None}

    def go(self, name: str) -> View:
        view = self.rows()[name].view
        with self.qtbot.waitSignal(self.inbox.tickets.model.shown):
            self.inbox.go_to_view(view)
        return view

    def popup(self) -> ViewPopup:
        self.qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
        popup = QApplication.activePopupWidget()
        assert isinstance(popup, ViewPopup)
        return popup

    def menu(self, view: View) -> list[str]:
        """The words of the menu of a view in the list; it stays open."""
        number = self.inbox.views.model.number_of(view)
        assert number is not None
        self.list.customContextMenuRequested.emit(self.list.visualRect(self.inbox.views.model.index(number)).center())
        offered = self.driven.dropped_down()
        return [offered._list.item(number).text() for number in range(offered._list.count())]

    def sorts(self, choose: str = "") -> list[str]:
        """The words of the menu of orders, of which one is chosen; it is closed."""
        self.qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        offered = {action.text(): action for action in menu.actions() if action.isCheckable()}
        if choose:
            offered[choose].trigger()
        menu.close()
        return list(offered)

    def press(self, key: Qt.Key, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.driven.list.view, key, keys)

    def write(self, popup: ViewPopup, name: str) -> None:
        popup.name.setText(name)
        QTest.keyClick(popup.name, Qt.Key.Key_Return)

    def undo(self) -> None:
        # The popup goes, and the desk has what it asked for, a moment before the window has the keyboard again and knows of it.
        window = self.driven.window
        window.activateWindow()
        self.driven.qtbot.waitUntil(lambda: window.isActiveWindow() and bool(window.deeds._done))
        self.inbox.tickets.view.setFocus()
        self.driven.press("z")


@pytest.fixture
def hands(driven: Driven, qtbot: QtBot) -> Hands:
    return Hands(driven, qtbot)


@pytest.fixture
def agents_hands(theme: ThemeSource, sample_file: Path, qtbot: QtBot) -> Iterator[Hands]:
    """The window of Owen, who manages nothing, and is of the team Orders."""
    stage = Stage(theme, sample=sample_file, me=6)
    driven = Driven(stage, qtbot)
    with qtbot.waitActive(driven.window):
        driven.window.show()
        driven.window.activateWindow()
    driven.window.begin()
    yield Hands(driven, qtbot)
    driven.window.close()
    delete(driven.window)
    stage.close()


def test_a_search_is_kept_as_a_view_and_undone(hands: Hands, qtbot: QtBot) -> None:
    search = hands.inbox.tickets.header.search
    hands.inbox.tickets.header.open_search()
    QTest.keyClicks(search, "tag:refund after:7d")
    QTest.keyClick(search, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    popup = hands.popup()
    assert popup.value() == SavedView(0, 1, None, "", "tag:refund after:7d")
    assert not popup.button.isEnabled()
    hands.write(popup, "Fresh refunds")
    qtbot.waitUntil(lambda: hands.inbox.view.kind is ViewKind.SAVED)
    assert hands.inbox.tickets.header._title.text() == "Fresh refunds"
    assert hands.inbox.views.view == hands.rows()["Fresh refunds"].view
    assert "View Fresh refunds saved" in hands.driven.toasts()
    # Of the window, which without a screen is not always active again once the popup is closed.
    assert hands.inbox.window().focusWidget() in (hands.inbox.tickets, hands.inbox.tickets.view)
    qtbot.waitUntil(lambda: hands.rows()["Fresh refunds"].count == hands.inbox.tickets.model.rowCount() > 0)
    hands.undo()
    qtbot.waitUntil(lambda: "Fresh refunds" not in hands.rows())
    qtbot.waitUntil(lambda: hands.inbox.view == MINE)


def test_a_built_in_view_is_narrowed(hands: Hands, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: hands.inbox.views.model.row_of(MINE) is not None)
    hands.press(Qt.Key.Key_S, Qt.KeyboardModifier.ShiftModifier)
    popup = hands.popup()
    assert popup.query.text() == "assignee:me is:open -is:snoozed"
    many = hands.inbox.views.model.row_of(MINE)
    assert many is not None
    qtbot.waitUntil(lambda: popup.query.accessibleDescription() == f"{many.count} tickets")
    popup.query.setText(f"{popup.query.text()} priority:high")
    hands.write(popup, "Mine and high")
    qtbot.waitUntil(lambda: hands.inbox.view.kind is ViewKind.SAVED)
    assert hands.saved()["Mine and high"].query == "assignee:me is:open -is:snoozed priority:high"


def test_it_is_renamed_and_asks_otherwise_and_one_undo_brings_it_back(hands: Hands, qtbot: QtBot) -> None:
    view = hands.go(OLD)
    before = hands.saved()[OLD]
    hands.press(Qt.Key.Key_F2)
    popup = hands.popup()
    assert popup.value() == before
    popup.query.setText("is:closed")
    with qtbot.waitSignal(hands.inbox.tickets.model.shown):
        hands.write(popup, "Done with")
    assert hands.inbox.view == view
    assert hands.inbox.tickets.header._title.text() == "Done with"
    qtbot.waitUntil(lambda: hands.rows()["Done with"].count == 99)
    assert hands.rows()["Done with"].more
    assert hands.inbox.views.model.data(hands.inbox.views.model.index(0)) == "My tickets"
    hands.undo()
    qtbot.waitUntil(lambda: OLD in hands.saved())
    after = hands.saved()[OLD]
    assert (after.query, after.sort, after.version) == (before.query, before.sort, before.version + 2)
    assert hands.inbox.view == view


def test_delete_on_its_row_removes_it_and_undo_brings_it_back(hands: Hands, qtbot: QtBot) -> None:
    hands.go(OLD)
    before = hands.saved()[OLD]
    hands.list.setFocus()
    QTest.keyClick(hands.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: OLD not in hands.rows())
    qtbot.waitUntil(lambda: hands.inbox.view == MINE)
    assert f"View {OLD} removed" in hands.driven.toasts()
    hands.undo()
    qtbot.waitUntil(lambda: OLD in hands.rows())
    again = hands.saved()[OLD]
    assert (again.query, again.sort, again.owner_id) == (before.query, before.sort, before.owner_id)


def test_delete_on_a_built_in_view_is_nothing(hands: Hands, qtbot: QtBot) -> None:
    hands.list.setFocus()
    with qtbot.assertNotEmitted(hands.driven.window.deeds.told):
        QTest.keyClick(hands.list, Qt.Key.Key_Delete)
    assert hands.inbox.view == MINE


def test_the_menu_of_a_view(hands: Hands, qtbot: QtBot) -> None:
    assert hands.menu(MINE) == ["Save as a view…"]
    hands.driven.dropped_down().close()
    assert hands.menu(hands.rows()[OLD].view) == ["Change…", "Save as a view…", "Remove"]
    hands.driven.dropped_down().choose_text("Save")
    popup = hands.popup()
    original = hands.saved()[OLD]
    assert (popup.value().id, popup.value().owner_id, popup.value().query) == (0, 1, original.query)
    popup.whose.setCurrentIndex(popup.whose.count() - 1)
    hands.write(popup, "A copy")
    qtbot.waitUntil(lambda: "A copy" in hands.rows())
    assert (hands.saved()["A copy"].owner_id, hands.saved()["A copy"].team_id) == (None, None)


def test_a_shared_one_is_given_to_a_team_and_taken_back(hands: Hands, qtbot: QtBot) -> None:
    hands.go(OLD)
    hands.press(Qt.Key.Key_F2)
    popup = hands.popup()
    assert [popup.whose.itemText(number) for number in range(popup.whose.count())] == [
        "Only me",
        "Team Customer care",
        "Team Orders",
        "Team Technicians",
        "Everybody",
    ]
    assert popup.whose.currentText() == "Everybody"
    popup.whose.setCurrentIndex(2)
    hands.write(popup, OLD)
    qtbot.waitUntil(lambda: hands.saved()[OLD].team_id is not None)
    number = hands.inbox.views.model.number_of(hands.rows()[OLD].view)
    assert number is not None
    tip = hands.inbox.views.model.index(number).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "Team Orders: is:open before:7d"
    hands.undo()
    qtbot.waitUntil(lambda: hands.saved()[OLD].team_id is None)


def test_sharing_is_undone(hands: Hands, qtbot: QtBot) -> None:
    name = "Urgent and mine"
    hands.go(name)
    hands.press(Qt.Key.Key_F2)
    popup = hands.popup()
    popup.whose.setCurrentIndex(popup.whose.count() - 1)
    hands.write(popup, name)
    qtbot.waitUntil(lambda: hands.saved()[name].owner_id is None)
    hands.undo()
    qtbot.waitUntil(lambda: hands.saved()[name].owner_id == 1)


def test_the_menu_changes_and_removes(hands: Hands, qtbot: QtBot) -> None:
    view = hands.rows()[OLD].view
    hands.menu(view)
    hands.driven.dropped_down().choose_text("Change")
    hands.write(hands.popup(), "Old")
    qtbot.waitUntil(lambda: "Old" in hands.rows())
    assert hands.inbox.view == MINE, "one is changed from anywhere"
    hands.menu(view)
    hands.driven.dropped_down().choose_text("Remove")
    qtbot.waitUntil(lambda: "Old" not in hands.rows())


def test_an_agent_keeps_views_and_changes_no_shared_one(agents_hands: Hands, qtbot: QtBot) -> None:
    hands = agents_hands
    assert "Urgent and mine" not in hands.rows()
    hands.go(OLD)
    hands.press(Qt.Key.Key_F2)
    assert QApplication.activePopupWidget() is None
    bound = {entry.id for entry, _ in hands.driven.window.keys.bound()}
    assert "save_view" in bound
    assert not {"change_view", "remove_view"} & bound
    assert hands.menu(hands.rows()[OLD].view) == ["Save as a view…"]
    hands.driven.dropped_down().choose_text("Save")
    popup = hands.popup()
    assert not popup.whose.isVisible()
    hands.write(popup, "Mine")
    qtbot.waitUntil(lambda: hands.inbox.view.kind is ViewKind.SAVED and "Mine" in hands.rows())
    qtbot.waitUntil(lambda: "change_view" in {entry.id for entry, _ in hands.driven.window.keys.bound()})


def test_each_view_has_its_order(hands: Hands, qtbot: QtBot) -> None:
    hands.go(OLD)
    order = hands.inbox.tickets.model
    assert order.order is Sort.OLDEST
    hands.go("Urgent and mine")
    assert order.order is Sort.URGENT
    hands.inbox.tickets.header.sorted_by.emit(Sort.LATEST)
    hands.go(OLD)
    assert order.order is Sort.OLDEST
    hands.go("Urgent and mine")
    assert order.order is Sort.LATEST, "the order that this person picked last"
    hands.press(Qt.Key.Key_F2)
    popup = hands.popup()
    popup.sort.setCurrentIndex(list(Sort).index(Sort.OLDEST))
    hands.write(popup, "Urgent and mine")
    qtbot.waitUntil(lambda: order.order is Sort.OLDEST)


def test_a_search_begins_with_the_latest_whatever_another_view_has(hands: Hands, qtbot: QtBot) -> None:
    hands.go(OLD)
    for words in ("order", "order invoice"):
        hands.inbox.go_to_view(View(ViewKind.SEARCH, query=words))
        assert hands.inbox.tickets.model.order is (Sort.LATEST if words == "order" else Sort.OLDEST)
        hands.inbox.tickets.header.sorted_by.emit(Sort.OLDEST)
    hands.go("Urgent and mine")
    assert hands.inbox.tickets.model.order is Sort.URGENT


def test_a_search_shows_its_best_matches_first_where_that_is_wanted(hands: Hands, qtbot: QtBot) -> None:
    tickets = hands.inbox.tickets
    offered = ["Latest first", "Oldest first", "Urgent first", "Due first"]
    tickets.header._sorting.click()
    assert hands.sorts() == offered
    tickets.header.open_search()
    QTest.keyClicks(tickets.header.search, "refund order")
    qtbot.waitUntil(lambda: hands.inbox.view.kind is ViewKind.SEARCH)
    tickets.header._search_sorting.click()
    assert hands.sorts("Best match first") == [*offered, "Best match first"]
    qtbot.waitUntil(lambda: tickets.model.order is Sort.BEST)
    assert tickets.header._search_sorting.accessibleName() == "Order: Best match first"


def test_who_saves_second_is_told_and_can_save_again(hands: Hands, qtbot: QtBot) -> None:
    hands.go(OLD)
    before = hands.saved()[OLD]
    hands.press(Qt.Key.Key_F2)
    popup = hands.popup()
    theirs = SaveView(agent_id=1, id=before.id, owner_id=None, name="Old", query=before.query, version=before.version)
    perform(hands.driven.stage.database, theirs)
    hands.write(popup, "Ancient")
    qtbot.waitUntil(lambda: bool(popup._name.fault()))
    assert popup.name.text() == "Ancient"
    hands.write(popup, "Ancient")
    qtbot.waitUntil(lambda: "Ancient" in hands.rows())


def test_one_that_somebody_removes_is_left(hands: Hands, qtbot: QtBot) -> None:
    hands.go(OLD)
    gone = hands.saved()[OLD]
    perform(hands.driven.stage.database, RemoveView(agent_id=1, id=gone.id, owner_id=None, version=gone.version))
    qtbot.waitUntil(lambda: hands.inbox.view == MINE)
    assert OLD not in hands.rows()


def test_the_palette_goes_to_one_and_changes_it(hands: Hands, qtbot: QtBot) -> None:
    window = hands.driven.window
    for words, wanted in ((OLD, ViewKind.SAVED), ("unassigned", ViewKind.UNASSIGNED)):
        window.palette_box.open_over()
        window.palette_box.look_for(words)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        qtbot.waitUntil(lambda wanted=wanted: hands.inbox.view.kind is wanted)
    titles = {entry.words for entry, _ in window.keys.bound()}
    assert "Save as a view…" in titles
    assert "Change the saved view…" not in titles
    hands.go(OLD)
    titles = {entry.words for entry, _ in window.keys.bound()}
    assert {"Change the saved view…", "Remove the saved view"} <= titles


def test_the_day_begins_with_the_view_of_yesterday(hands: Hands, qtbot: QtBot) -> None:
    view = hands.go("Asks about an invoice")
    stage = hands.driven.stage
    tomorrow = Inbox(stage.theme, stage.runner, stage.feed, stage.desk, stage.deeds, stage.menus, stage.settings)
    with qtbot.waitSignals([tomorrow.views.read, tomorrow.tickets.model.shown]):
        tomorrow.begin()
    assert tomorrow.view == view
    qtbot.waitUntil(lambda: tomorrow.tickets.header._title.text() == "Asks about an invoice")
    assert "invoice" in tomorrow.tickets.view.cards.words
    first = tomorrow.tickets.model.ticket(0)
    assert first is not None
    assert "invoice" in first.hit.casefold()
    delete(tomorrow)


def test_what_does_not_ask_for_anything_cannot_be_saved(hands: Hands) -> None:
    hands.go(OLD)
    hands.press(Qt.Key.Key_F2)
    popup = hands.popup()
    for query, works in (("tag:", False), ("", False), ("tag:late", True)):
        popup.query.setText(query)
        assert popup.button.isEnabled() is works
    popup.name.setText("  ")
    QTest.keyClick(popup.name, Qt.Key.Key_Return)
    assert popup.isVisible()
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    assert [row for row in hands.driven.stage.database.read(views.view_rows, 1) if row.name == OLD]


def test_a_right_click_asks_what_can_be_done_and_goes_nowhere(hands: Hands, qtbot: QtBot) -> None:
    number = hands.inbox.views.model.number_of(hands.rows()[OLD].view)
    assert number is not None
    at = hands.list.visualRect(hands.inbox.views.model.index(number)).center()
    with qtbot.assertNotEmitted(hands.inbox.views.picked):
        QTest.mouseClick(hands.list.viewport(), Qt.MouseButton.RightButton, pos=at)
        QApplication.sendEvent(
            hands.list.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, hands.list.mapToGlobal(at))
        )
    assert hands.driven.dropped_down()._list.count() == 3


def test_the_menu_key_means_the_view_that_is_marked(hands: Hands) -> None:
    hands.go(OLD)
    hands.list.customContextMenuRequested.emit(QPoint(-1, -1))
    assert hands.driven.dropped_down()._list.count() == 3
