"""Customers who may be there twice, on the screen of customers, by keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from deskbell.actions.dispatch import perform
from deskbell.model.customers import AddCustomer, SetApart
from deskbell.store.queries import customer_list
from deskbell.ui.customers.doubles_section import DoublesSection
from deskbell.ui.customers.screen import CustomersScreen
from deskbell.ui.customers.sections import Section
from ui.driven import Driven

pytestmark = pytest.mark.usefixtures("lasting_toasts")

NAMES = ("Quirin Quast", "Quirin Zuse")


class Hands:
    """The screen over a desk where four people are there twice, one of whom is a third time."""

    def __init__(self, driven: Driven, qtbot: QtBot) -> None:
        self.driven, self.window, self.qtbot = driven, driven.window, qtbot
        self.database, self.me = driven.stage.database, driven.stage.desk.me.id
        self.ids = {
            email: self._perform(AddCustomer(agent_id=self.me, name=name, email=email))
            for name, email in (
                *((NAMES[0], f"q{number}@quast.example") for number in range(3)),
                *((NAMES[1], f"z{number}@zuse.example") for number in range(2)),
            )
        }
        QTest.keyClicks(driven.list.view, "gd")
        screen = self.window.places.customers
        assert screen is not None
        assert screen.doubles is not None
        self.screen: CustomersScreen = screen
        self.section: DoublesSection = screen.doubles
        self.model, self.list, self.view = self.section.list.model, self.section.list, self.section.view
        # What was just made is heard of while the list is read, which is then read once more.
        qtbot.waitUntil(lambda: self.model.is_whole and len(self.rows()) == 3)

    def _perform(self, command: object) -> int:
        made = perform(self.database, command)  # type: ignore[arg-type]
        assert isinstance(made, int)
        return made

    def rows(self) -> list[tuple[str, str]]:
        """The addresses of those whom this test made."""
        entries = (self.model.entry(row) for row in range(self.model.rowCount()))
        return [(one.one.email, one.other.email) for one in entries if one.one.name in NAMES]

    def go_to(self, first: str, second: str) -> None:
        pair = tuple(sorted((self.ids[first], self.ids[second])))
        self.qtbot.waitUntil(lambda: self.model.row_of(pair) is not None)
        row = self.model.row_of(pair)
        assert row is not None
        self.list._go_to(row)
        self.qtbot.waitUntil(lambda: self.section.shown is not None and {*pair} == self.compared())

    def compared(self) -> set[int]:
        shown = self.section.shown
        return {shown.one.customer.id, shown.other.customer.id} if shown is not None else set()

    def wait_for(self, *rows: tuple[str, str]) -> None:
        def are_there() -> bool:
            return self.rows() == list(rows)

        self.qtbot.waitUntil(are_there)


FIRST, SECOND, THIRD = (f"q{number}@quast.example" for number in range(3))
ZUSE = ("z0@zuse.example", "z1@zuse.example")


@pytest.fixture
def hands(driven: Driven, qtbot: QtBot) -> Hands:
    driven.window.show()
    driven.window.activateWindow()
    return Hands(driven, qtbot)


def test_two_are_merged_and_taken_apart_again_by_keys(hands: Hands) -> None:
    assert hands.screen.section is Section.DOUBLES
    assert hands.list.view.hasFocus()
    assert hands.rows() == [(FIRST, SECOND), (FIRST, THIRD), ZUSE]
    hands.go_to(*ZUSE)
    QTest.keyClick(hands.list.view, Qt.Key.Key_Return)
    button = hands.view.merge_buttons[0]
    assert button.hasFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert hands.rows() == [(FIRST, SECOND), (FIRST, THIRD)], "at once"
    assert hands.list.view.hasFocus(), "for the next"
    read = hands.database.read
    hands.qtbot.waitUntil(lambda: not read(customer_list.lines, [hands.ids[ZUSE[1]]]))
    hands.qtbot.waitUntil(lambda: bool(hands.driven.toasts()))
    QTest.keyClicks(hands.list.view, "z")
    hands.wait_for((FIRST, SECOND), (FIRST, THIRD), ZUSE)


def test_who_is_not_the_same_is_not_offered_again(hands: Hands) -> None:
    hands.go_to(FIRST, THIRD)
    hands.view.apart_button.click()
    assert hands.rows() == [(FIRST, SECOND), ZUSE]
    hands.wait_for((FIRST, SECOND), (SECOND, THIRD), ZUSE)
    hands.list.begin()
    hands.qtbot.waitUntil(lambda: hands.model.is_whole)
    assert hands.rows() == [(FIRST, SECOND), (SECOND, THIRD), ZUSE], "nor when it is looked again"
    a_colleague_says = SetApart(agent_id=2, customer_id=hands.ids[ZUSE[0]], other_id=hands.ids[ZUSE[1]])
    perform(hands.database, a_colleague_says)
    hands.wait_for((FIRST, SECOND), (SECOND, THIRD))


def test_nobody_decides_about_two_who_are_not_shown_yet(hands: Hands) -> None:
    hands.wait_for((FIRST, SECOND), (FIRST, THIRD), ZUSE)
    hands.go_to(*ZUSE)
    row = hands.model.row_of(tuple(sorted((hands.ids[FIRST], hands.ids[SECOND]))))
    assert row is not None
    hands.list._go_to(row)
    hands.view.merge_buttons[0].click()
    hands.view.apart_button.click()
    assert hands.rows() == [(FIRST, SECOND), (FIRST, THIRD), ZUSE]


def test_one_of_them_is_opened_and_escape_leads_back(hands: Hands) -> None:
    hands.go_to(*ZUSE)
    hands.view.open_buttons[1].click()
    assert hands.screen.section is Section.CUSTOMERS
    hands.qtbot.waitUntil(
        lambda: hands.screen.side.customer is not None and hands.screen.side.customer.id == hands.ids[ZUSE[1]]
    )
    hands.window.places.go_doubles()
    QTest.keyClick(hands.list.view, Qt.Key.Key_Escape)
    assert hands.screen.section is Section.CUSTOMERS
    assert hands.screen.people.view.hasFocus()
