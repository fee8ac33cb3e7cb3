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
from deskbell.model.views import View, ViewKind
from deskbell.ui.inbox.drag import tickets_mime, tickets_of
from deskbell.ui.inbox.dropping import drop_on
from deskbell.ui.inbox.views_list import ViewsList
from deskbell.ui.inbox.views_model import ENTRY, Head, ViewsModel
from deskbell.ui.stage import Stage

ROWS = (
    ViewRow(View(ViewKind.MINE), "", 12),
    ViewRow(View(ViewKind.DRAFTS), "", 0),
    ViewRow(View(ViewKind.MAILBOX, 1), "Support", 96, MailboxState.GOOD),
    ViewRow(View(ViewKind.MAILBOX, 2), "Billing", 31, MailboxState.FAILING),
    ViewRow(View(ViewKind.TEAM, 4), "Orders", 9),
    ViewRow(View(ViewKind.TAG, 5), "refund", 3),
)


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
    ],
)
def test_what_is_heard(model: ViewsModel, number: int, said: str) -> None:
    assert model.index(number).data(Qt.ItemDataRole.AccessibleTextRole) == said


@pytest.mark.parametrize(
    ("number", "takes"), [(0, True), (1, False), (2, False), (3, True), (5, False), (6, True), (8, True)]
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
        (View(ViewKind.OPEN), ("set_status", (7, 8), Status.OPEN)),
        (View(ViewKind.DONE), ("set_status", (7, 8), Status.SOLVED)),
        (View(ViewKind.SPAM), ("set_status", (7, 8), Status.SPAM)),
        (View(ViewKind.TRASH), ("set_status", (7, 8), Status.TRASH)),
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
