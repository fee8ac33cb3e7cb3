"""The list of views: grouped, counted, and told apart by what changed."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from deskbell.model.kinds import MailboxState, Priority, Status
from deskbell.model.rows import ViewRow
from deskbell.model.saved_views import SavedView, ViewCount
from deskbell.model.views import View, ViewKind
from deskbell.ui.inbox.drag import tickets_mime, tickets_of
from deskbell.ui.inbox.dropping import drop_on
from deskbell.ui.inbox.inbox import Inbox
from deskbell.ui.inbox.views_list import ViewsList
from deskbell.ui.inbox.views_model import ENTRY, FOLDED_AT_FIRST, Head, ViewsModel
from deskbell.ui.scenes.stage import Stage

ROWS = (
    ViewRow(View(ViewKind.MINE), "", 12),
    ViewRow(View(ViewKind.DRAFTS), "", 0),
    ViewRow(View(ViewKind.MAILBOX, 1), "Support", 96, MailboxState.GOOD),
    ViewRow(View(ViewKind.MAILBOX, 2), "Billing", 31, MailboxState.FAILING),
    ViewRow(View(ViewKind.TEAM, 4), "Orders", 9),
    ViewRow(View(ViewKind.SAVED, 8), "Lost <b>parcels", 0, saved=SavedView(8, 1, None, "Lost <b>parcels", "lost <i>")),
    ViewRow(View(ViewKind.SAVED, 9), "Late", 0, saved=SavedView(9, None, 4, "Late", "tag:late")),
    ViewRow(View(ViewKind.TAG, 5), "refund", 3),
)
HEADS = ("Mailboxes", "Teams", "Saved views", "Tags")


@pytest.fixture
def model(theme: object, qtbot: QtBot) -> Iterator[ViewsModel]:
    made = ViewsModel()
    tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Warning)
    made.show_rows(ROWS)
    yield made
    delete(tester)
    delete(made)


def words(model: ViewsModel) -> list[object]:
    return [model.index(number).data() for number in range(model.rowCount())]


def test_groups_have_heads(model: ViewsModel) -> None:
    assert words(model) == [
        "My tickets",
        "Drafts",
        "Mailboxes",
        "Support",
        "Billing",
        "Teams",
        "Orders",
        "Saved views",
        "Lost <b>parcels",
        "Late",
        "Tags",
        "refund",
    ]
    assert isinstance(model.index(2).data(ENTRY), Head)
    assert not model.flags(model.index(2)) & Qt.ItemFlag.ItemIsSelectable


def test_a_group_with_nothing_in_it_has_no_head(model: ViewsModel) -> None:
    model.show_rows(ROWS[:2])
    assert words(model) == ["My tickets", "Drafts"]


def test_another_count_redraws_that_row_alone(model: ViewsModel, qtbot: QtBot) -> None:
    changed: list[int] = []
    model.dataChanged.connect(lambda first, last: changed.extend((first.row(), last.row())))
    with qtbot.assertNotEmitted(model.modelReset):
        model.show_rows((ROWS[0], ROWS[1], replace(ROWS[2], count=97), *ROWS[3:]))
    assert changed == [3, 3]


def test_the_count_of_a_saved_view_stays_while_the_others_are_read_again(model: ViewsModel, qtbot: QtBot) -> None:
    changed: list[int] = []
    model.dataChanged.connect(lambda first, last: changed.append(first.row()))
    model.show_count(9, ViewCount(99, more=True))
    assert changed == [9]
    model.show_rows((replace(ROWS[0], count=13), *ROWS[1:]))
    row = model.row_of(View(ViewKind.SAVED, 9))
    assert row is not None
    assert (row.count, row.more) == (99, True)
    assert changed == [9, 0]


def test_whose_a_saved_view_is_and_what_it_asks_for(model: ViewsModel) -> None:
    tips = [model.index(number).data(Qt.ItemDataRole.ToolTipRole) for number in (0, 8, 9)]
    assert tips == [None, "<span>Only you: lost &lt;i&gt;</span>", "Team Orders: tag:late"]


def test_a_group_is_folded(model: ViewsModel, qtbot: QtBot) -> None:
    whole = words(model)
    with qtbot.waitSignal(model.modelReset):
        model.fold(frozenset({ViewKind.MAILBOX, ViewKind.SAVED}))
    folded = {"Support", "Billing", "Lost <b>parcels", "Late"}
    assert words(model) == [word for word in whole if word not in folded]
    head = model.index(2)
    assert head.data(Qt.ItemDataRole.AccessibleTextRole) == "Mailboxes, folded"
    assert model.flags(head) & Qt.ItemFlag.ItemIsEnabled
    assert not model.flags(model.index(3)) & Qt.ItemFlag.ItemIsEnabled
    assert model.rows() == ROWS, "they are put away, not gone"
    assert model.number_of(View(ViewKind.MAILBOX, 1)) is None
    model.fold(frozenset())
    assert words(model) == whole


def test_a_new_view_comes_in(model: ViewsModel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(model.modelReset):
        model.show_rows((*ROWS, ViewRow(View(ViewKind.TAG, 6), "vip", 1)))
    assert words(model)[-1] == "vip"


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "My tickets, 12 tickets"),
        (3, "Support, 96 tickets, Mail comes in"),
        (4, "Billing, 31 tickets, Mail does not come in"),
        (5, "Teams"),
        (6, "Orders, 9 tickets"),
        (8, "Lost <b>parcels, 4 tickets"),
        (9, "Late, at least 99 tickets"),
    ],
)
def test_what_is_heard(model: ViewsModel, number: int, said: str) -> None:
    model.show_count(8, ViewCount(4))
    model.show_count(9, ViewCount(99, more=True))
    assert model.index(number).data(Qt.ItemDataRole.AccessibleTextRole) == said


@pytest.mark.parametrize(
    ("number", "takes"), [(0, True), (1, False), (2, False), (3, True), (5, False), (6, True), (8, False), (11, True)]
)
def test_what_takes_tickets(model: ViewsModel, number: int, takes: bool) -> None:
    assert bool(model.flags(model.index(number)) & Qt.ItemFlag.ItemIsDropEnabled) is takes


def test_a_drop_between_views_or_of_something_else_is_nothing(model: ViewsModel, qtbot: QtBot) -> None:
    from PySide6.QtCore import QMimeData

    foreign = QMimeData()
    foreign.setText("#1")
    with qtbot.assertNotEmitted(model.dropped):
        model.dropMimeData(tickets_mime((1,)), Qt.DropAction.MoveAction, 1, 0, QModelIndex())
        model.dropMimeData(foreign, Qt.DropAction.MoveAction, -1, -1, model.index(0))


@pytest.mark.parametrize("tickets", [(), (1,), (3, 1, 2)])
def test_a_drag_carries_its_tickets(tickets: tuple[int, ...]) -> None:
    assert tickets_of(tickets_mime(tickets)) == tickets


class Told:
    """Takes the place of the deeds."""

    def __init__(self) -> None:
        self.calls: list[tuple[object, ...]] = []

    def __getattr__(self, name: str) -> object:
        return lambda *values, **named: self.calls.append((name, *values, *named.values()))


@pytest.mark.parametrize(
    ("view", "call"),
    [
        (View(ViewKind.MINE), ("assign", (7, 8), 1)),
        (View(ViewKind.UNASSIGNED), ("assign", (7, 8), None)),
        (View(ViewKind.FOLLOWING), ("follow", (7, 8), (1,))),
        (View(ViewKind.OPEN), ("set_status", (7, 8), Status.OPEN)),
        (View(ViewKind.DONE), ("set_status", (7, 8), Status.SOLVED)),
        (View(ViewKind.SPAM), ("set_status", (7, 8), Status.SPAM)),
        (View(ViewKind.TRASH), ("set_status", (7, 8), Status.TRASH)),
        (View(ViewKind.COLLEAGUE, 2), ("assign", (7, 8), 2)),
        (View(ViewKind.TEAM, 2), ("set_team", (7, 8), 2)),
        (View(ViewKind.MAILBOX, 2), ("move", (7, 8), 2)),
    ],
)
def test_what_a_drop_does(stage: Stage, view: View, call: tuple[object, ...]) -> None:
    told = Told()
    drop_on(told, stage.desk, view, (7, 8))  # type: ignore[arg-type]
    assert told.calls == [call]


def test_a_drop_on_a_tag_adds_it_and_on_snoozed_sleeps_till_tomorrow(stage: Stage) -> None:
    told = Told()
    tag = stage.desk.tags[0]
    drop_on(told, stage.desk, View(ViewKind.TAG, tag.id), (7,))  # type: ignore[arg-type]
    drop_on(told, stage.desk, View(ViewKind.SNOOZED), (7,))  # type: ignore[arg-type]
    drop_on(told, stage.desk, View(ViewKind.DRAFTS), (7,))  # type: ignore[arg-type]
    assert told.calls[0] == ("change_tags", (7,), (tag.name,))
    assert told.calls[1][0] == "snooze"
    assert len(told.calls) == 2


def test_keys_walk_over_the_heads(stage: Stage, qtbot: QtBot) -> None:
    views = ViewsList(stage.theme, stage.runner, stage.feed, 1)
    views.resize(220, 600)
    views.show()
    views.show_rows(ROWS)
    picked: list[View] = []
    views.picked.connect(picked.append)
    for _ in range(3):
        QTest.keyClick(views._list, Qt.Key.Key_Down)
    assert [view.kind for view in picked] == [ViewKind.DRAFTS, ViewKind.MAILBOX, ViewKind.MAILBOX]
    delete(views)


@pytest.fixture
def listed(stage: Stage, qtbot: QtBot) -> Iterator[ViewsList]:
    made = ViewsList(stage.theme, stage.runner, stage.feed, 1)
    made.resize(220, 600)
    with qtbot.waitExposed(made):
        made.show()
    made.show_rows(ROWS)
    yield made
    delete(made)


def heads(listed: ViewsList) -> list[object]:
    return [word for word in words(listed.model) if word in HEADS]


def click_head(listed: ViewsList, kind: ViewKind) -> None:
    number = listed.model.number_of_head(kind)
    assert number is not None
    at = listed._list.visualRect(listed.model.index(number)).center()
    QTest.mouseClick(listed._list.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_a_click_on_a_head_folds_its_group_and_opens_it(listed: ViewsList, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(listed.picked):
        with qtbot.waitSignal(listed.folded):
            click_head(listed, ViewKind.TEAM)
        assert "Orders" not in words(listed.model)
        with qtbot.waitSignal(listed.folded):
            click_head(listed, ViewKind.TEAM)
    assert "Orders" in words(listed.model)


def test_keys_fold_a_group_and_open_it(listed: ViewsList, qtbot: QtBot) -> None:
    listed.go_to(View(ViewKind.TEAM, 4))
    key = Qt.Key.Key_Left
    QTest.keyClick(listed._list, key)
    assert listed.model.folded == FOLDED_AT_FIRST | {ViewKind.TEAM}
    assert listed._list.currentIndex().data() == "Teams"
    QTest.keyClick(listed._list, key)
    QTest.keyClick(listed._list, Qt.Key.Key_Right)
    assert listed.model.folded == FOLDED_AT_FIRST
    assert listed._list.selectionModel().selectedIndexes()[0].data() == "Orders"
    with qtbot.waitSignal(listed.picked) as picked:
        QTest.keyClick(listed._list, Qt.Key.Key_Up)
    assert picked.args == [View(ViewKind.MAILBOX, 2)]


def test_keys_stop_at_a_folded_head_while_the_view_stays_marked(listed: ViewsList, qtbot: QtBot) -> None:
    click_head(listed, ViewKind.MAILBOX)
    listed.go_to(View(ViewKind.DRAFTS))
    with qtbot.assertNotEmitted(listed.picked):
        QTest.keyClick(listed._list, Qt.Key.Key_Down)
    for _ in range(2):
        assert listed._list.currentIndex().data() == "Mailboxes"
        assert [index.data() for index in listed._list.selectionModel().selectedIndexes()] == ["Drafts"]
        listed.show_rows((replace(ROWS[0], count=13), *ROWS[1:]))
    with qtbot.waitSignal(listed.picked) as picked:
        QTest.keyClick(listed._list, Qt.Key.Key_Down)
    assert picked.args == [View(ViewKind.TEAM, 4)]


def test_a_view_of_a_folded_group_is_not_counted(listed: ViewsList, qtbot: QtBot) -> None:
    assert listed._saved_on_screen() == [8, 9]
    click_head(listed, ViewKind.SAVED)
    assert listed._saved_on_screen() == []
    click_head(listed, ViewKind.SAVED)
    listed.resize(220, 240)
    qtbot.waitUntil(lambda: listed._list.viewport().height() < 240)
    assert listed._saved_on_screen() == [], "they are below what can be seen"
    listed._list.scrollToBottom()
    assert listed._saved_on_screen() == [8, 9]
    listed.hide()
    assert listed._saved_on_screen() == []


@pytest.mark.parametrize("folds", [{ViewKind.TAG, ViewKind.TEAM}, {ViewKind.TAG, ViewKind.COLLEAGUE}])
def test_what_is_folded_is_so_the_next_time(stage: Stage, qtbot: QtBot, folds: set[ViewKind]) -> None:
    def begin() -> Inbox:
        made = Inbox(stage.theme, stage.runner, stage.feed, stage.desk, stage.deeds, stage.menus, stage.settings)
        with qtbot.waitSignals([made.views.read, made.tickets.model.shown]):
            made.begin()
        return made

    inbox = begin()
    assert inbox.views.model.folded == FOLDED_AT_FIRST
    for kind in (ViewKind.TAG, ViewKind.TEAM, ViewKind.COLLEAGUE):
        inbox.views._fold(kind, kind in folds, False)
    again = begin()
    assert again.views.model.folded == folds
    for made in (inbox, again):
        delete(made)


def test_counts_follow_what_happens(stage: Stage, qtbot: QtBot) -> None:
    views = ViewsList(stage.theme, stage.runner, stage.feed, 1)
    with qtbot.waitSignal(views.read):
        views.read_again()
    before = views.model.row_of(View(ViewKind.OPEN))
    assert before is not None
    stage.deeds.set_status((next(iter(first_open(stage))),), Status.SOLVED)
    qtbot.waitUntil(
        lambda: (row := views.model.row_of(View(ViewKind.OPEN))) is not None and row.count == before.count - 1
    )
    delete(views)


def first_open(stage: Stage) -> list[int]:
    from deskbell.model.views import Sort
    from deskbell.store.queries import ticket_list

    found = stage.database.read(ticket_list.page, View(ViewKind.OPEN), Sort.LATEST, 1, limit=5)
    assert all(isinstance(row.priority, Priority) for row in found.rows)
    return [row.id for row in found.rows]
