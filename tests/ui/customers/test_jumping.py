"""A list of customers that is jumped about in: which rows are read as they come into sight."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from deskbell.model.changes import Changes
from deskbell.model.customer_list import CustomerFilter, CustomerKey, CustomerLine, CustomerPage, CustomerSort
from deskbell.model.errors import Trouble
from deskbell.store.queries import customer_list
from deskbell.ui.customers import jumping_model
from deskbell.ui.customers.customer_lines import CustomerDelegate, CustomersModel
from deskbell.ui.customers.jumping_list import JumpingList
from deskbell.ui.theme.source import ThemeSource


class Desk:
    """Customers numbered as they stand, and a runner that answers when it is told to."""

    def __init__(self) -> None:
        self.ids = list(range(1_000))
        self.asked: list[tuple[object, tuple[Any, ...], Callable[[Any], None], Callable[[Exception], None]]] = []
        self.pages: list[tuple[int, int]] = []

    def ask(self, query: object, *values: Any, done: Any, failed: Any, owner: object, topic: object) -> None:
        del owner
        self.asked = [one for one in self.asked if topic[-1] == "count" or one[0] is customer_list.count]  # type: ignore[index]
        self.asked.append((query, values, done, failed))

    def answer(self) -> None:
        """Each question, and those that follow from the answers."""
        while self.asked:
            query, values, done, _ = self.asked.pop(0)
            if query is customer_list.count:
                done(len(self.ids))
                continue
            _, _, place, *more = values
            if query is customer_list.again:
                row, limit = sum(one < place.id for one in self.ids), more[0]
            else:
                limit, skip = (*more, *(customer_list.PAGE, 0)[len(more) :])
                row = skip + (sum(one <= place.id for one in self.ids) if place is not None else 0)
            done(self.page(row, limit))

    def page(self, row: int, limit: int) -> CustomerPage:
        self.pages.append((row, limit))
        ids = self.ids[row : row + limit]
        keys = tuple(CustomerKey(one, f"{one:09}") for one in ids)
        last = keys[-1] if row + limit < len(self.ids) else None
        lines = tuple(CustomerLine(one, f"N{one}", "", "", False, 0, None) for one in ids)
        return CustomerPage(lines, last, None, False, keys, row)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def model(desk: Desk, qtbot: QtBot) -> CustomersModel:
    del qtbot
    made = CustomersModel(desk, jumps=True)  # type: ignore[arg-type]
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    made.show_those(CustomerFilter(), CustomerSort.NAME)
    desk.answer()
    return made


def read(model: CustomersModel) -> list[int]:
    """The rows that are read, all of which must be true."""
    rows = [row for row in range(model.rowCount()) if model.entry(row) is not None]
    assert [model.row_of(model.entry(row).id) for row in rows] == rows
    return rows


def test_all_rows_are_there_and_few_are_read(desk: Desk, model: CustomersModel) -> None:
    assert (model.rowCount(), read(model)) == (1_000, list(range(50)))
    model.need(0, 10)
    assert desk.asked == [], "there is enough around them"


def test_rows_are_read_as_they_come_into_sight(desk: Desk, model: CustomersModel) -> None:
    for first, pages in (
        (40, [(50, 50)]),
        (600, [(575, 61)]),
        (590, [(525, 50)]),
        (640, [(636, 50)]),
        (990, [(965, 50)]),
        (0, [(0, 50)]),
    ):
        desk.pages.clear()
        model.need(first, first + 10)
        desk.answer()
        assert desk.pages == pages, first
        assert [model.entry(row).id for row in read(model)] == [desk.ids[row] for row in read(model)]
        assert {*range(first, min(1_000, first + 11))} <= {*read(model)}
        assert model.rowCount() == 1_000


def test_no_more_stays_than_is_of_use(desk: Desk, model: CustomersModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jumping_model, "MOST_READ", 120)
    for first in (*range(0, 300, 20), *range(300, 0, -20)):
        model.need(first, first + 10)
        desk.answer()
        assert len(read(model)) <= 120
        assert {*range(first, first + 11)} <= {*read(model)}


def test_what_comes_and_goes_above_moves_what_is_read(desk: Desk, model: CustomersModel) -> None:
    model.need(600, 610)
    desk.answer()
    desk.ids[3:8] = []
    model.hear(Changes((), lost=True))
    desk.answer()
    assert (model.start, model.entry(595).id) == (570, 600)
    desk.ids = desk.ids[:20]
    model.hear(Changes((), lost=True))
    desk.answer()
    assert (model.rowCount(), read(model)) == (20, list(range(20)))


def test_a_list_has_as_many_rows_as_are_found_at_its_end(desk: Desk, model: CustomersModel) -> None:
    desk.ids += [1_000, 1_001]
    model.need(990, 999)
    desk.answer()
    assert (model.rowCount(), model.entry(1_001).id) == (1_002, 1_001)
    desk.ids = desk.ids[:990]
    model.need(0, 10)
    desk.answer()
    model.need(985, 1_001)
    desk.answer()
    assert model.rowCount() == 990


def test_a_stretch_that_cannot_be_read_is_tried_again(desk: Desk, model: CustomersModel) -> None:
    failures: list[Exception] = []
    model.failed.connect(failures.append)
    model.need(600, 610)
    away = Trouble("db.readonly", path="desk.db")
    desk.asked.pop()[3](away)
    assert (failures, model.is_cut, model.rowCount()) == ([away], True, 1_000)
    model.need(600, 611)
    assert desk.asked == [], "the view would ask at once"
    model.try_again()
    desk.answer()
    assert {*range(600, 612)} <= {*read(model)}


def test_by_latest_ticket_pages_follow_each_other(desk: Desk, model: CustomersModel) -> None:
    model.show_those(CustomerFilter(), CustomerSort.LATEST)
    desk.answer()
    assert (model.rowCount(), model.jumps) == (50, False)
    assert model.canFetchMore(model.index(-1))
    model.fetchMore(model.index(-1))
    desk.answer()
    assert model.rowCount() == 100
    model.show_those(CustomerFilter(), CustomerSort.NAME)
    desk.answer()
    assert (model.rowCount(), model.jumps) == (1_000, True)


def test_a_screen_reader_hears_what_they_are_above_and_no_numbers(
    model: CustomersModel, theme: ThemeSource, qtbot: QtBot
) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    view = JumpingList(theme, "Customers", CustomerDelegate, host)
    view.setModel(model)
    table = QAccessible.queryAccessibleInterface(view)
    cells = [table.child(number) for number in range(6)]
    heads = (QAccessible.Role.ColumnHeader, QAccessible.Role.RowHeader)
    heard = [cell.text(QAccessible.Text.Name) for cell in cells if cell.role() in heads]
    assert heard == ["Customers", "", "", ""][: len(heard)]
    assert len(heard) > 1
