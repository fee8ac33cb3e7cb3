"""What the lists of customers and organisations and their histories say where the database does not answer."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from deskbell.model.customer_list import CustomerFilter, CustomerKey, CustomerLine, CustomerPage, CustomerSort
from deskbell.model.errors import Trouble
from deskbell.model.organisations import OrganisationKey, OrganisationLine, OrganisationPage
from deskbell.store.queries import customer_list, organisation_list
from deskbell.ui.customers import ticket_lines
from deskbell.ui.customers.customer_lines import CustomersModel
from deskbell.ui.customers.organisation_lines import OrganisationsModel
from deskbell.ui.customers.screen import CustomersScreen
from deskbell.ui.customers.sections import Section
from deskbell.ui.widgets.buttons import GhostButton, LinkButton
from deskbell.ui.widgets.listed_model import ListedModel
from deskbell.ui.widgets.unread import Unread
from ui.driven import Driven

AWAY = Trouble("db.readonly", path="desk.db")


class Held:
    """A runner that keeps what it is asked: only the newest question of a topic is answered, as by the real one."""

    def __init__(self) -> None:
        self.asked: dict[object, tuple[Callable[[Any], None], Callable[[Exception], None]]] = {}

    def ask(self, query: object, *_values: object, done: Any, failed: Any, owner: object, topic: object = "") -> None:
        del owner
        if query in (customer_list.page, organisation_list.page):
            self.asked[topic] = (done, failed)

    def answer(self, page: object) -> None:
        (done, _), self.asked = self.asked.popitem()[1], {}
        done(page)

    def fail(self) -> None:
        (_, failed), self.asked = self.asked.popitem()[1], {}
        failed(AWAY)


def people(*ids: int, more: bool = False) -> CustomerPage:
    lines = tuple(CustomerLine(one, f"N{one}", "", "", False, 0, None) for one in ids)
    return CustomerPage(lines, CustomerKey(ids[-1]) if more else None, None, False)


def organisations(*ids: int, more: bool = False) -> OrganisationPage:
    lines = tuple(OrganisationLine(one, f"N{one}", False, 0, 0) for one in ids)
    return OrganisationPage(lines, OrganisationKey("", ids[-1]) if more else None)


def ask_customers(model: ListedModel, words: str) -> None:
    assert isinstance(model, CustomersModel)
    model.show_those(CustomerFilter(words), CustomerSort.NAME)


def ask_organisations(model: ListedModel, words: str) -> None:
    assert isinstance(model, OrganisationsModel)
    model.show_those(words)


KINDS: dict[str, tuple[Callable[[Any], ListedModel], Callable[..., object], Callable[[ListedModel, str], None]]] = {
    "customers": (CustomersModel, people, ask_customers),
    "organisations": (OrganisationsModel, organisations, ask_organisations),
}


class Asked:
    """A list, and what it is told."""

    def __init__(self, kind: str) -> None:
        self.runner = Held()
        made, self.page, self.ask = KINDS[kind]
        self.model = made(self.runner)
        self.failures: list[Exception] = []
        self.model.failed.connect(self.failures.append)
        QAbstractItemModelTester(self.model, QAbstractItemModelTester.FailureReportingMode.Fatal)

    def show(self, words: str) -> None:
        self.ask(self.model, words)

    def ids(self) -> list[int]:
        return [self.model.entry(row).id for row in range(self.model.rowCount())]


@pytest.fixture(params=sorted(KINDS))
def asked(request: pytest.FixtureRequest, qtbot: QtBot) -> Asked:
    del qtbot
    made = Asked(request.param)
    made.show("")
    made.runner.answer(made.page(1, 2, more=True))
    return made


def test_what_answered_another_question_goes_and_is_asked_for_again(asked: Asked) -> None:
    asked.show("k")
    assert asked.ids() == [1, 2], "until the answer comes"
    asked.runner.fail()
    assert (asked.ids(), asked.failures) == ([], [AWAY])
    assert not asked.model.canFetchMore(QModelIndex()), "the view would ask at once"
    asked.model.try_again()
    asked.runner.answer(asked.page(2))
    assert asked.ids() == [2]


def test_so_it_goes_where_a_change_had_it_asked_once_more(asked: Asked) -> None:
    asked.show("k")
    asked.model.refresh()
    asked.runner.fail()
    assert asked.ids() == []


def test_what_is_only_read_again_stays(asked: Asked) -> None:
    asked.model.refresh()
    asked.runner.fail()
    assert (asked.ids(), asked.failures) == ([1, 2], [AWAY])
    assert asked.model.canFetchMore(QModelIndex()), "and goes on"
    asked.model.try_again()
    asked.runner.answer(asked.page(1, 3))
    assert asked.ids() == [1, 3]


def test_a_page_that_is_missing_at_the_end_is_asked_for_again(asked: Asked) -> None:
    asked.model.fetchMore(QModelIndex())
    asked.runner.fail()
    assert (asked.ids(), asked.model.is_cut) == ([1, 2], True)
    assert not asked.model.canFetchMore(QModelIndex())
    asked.model.try_again()
    asked.runner.answer(asked.page(3))
    assert (asked.ids(), asked.model.is_cut) == ([1, 2, 3], False)


def fail(*_values: object) -> None:
    raise AWAY


def offered(inside: QWidget, kind: type[GhostButton | LinkButton]) -> GhostButton | LinkButton | None:
    """The button that is seen there and says "Try again"."""
    there = (one for one in inside.findChildren(kind) if one.text() == "Try again" and one.isVisibleTo(inside))
    return next(there, None)


def press(inside: QWidget, kind: type[GhostButton | LinkButton], qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: offered(inside, kind) is not None)
    button = offered(inside, kind)
    assert button is not None
    button.click()


@pytest.fixture
def screen(driven: Driven, qtbot: QtBot) -> CustomersScreen:
    driven.window.show()
    driven.window.places.show_customers()
    made: CustomersScreen | None = driven.window.places.customers
    assert made is not None
    qtbot.waitUntil(lambda: made.side.customer is not None)
    return made


def test_a_search_that_fails_says_so_in_place_of_who_was_there(
    screen: CustomersScreen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = screen.people
    with monkeypatch.context() as away:
        away.setattr(customer_list, "page", fail)
        people.head.ask(words="a")
        qtbot.waitUntil(lambda: offered(people, GhostButton) is not None)
    assert not people.view.isVisible()
    press(people, GhostButton, qtbot)
    qtbot.waitUntil(people.view.isVisible)
    assert people.model.rowCount()


def test_what_cannot_be_read_again_stays_with_a_word_below(
    screen: CustomersScreen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen.show_section(Section.ORGANISATIONS)
    section = screen.organisations
    assert section is not None
    qtbot.waitUntil(lambda: section.list.model.rowCount() > 0)
    with monkeypatch.context() as away:
        away.setattr(organisation_list, "page", fail)
        section.list.model.refresh()
        qtbot.waitUntil(lambda: offered(section.list, LinkButton) is not None)
    assert section.list.view.isVisible()
    press(section.list, LinkButton, qtbot)
    qtbot.waitUntil(lambda: not section.list.findChildren(Unread)[0].isVisible())


def test_a_history_is_tried_again(screen: CustomersScreen, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    history = screen.history
    faces = history.findChildren(QStackedWidget)[0]
    with monkeypatch.context() as away:
        away.setattr(ticket_lines, "page", fail)
        history._read()
        qtbot.waitUntil(lambda: offered(history, GhostButton) is not None)
    press(history, GhostButton, qtbot)
    qtbot.waitUntil(lambda: faces.currentWidget() is history._shown() and history._shown().model() is not None)
    with monkeypatch.context() as away:
        away.setattr(ticket_lines, "page", fail)
        history._read(again=True)
        qtbot.waitUntil(lambda: offered(history, LinkButton) is not None)
    assert faces.currentWidget() is history._shown(), "what was read stays"
    press(history, LinkButton, qtbot)
    qtbot.waitUntil(lambda: offered(history, LinkButton) is None)
