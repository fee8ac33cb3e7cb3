"""The organisations on the screen of customers, over a sample desk, by keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskbell.actions.dispatch import perform
from deskbell.model.customers import RemoveOrganisation
from deskbell.model.fields import FieldKind, FieldOwner, SaveField, SetOrganisationField
from deskbell.model.organisations import OrganisationPanel
from deskbell.store.queries import organisation_list
from deskbell.ui.customers.organisation_history import TICKETS
from deskbell.ui.customers.organisations_section import OrganisationsSection
from deskbell.ui.customers.screen import CustomersScreen
from deskbell.ui.customers.sections import Section
from deskbell.ui.key_sheet import KeySheet, keys_as_text
from deskbell.ui.widgets.entry_list import ENTRY
from ui.driven import Driven

pytestmark = pytest.mark.usefixtures("lasting_toasts")


class Hands:
    """The screen, and hands on its organisations."""

    def __init__(self, driven: Driven, qtbot: QtBot) -> None:
        self.driven, self.window, self.qtbot = driven, driven.window, qtbot
        QTest.keyClicks(driven.list.view, "go")
        assert self.window.places.customers is not None
        self.screen: CustomersScreen = self.window.places.customers
        assert self.screen.organisations is not None
        self.section: OrganisationsSection = self.screen.organisations
        self.list, self.history, self.side = self.section.list, self.section.history, self.section.side
        self.wait_for(0)

    def press(self, keys: str) -> None:
        QTest.keyClicks(self.window.focusWidget() or self.window, keys)

    def shown(self) -> OrganisationPanel:
        assert self.section.panel is not None
        return self.section.panel

    def wait_for(self, row: int) -> None:
        def there() -> bool:
            entry, panel = self.list.model.entry(row), self.section.panel
            return entry is not None and panel is not None and panel.organisation.id == entry.id

        self.qtbot.waitUntil(there)

    def entries(self) -> list[str]:
        """What the history lists."""
        shown = self.history._shown()
        self.qtbot.waitUntil(lambda: shown.model() is not None and shown.model().rowCount() > 0)
        return [shown.model().index(row, 0).data() for row in range(shown.model().rowCount())]

    def truth(self) -> list[str]:
        read = self.driven.stage.database.read
        return [line.name for line in read(organisation_list.page, "", None, 1_000).lines]


@pytest.fixture
def hands(driven: Driven, qtbot: QtBot) -> Hands:
    driven.window.show()
    driven.window.activateWindow()
    return Hands(driven, qtbot)


def test_a_key_leads_there_and_another_back_to_the_customers(hands: Hands, qtbot: QtBot) -> None:
    screen = hands.screen
    assert screen.section is Section.ORGANISATIONS
    assert hands.list.view.hasFocus()
    assert hands.list.isVisible()
    assert not screen.people.isVisible()
    assert hands.side.isVisible()
    hands.press("gc")
    assert screen.section is Section.CUSTOMERS
    assert screen.people.view.hasFocus()
    assert not hands.list.isVisible()
    hands.press("gi")
    assert hands.window.inbox.isVisible()


def test_the_choice_at_the_head_leads_there_and_back(hands: Hands, qtbot: QtBot) -> None:
    sections = hands.list.sections
    assert sections.value() is Section.ORGANISATIONS
    QTest.mouseClick(sections._group.button(0), Qt.MouseButton.LeftButton)
    assert hands.screen.section is Section.CUSTOMERS
    there = hands.screen.people.head.sections
    assert there.value() is Section.CUSTOMERS
    QTest.mouseClick(there._group.button(1), Qt.MouseButton.LeftButton)
    assert hands.screen.section is Section.ORGANISATIONS
    assert there.value() is Section.CUSTOMERS, "so that it leads there again"
    hands.press("gi")
    hands.window.places.go_customers()
    assert hands.screen.section is Section.ORGANISATIONS, "where one was"


def test_j_and_k_go_through_them_and_each_is_shown(hands: Hands, qtbot: QtBot) -> None:
    names = [hands.list.model.entry(row).name for row in range(hands.list.model.rowCount())]
    assert names == hands.truth()[: len(names)]
    hands.press("jj")
    hands.wait_for(2)
    assert hands.history._title.text() == names[2]
    assert len(hands.entries()) == hands.shown().organisation.customers
    hands.press("k")
    hands.wait_for(1)
    qtbot.waitUntil(hands.list._count.isVisible)


def test_enter_goes_to_its_customers_and_one_of_them_is_shown_among_all(hands: Hands, qtbot: QtBot) -> None:
    hands.entries()
    QTest.keyClick(hands.list.view, Qt.Key.Key_Return)
    assert hands.history.has_keyboard()
    customer = hands.history._model.entry(0)  # type: ignore[union-attr]
    QTest.keyClick(hands.history._shown(), Qt.Key.Key_Return)
    assert hands.screen.section is Section.CUSTOMERS
    qtbot.waitUntil(lambda: hands.screen.side.customer is not None and hands.screen.side.customer.id == customer.id)


def test_its_tickets_are_listed_and_opened_in_the_inbox(hands: Hands, qtbot: QtBot) -> None:
    hands.entries()
    hands.history.show_tickets()
    wanted = [line.id for line in hands.driven.stage.database.read(organisation_list.tickets, hands.section._id)]
    assert [int(words.split()[0].lstrip("#")) for words in hands.entries()] == wanted
    QTest.keyClick(hands.list.view, Qt.Key.Key_Return)
    QTest.keyClick(hands.history._shown(), Qt.Key.Key_Escape)
    assert hands.list.view.hasFocus()
    with qtbot.waitSignal(hands.window.pane.shown):
        hands.history._shown().entered_at.emit(hands.history._shown().model().index(0, 0))
    assert hands.window.pane.ticket_id == wanted[0]
    assert hands.window.inbox.isVisible()


def test_all_its_tickets_are_searched_for_in_the_inbox(hands: Hands, qtbot: QtBot) -> None:
    name = hands.shown().organisation.name
    hands.history.search_button.click()
    assert hands.window.inbox.isVisible()
    assert hands.window.inbox.view.query == f'org:"{name}"'


def test_the_search_finds_and_says_where_it_finds_nothing(hands: Hands, qtbot: QtBot) -> None:
    word = hands.truth()[4].split()[0]
    hands.press("/")
    assert hands.list.search.hasFocus()
    with qtbot.waitSignal(hands.list.model.read):
        hands.list.search.setText(word)
        hands.list.search.search_now()
    found = [hands.list.model.entry(row).name for row in range(hands.list.model.rowCount())]
    assert hands.truth()[4] in found
    assert len(found) < len(hands.truth())
    with qtbot.waitSignal(hands.list.model.read):
        hands.list.search.setText("qwertz")
        hands.list.search.search_now()
    assert hands.list._empty.isVisible()
    with qtbot.waitSignal(hands.list.model.read):
        hands.list._do_next()
    assert hands.list.view.isVisible()


def test_a_field_is_filled_in_beside_it_and_can_be_undone(hands: Hands, qtbot: QtBot) -> None:
    database = hands.driven.stage.database
    field = perform(
        database, SaveField(agent_id=1, id=0, name="Discount", kind=FieldKind.TEXT, owner=FieldOwner.ORGANISATION)
    )
    assert isinstance(field, int)
    # Once: what is asked anew drops the answer that is on its way.
    hands.section._read()
    qtbot.waitUntil(lambda: bool(hands.shown().fields))
    number = hands.shown().organisation.id
    hands.side.filled.emit(number, hands.shown().fields[0].field, "5 %1 {name}")

    def held() -> list[str]:
        panel = database.read(organisation_list.panel, number)
        assert panel is not None
        return [value.value for value in panel.fields]

    qtbot.waitUntil(lambda: held() == ["5 %1 {name}"])
    qtbot.waitUntil(lambda: not hands.driven.stage.runner.is_busy)
    hands.window.deeds.undo_last()
    qtbot.waitUntil(lambda: held() == [""])


def test_a_tag_is_put_on_and_taken_off_beside_it_and_can_be_undone(hands: Hands, qtbot: QtBot) -> None:
    database = hands.driven.stage.database
    number = hands.shown().organisation.id

    def tags() -> tuple[str, ...]:
        panel = database.read(organisation_list.panel, number)
        assert panel is not None
        return panel.organisation.tags

    hands.press("t")
    offered = hands.driven.dropped_down()
    offered.typed.emit(" Gold %1 ")
    assert hands.shown().organisation.tags == ("gold %1",), "at once"
    qtbot.waitUntil(lambda: tags() == ("gold %1",))
    qtbot.waitUntil(lambda: any("“gold %1”" in toast for toast in hands.driven.toasts()))
    hands.side._tags._chips[0].removed.emit()
    qtbot.waitUntil(lambda: tags() == ())
    qtbot.waitUntil(lambda: not hands.driven.stage.runner.is_busy)
    hands.window.deeds.undo_last()
    qtbot.waitUntil(lambda: tags() == ("gold %1",))
    qtbot.waitUntil(lambda: hands.shown().organisation.tags == ("gold %1",))


def test_what_colleagues_change_is_seen(hands: Hands, qtbot: QtBot) -> None:
    database = hands.driven.stage.database
    field = perform(
        database, SaveField(agent_id=1, id=0, name="Discount", kind=FieldKind.TEXT, owner=FieldOwner.ORGANISATION)
    )
    assert isinstance(field, int)
    number = hands.shown().organisation.id
    perform(database, SetOrganisationField(agent_id=2, id=number, field_id=field, value="7"))
    qtbot.waitUntil(lambda: [value.value for value in hands.shown().fields] == ["7"])
    version = hands.shown().organisation.version
    perform(database, RemoveOrganisation(agent_id=1, id=number, version=version))
    qtbot.waitUntil(lambda: hands.section.panel is None or hands.section.panel.organisation.id != number)
    qtbot.waitUntil(lambda: hands.list.model.row_of(number) is None)


def test_its_keys_are_on_the_sheet_while_it_is_in_sight(hands: Hands, qtbot: QtBot) -> None:
    def sheet() -> str:
        return keys_as_text(hands.window.keys)

    for words in ("Next ticket", "Search", "Go to the organisations", "Tags"):
        assert words in sheet(), sheet()
    assert "Reply" not in sheet()
    assert "Send" not in sheet(), "what works in a ticket alone"
    QTest.keyClicks(hands.list.view, "?")
    qtbot.waitUntil(lambda: any(isinstance(one, KeySheet) for one in QApplication.topLevelWidgets()))
    for one in QApplication.topLevelWidgets():
        if isinstance(one, KeySheet):
            one.close()
    hands.window.places.go_inbox()
    assert "Reply" in sheet()
    assert "Send" in sheet()


def test_what_is_marked_stays_so_when_its_tickets_are_read_again(hands: Hands, qtbot: QtBot) -> None:
    hands.history.show_tickets()
    hands.entries()
    shown = hands.history.lists[TICKETS]
    QTest.keyClick(hands.list.view, Qt.Key.Key_Return)
    before, marked = shown.model(), shown.currentIndex().data(ENTRY)
    assert marked is not None
    hands.history.read_again()
    hands.history.read_again()
    assert shown.model() is before, "what is there stays until the other is"
    qtbot.waitUntil(lambda: shown.model() is not before)
    assert shown.currentIndex().data(ENTRY) == marked
    assert hands.history._faces.currentWidget() is shown


def test_it_is_changed_in_the_settings(hands: Hands, qtbot: QtBot) -> None:
    with qtbot.waitSignal(hands.screen.organisation_wanted) as asked:
        hands.side.change_button.click()
    assert asked.args == [hands.shown().organisation.id]
    shown = hands.shown().organisation.id
    hands.press("j")
    # The next one is marked, and still being read.
    assert hands.list.current_id != shown
    with qtbot.waitSignal(hands.screen.organisation_wanted) as asked:
        hands.side.change_button.click()
    assert asked.args == [shown], "what is seen"
    with qtbot.waitSignal(hands.screen.organisation_wanted) as asked:
        hands.list._add.click()
    assert asked.args == [0], "none of them"
