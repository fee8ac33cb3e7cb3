"""The scenes of the list as a table: with a ticket marked, some ticked, one open over it, narrow, and with all columns."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from deskbell.model.columns import Column
from deskbell.model.grouping import Group
from deskbell.model.views import Sort, View, ViewKind
from deskbell.rules import columns as rules
from deskbell.ui.inbox.card_text import Badge
from deskbell.ui.inbox.ticket_list import TicketList
from deskbell.ui.main_window import MainWindow
from deskbell.ui.scenes.scene import Scene
from deskbell.ui.scenes.stage import Stage


def table(window: Callable[[Stage], QWidget], size: tuple[int, int]) -> Iterator[Scene]:
    """All of them. `window` makes the main window, `size` is its size."""
    at = partial(_at, window)
    opens = partial(_go, kind=ViewKind.OPEN)
    yield Scene("table", size, at, (opens, _sort, _mark, _colleagues))
    yield Scene("table-mine", size, at, (_mark,))
    yield Scene("table-done", size, at, (partial(_go, kind=ViewKind.DONE),))
    yield Scene("table-ticked", size, at, (opens, _tick))
    yield Scene("table-open", size, at, (opens, _open))
    yield Scene("table-search", size, at, (_search,))
    yield Scene("table-search-cut", size, at, (_search, _cut))
    yield Scene("table-nothing", size, at, (partial(_go, kind=ViewKind.TRASH),))
    yield Scene("table-all-columns", size, at, (opens, _all_columns))
    yield Scene("table-narrow", (1024, 680), at, (opens, _mark))
    yield Scene("table-groups", size, at, (opens, partial(_group, by=Group.STATUS), _mark))
    yield Scene("table-groups-narrow", (1024, 680), at, (opens, partial(_group, by=Group.CUSTOMER), _mark))
    yield Scene("cards-groups", size, window, (opens, partial(_group, by=Group.ASSIGNEE), _mark))
    yield Scene("cards-groups-organisation", size, window, (opens, partial(_group, by=Group.ORGANISATION), _mark))
    yield Scene("table-text-150", size, at, (opens, _mark), text_size=150)


def _at(window: Callable[[Stage], QWidget], stage: Stage) -> QWidget:
    stage.settings.setValue("inbox/form", "table")
    return window(stage)


def _go(window: QWidget, kind: ViewKind) -> None:
    assert isinstance(window, MainWindow)
    window.inbox.go_to_view(View(kind))


def _sort(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    window.inbox.tickets.header.sorted_by.emit(Sort.URGENT)


def _group(window: QWidget, by: Group) -> None:
    """In groups, of which the second is folded."""
    assert isinstance(window, MainWindow)
    tickets = window.inbox.tickets
    tickets.header.sorted_by.emit(Sort.CUSTOMER)
    tickets.header.grouped_by.emit(by)
    folds = partial(_fold_second, tickets)
    tickets.model.shown.connect(folds, Qt.ConnectionType.SingleShotConnection)


def _fold_second(tickets: TicketList) -> None:
    tickets.view.fold_wanted.emit(list(tickets.model.heads.values())[1], True)


def _cut(window: QWidget) -> None:
    """By customer, and there may be more than are sorted."""
    assert isinstance(window, MainWindow)
    tickets = window.inbox.tickets
    tickets.header.sorted_by.emit(Sort.CUSTOMER)
    tickets.model.shown.connect(lambda: tickets.model.counted.emit(500, True), Qt.ConnectionType.SingleShotConnection)


def _mark(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    window.inbox.tickets.view.walk_to(2)


def _colleagues(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    rows = [row for row in map(window.inbox.tickets.model.ticket, (1, 4)) if row is not None]
    window.inbox.tickets.show_badges({row.id: Badge("Tomas Berg", "tomas@desk.example", "Tomas") for row in rows})
    window.inbox.tickets.show_mentions(frozenset(row.id for row in rows[:1]))


def _tick(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    model = window.inbox.tickets.model
    model.choose(tuple(row.id for row in map(model.ticket, (1, 2, 5)) if row is not None), on=True)


def _open(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    window.inbox.tickets.view.go_to(1)


def _search(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    window.inbox.tickets.header.open_search()
    window.inbox.tickets.header.search.setText("refund")
    window.inbox.go_to_view(View(ViewKind.SEARCH, query="refund"))
    window.inbox.tickets.view.setFocus(Qt.FocusReason.OtherFocusReason)


def _all_columns(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    shown = window.inbox.tickets.table
    assert shown is not None
    columns = shown.columns
    for column in Column:
        if column not in [one.column for one in columns]:
            columns = rules.shown_or_not(columns, column)
    shown.head.edited.emit(columns)
