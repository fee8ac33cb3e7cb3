"""The ticket list in groups: heads that fold, as cards and as a table."""

from random import Random

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from deskbell.actions.dispatch import perform
from deskbell.model.commands import Assign, SetPriority, SetStatus
from deskbell.model.grouping import Group, Grouping, GroupRow
from deskbell.model.kinds import Priority, Status
from deskbell.model.rows import TicketRow
from deskbell.model.saved_views import SavedView
from deskbell.model.views import Sort, View, ViewKind
from deskbell.store.queries import ticket_list
from deskbell.ui.inbox import group_head
from deskbell.ui.inbox.ticket_model import HEAD
from deskbell.ui.inbox.view_popup import ViewPopup
from ui.driven import Driven

OPEN = View(ViewKind.OPEN)
Line = TicketRow | GroupRow


class Groups:
    """A sample desk's open tickets by status."""

    def __init__(self, driven: Driven, qtbot: QtBot) -> None:
        self.driven, self.qtbot = driven, qtbot
        self.list, self.view, self.model = driven.list, driven.list.view, driven.list.model
        with qtbot.waitSignal(self.model.shown):
            driven.window.inbox.go_to_view(OPEN)
        self.by("Status")

    def by(self, words: str) -> None:
        with self.qtbot.waitSignal(self.model.shown):
            self.actions()[words].trigger()

    def actions(self) -> dict[str, QAction]:
        """All of the menu of orders, which is closed."""
        self.list.header.open_orders()
        self.qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        found = {action.text(): action for part in (menu, *menu.findChildren(QMenu)) for action in part.actions()}
        menu.hide()
        # Without a screen the window is not active again by itself.
        self.driven.window.activateWindow()
        self.qtbot.waitUntil(self.driven.window.isActiveWindow)
        self.view.setFocus()
        return found

    def line(self, number: int) -> Line | None:
        head = self.model.index(number).data(HEAD)
        return head if isinstance(head, GroupRow) else self.model.ticket(number)

    def heads(self) -> list[GroupRow]:
        return [line for line in self.truth() if isinstance(line, GroupRow)]

    def truth(self) -> tuple[Line, ...]:
        desk, model = self.driven.stage.database, self.model
        return desk.read(ticket_list.page, OPEN, model.order, 1, limit=9_999, grouping=model.grouping).lines

    def agrees(self) -> bool:
        truth = self.truth()
        loaded = {number: line for number in range(self.model.rowCount()) if (line := self.line(number)) is not None}
        return self.model.rowCount() == len(truth) and all(truth[number] == line for number, line in loaded.items())

    def click(self, number: int) -> None:
        area = self.view.visualRect(self.model.index(number))
        QTest.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(90, area.center().y()))

    def fold(self, number: int) -> None:
        with self.qtbot.waitSignal(self.model.settled):
            self.click(number)


@pytest.fixture
def groups(driven: Driven, qtbot: QtBot) -> Groups:
    return Groups(driven, qtbot)


@pytest.mark.parametrize("table", [False, True])
def test_groups_stand_under_heads_with_their_counts(groups: Groups, table: bool) -> None:
    tickets = groups.driven.stage.database.read(ticket_list.count, OPEN, 1)
    if table:
        groups.driven.press("v")
    assert groups.agrees()
    heads = groups.heads()
    assert [head.of for head in heads] == sorted(
        {int(row.status) for row in groups.truth() if isinstance(row, TicketRow)}
    )
    assert sum(head.tickets for head in heads) == tickets == groups.model.rowCount() - len(heads)
    assert groups.list.header._count.accessibleName() == str(tickets), "heads are no tickets"
    index = groups.model.index(0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == f"Group New, {heads[0].tickets} tickets"
    assert groups.view.rowHeight(0) == 30
    assert groups.view.rowHeight(1) == (30 if table else 76)
    assert groups.model.ticket(0) is None


def test_j_and_k_pass_over_heads(groups: Groups) -> None:
    second = list(groups.model.heads)[1]
    groups.driven.press("j")
    assert groups.view.currentIndex().row() == 1
    groups.view.go_to(second - 1)
    groups.driven.press("j")
    assert groups.view.currentIndex().row() == second + 1
    groups.driven.press("k")
    assert groups.view.currentIndex().row() == second - 1
    assert groups.view.next_id() == groups.model.ticket(second - 2).id
    groups.driven.press("kj")
    assert groups.view.next_id() == groups.model.ticket(second + 1).id
    QTest.keyClick(groups.view, Qt.Key.Key_Home)
    assert groups.view.currentIndex().row() == 1, "the first ticket, not its head"


def test_a_click_on_a_head_folds_its_group_and_another_unfolds_it(groups: Groups) -> None:
    before, many = groups.model.rowCount(), groups.heads()[0].tickets
    groups.fold(0)
    assert groups.model.rowCount() == before - many
    assert list(groups.model.heads)[:2] == [0, 1]
    assert groups.heads()[0].folded
    assert groups.agrees()
    assert groups.view.rowHeight(1) == 30
    assert groups.view.rowHeight(2) == 76
    groups.driven.press("j")
    assert groups.view.currentIndex().row() == 2
    groups.fold(0)
    assert groups.model.rowCount() == before
    assert groups.agrees()
    assert groups.view.rowHeight(1) == 76


def test_a_group_that_a_key_folds_is_read_out(groups: Groups, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(group_head, "announce", lambda _view, sentence: said.append(sentence))
    groups.view.go_to(1)
    many = groups.heads()[0].tickets
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
        with groups.qtbot.waitSignal(groups.model.settled):
            QTest.keyClick(groups.view, key)
    assert said == [f"Group New, {many} tickets, folded", f"Group New, {many} tickets"]


def test_what_was_dealt_with_and_is_folded_away_later_lets_no_other_ticket_be_opened(
    groups: Groups, qtbot: QtBot
) -> None:
    row = groups.driven.open(1)
    groups.driven.window.deeds.set_priority((row.id,), Priority.URGENT)
    qtbot.waitUntil(lambda: groups.driven.row(row.id).priority is Priority.URGENT)
    qtbot.waitUntil(lambda: not groups.driven.stage.runner.is_busy)
    groups.fold(0)
    assert groups.model.number_of(row.id) is None
    assert groups.driven.window.pane.ticket_id == row.id


def test_left_folds_the_group_that_one_is_in_and_right_unfolds_the_next(groups: Groups, qtbot: QtBot) -> None:
    groups.view.go_to(list(groups.model.heads)[1] + 2)
    with qtbot.waitSignal(groups.model.settled):
        QTest.keyClick(groups.view, Qt.Key.Key_Left)
    assert [head.folded for head in groups.heads()[:3]] == [False, True, False]
    groups.driven.press("j")
    third = list(groups.model.heads)[2]
    assert groups.view.currentIndex().row() == third + 1, "on with what follows the head"
    groups.driven.press("k")
    with qtbot.waitSignal(groups.model.settled):
        QTest.keyClick(groups.view, Qt.Key.Key_Right)
    assert not any(head.folded for head in groups.heads())


def test_all_are_folded_and_unfolded_by_the_menu(groups: Groups, qtbot: QtBot) -> None:
    before = groups.model.rowCount()
    with qtbot.waitSignal(groups.model.settled):
        groups.actions()["Fold all groups"].trigger()
    assert groups.model.rowCount() == len(groups.heads())
    groups.driven.press("jk")
    assert groups.view.current_id == 0, "there is nothing to go to"
    assert groups.list.header._count.accessibleName() == str(before - len(groups.heads()))
    with qtbot.waitSignal(groups.model.chosen_all):
        groups.model.choose_all()
    assert len(groups.model.chosen()) == before - len(groups.heads()), "what is folded is in the view"
    with qtbot.waitSignal(groups.model.settled):
        groups.actions()["Unfold all groups"].trigger()
    assert groups.model.rowCount() == before


def test_a_ticket_goes_to_the_group_that_it_comes_into(groups: Groups, qtbot: QtBot) -> None:
    moved = groups.model.ticket(1)
    assert moved is not None
    new = groups.heads()[0]
    for status in (Status.PENDING, Status.SOLVED, Status.NEW):
        perform(groups.driven.stage.database, SetStatus(agent_id=1, tickets=(moved.id,), status=status))
        qtbot.waitUntil(groups.agrees)
        number = groups.model.number_of(moved.id)
        assert (number is None) is (status is Status.SOLVED)
        if number is not None:
            own = max(row for row in groups.model.heads if row < number)
            assert groups.line(own).of == status
    assert groups.heads()[0] == new


@pytest.mark.parametrize("seed", range(4))
def test_groups_end_up_as_the_database_whatever_happens(groups: Groups, qtbot: QtBot, seed: int) -> None:
    random = Random(seed)
    groups.by(("Priority", "Assignee", "Customer", "Type")[seed])
    with qtbot.waitSignal(groups.model.shown):
        groups.actions()[
            random.choice(["Customer, Z to A", "Number, rising", "Oldest first", "Due last first"])
        ].trigger()
    everything = [line.id for line in groups.truth() if isinstance(line, TicketRow)]
    desk = groups.driven.stage.database
    for _ in range(6):
        first = random.randrange(groups.model.rowCount())
        groups.model.need(first, min(first + 9, groups.model.rowCount() - 1))
        for ticket in random.sample(everything, 3):
            status = random.choice([Status.NEW, Status.OPEN, Status.PENDING, Status.SOLVED])
            perform(desk, SetStatus(agent_id=1, tickets=(ticket,), status=status))
            perform(desk, SetPriority(agent_id=1, tickets=(ticket,), priority=random.choice(list(Priority))))
            perform(desk, Assign(agent_id=1, tickets=(ticket,), assignee_id=random.choice([None, 1, 2])))
        heads = list(groups.model.heads.values())
        groups.view.fold_wanted.emit(random.choice(heads), random.random() < 0.5)
        qtbot.waitUntil(groups.agrees)
        rows = range(groups.model.rowCount())
        heights = [groups.view.rowHeight(number) for number in rows]
        assert heights == [30 if number in groups.model.heads else 76 for number in rows]


def test_groups_scroll_as_other_lists_do(groups: Groups, qtbot: QtBot) -> None:
    groups.by("Customer")
    count = groups.model.rowCount()
    assert count > 100
    for first in (*range(0, count, 9), *range(count - 10, 0, -9), count - 12, 3):
        groups.model.need(max(0, first), min(count - 1, first + 9))
        last = min(first + 9, count - 1)
        qtbot.waitUntil(lambda first=first, last=last: None not in map(groups.line, range(max(0, first), last + 1)))
    assert groups.agrees()
    groups.view.verticalScrollBar().setValue(groups.view.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: groups.line(count - 1) is not None)
    first, last = groups.view._rows_in_sight()
    assert last == count - 1
    assert first > count - 40


def test_each_view_keeps_its_groups(groups: Groups, qtbot: QtBot) -> None:
    groups.fold(0)
    with qtbot.waitSignal(groups.model.shown):
        groups.driven.window.inbox.go_to_view(View(ViewKind.DONE))
    assert groups.model.grouping is None
    with qtbot.waitSignal(groups.model.shown):
        groups.driven.window.inbox.go_to_view(OPEN)
    assert groups.model.grouping == Grouping(Group.STATUS, frozenset({groups.model.heads[0]}))
    groups.by("Nothing")
    assert groups.model.grouping is None
    assert not groups.model.heads
    assert groups.view.rowHeight(0) == 76
    assert groups.agrees()


def test_groups_have_the_order_of_the_list(groups: Groups, qtbot: QtBot) -> None:
    with qtbot.waitSignal(groups.model.shown):
        groups.actions()["Customer, A to Z"].trigger()
    assert groups.model.order is Sort.CUSTOMER
    assert groups.model.grouping == Grouping(Group.STATUS)
    assert groups.agrees()


def test_a_view_is_saved_with_its_groups_and_may_get_others(groups: Groups, qtbot: QtBot) -> None:
    inbox = groups.driven.window.inbox

    def popup() -> ViewPopup:
        qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), ViewPopup))
        found = QApplication.activePopupWidget()
        assert isinstance(found, ViewPopup)
        return found

    def saved() -> list[SavedView]:
        return [row.saved for row in inbox.views.model.rows() if row.saved is not None and row.name == "In groups"]

    inbox.saved.keep()
    asked = popup()
    assert asked.groups.currentText() == "Status"
    asked.name.setText("In groups")
    QTest.keyClick(asked.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: inbox.view.kind is ViewKind.SAVED and bool(groups.model.heads))
    assert groups.model.grouping == Grouping(Group.STATUS)
    assert saved()[0].grouping == Group.STATUS
    groups.by("Team")
    assert saved()[0].grouping == Group.STATUS, "what a person picks is theirs alone"
    inbox.saved._change_shown()
    asked = popup()
    asked.groups.setCurrentText("Priority")
    QTest.keyClick(asked.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: groups.model.grouping == Grouping(Group.PRIORITY))
    qtbot.waitUntil(lambda: saved()[0].grouping == Group.PRIORITY)


def test_o_opens_the_menu_and_the_palette_folds(groups: Groups, qtbot: QtBot) -> None:
    groups.driven.press("o")
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    QApplication.activePopupWidget().close()
    done = {entry.id: action for entry, action in groups.driven.window.keys.bound()}
    for folded in (True, False):
        with qtbot.waitSignal(groups.model.settled):
            done["fold_groups"].trigger()
        assert all(head.folded is folded for head in groups.heads())
    offered = {entry.words: entry.do for entry in groups.driven.window.palette_box._entries()}
    assert "Group by: Type" in offered
    with qtbot.waitSignal(groups.model.shown):
        offered["Order: Subject, Z to A"]()
    assert groups.model.order is Sort.SUBJECT_FALLING
    with qtbot.waitSignal(groups.model.shown):
        offered["Group by: Nothing"]()
    assert "fold_groups" not in {entry.id for entry, _ in groups.driven.window.keys.bound()}
