"""The screen of all customers over a sample desk, by keys."""

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from deskbell.actions.dispatch import perform
from deskbell.model.changes import Changes
from deskbell.model.customer_list import CustomerFilter, CustomerSort, TheirTickets
from deskbell.model.customers import AddCustomer, SaveCustomer
from deskbell.model.rows import CustomerRow
from deskbell.rules.customers import saving
from deskbell.store.queries import customer as customers
from deskbell.store.queries import customer_list, customer_messages, customer_tickets
from deskbell.store.tables import ticket
from deskbell.ui.customers import jumping_model, ticket_lines
from deskbell.ui.customers.new_customer import NewCustomer
from deskbell.ui.customers.organisation_choice import OrganisationChoice
from deskbell.ui.customers.screen import CustomersScreen
from deskbell.ui.widgets.chip_button import ChipButton
from ui.driven import Driven

pytestmark = pytest.mark.usefixtures("lasting_toasts")


class People:
    """The screen, and hands on it."""

    def __init__(self, driven: Driven, qtbot: QtBot) -> None:
        self.driven, self.window, self.qtbot = driven, driven.window, qtbot
        QTest.keyClicks(driven.list.view, "gc")
        assert self.window.places.customers is not None
        self.screen: CustomersScreen = self.window.places.customers
        self.list, self.model = self.screen.people, self.screen.people.model
        qtbot.waitUntil(lambda: self.screen.side.customer is not None)

    def press(self, keys: str) -> None:
        QTest.keyClicks(self.window.focusWidget() or self.window, keys)

    def names(self) -> list[str]:
        """Of those who are read."""
        read = map(self.model.entry, range(self.model.rowCount()))
        return [entry.name for entry in read if entry is not None]

    def shown(self) -> CustomerRow:
        assert self.screen.side.customer is not None
        return self.screen.side.customer

    def wait_for(self, row: int) -> None:
        """Until whoever stands in this row is shown."""
        self.qtbot.waitUntil(lambda: self.shown().id == self.model.entry(row).id)

    def find(self, words: str) -> None:
        with self.qtbot.waitSignal(self.model.read):
            self.press("/")
            self.list.head.search.setText(words)
            self.list.head.search.search_now()

    def entries(self) -> list[str]:
        """What the history lists."""
        shown = self.screen.history._shown()
        self.qtbot.waitUntil(lambda: shown.model() is not None and shown.model().rowCount() > 0)
        return [shown.model().index(row, 0).data() for row in range(shown.model().rowCount())]

    def save(self, customer: CustomerRow, **facts: object) -> None:
        """As a colleague would."""
        panel = self.driven.stage.database.read(customers.panel, customer.id, 0)
        assert panel is not None
        values = saving(panel.customer)
        command = SaveCustomer(
            **{name: getattr(values, name) for name in values.__struct_fields__} | facts | {"agent_id": 2}
        )
        perform(self.driven.stage.database, command)

    def menu(self, button: QWidget) -> dict[str, QMenu | object]:
        assert isinstance(button, QAbstractButton)
        button.click()
        menu = next(one for one in reversed(self.window.findChildren(QMenu)) if one.isVisible())
        menu.close()
        return {action.text(): action for action in menu.actions()}


@pytest.fixture
def people(driven: Driven, qtbot: QtBot) -> People:
    driven.window.show()
    driven.window.activateWindow()
    return People(driven, qtbot)


def test_the_screen_is_made_at_the_first_visit(driven: Driven, qtbot: QtBot) -> None:
    driven.window.show()
    assert driven.window.places.customers is None
    people = People(driven, qtbot)
    assert people.screen.isVisible()
    assert not driven.window.inbox.isVisible()
    people.press("gi")
    assert driven.window.inbox.isVisible()
    assert not people.screen.isVisible()
    assert driven.list.view.hasFocus()
    people.press("gc")
    assert driven.window.places.customers is people.screen
    assert people.screen.isVisible()


def test_all_of_them_in_order_of_their_names(people: People) -> None:
    names = people.names()
    assert len(names) == 50
    assert people.shown().name == names[0]
    total = str(people.driven.stage.database.read(customer_list.count))
    people.qtbot.waitUntil(lambda: people.list.head._count.text() == total)
    people.qtbot.waitUntil(lambda: people.model.rowCount() == int(total))
    assert people.model.entry(int(total) - 1) is None, "the bar goes over all rows, of which few are read"


def test_a_jump_to_the_end_and_back(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jumping_model, "MOST_READ", 60)
    total = people.driven.stage.database.read(customer_list.count)
    people.qtbot.waitUntil(lambda: people.model.rowCount() == total)
    everybody = people.driven.stage.database.read(customer_list.page, CustomerFilter(), CustomerSort.NAME, None, total)
    ids = [line.id for line in everybody.lines]
    view = people.list.view
    QTest.keyClick(view, Qt.Key.Key_End)
    people.qtbot.waitUntil(lambda: people.shown().id == ids[-1])
    assert view.currentIndex().row() == total - 1
    assert people.model.entry(0) is None
    # Whom a colleague adds above moves them one row down: what was in sight stays there.
    perform(people.driven.stage.database, AddCustomer(agent_id=2, name="Aaa New", email="aaa@new.example"))
    people.qtbot.waitUntil(lambda: view.currentIndex().row() == total)
    assert people.model.entry(total).id == ids[-1]
    view.scrollToTop()
    people.qtbot.waitUntil(lambda: people.model.entry(0) is not None)
    assert [people.model.entry(row).id for row in (1, 2)] == ids[:2]
    # Far from what is read one still goes on from whoever is shown.
    people.press("k")
    people.qtbot.waitUntil(lambda: people.shown().id == ids[-2])


def test_an_answer_that_comes_late_is_not_shown_under_another(people: People) -> None:
    history = people.screen.history
    people.entries()
    history.hear(Changes((), lost=True))
    coming = history._coming
    assert coming is not None
    other = people.driven.stage.database.read(customers.panel, people.model.entry(1).id, 0)
    assert other is not None
    history.show_person(other.customer)
    coming.read.emit()
    assert history._model is not coming
    theirs = people.driven.stage.database.read(customer_tickets.page, other.customer.id)
    assert [line.split()[0] for line in people.entries()] == [f"#{one.id}" for one in theirs]


def test_whoever_reads_far_down_stays_there(people: People, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    # Pages of two, so that a customer of the sample has several.
    monkeypatch.setattr(ticket_lines, "AT_ONCE", 2)
    monkeypatch.setattr(customer_tickets, "_LINES", customer_tickets._LINES.limit(2))
    many = select(ticket.c.customer_id).group_by(ticket.c.customer_id).order_by(func.count().desc()).limit(1)
    customer_id = people.driven.stage.database.read(lambda session: session.connection.execute(many).scalar_one())
    people.screen.show_customer(customer_id)
    qtbot.waitUntil(lambda: people.shown().id == customer_id)
    history = people.screen.history
    shown = history._shown()
    # The list reads on by itself where there is room for more.
    qtbot.waitUntil(lambda: history._coming is None and len(people.entries()) >= 2)
    shown.model().fetchMore(QModelIndex())
    qtbot.waitUntil(lambda: shown.model().rowCount() > 2)
    last = shown.model().rowCount() - 1
    shown.setCurrentIndex(shown.model().index(last, 0))
    marked, before = history._marked(), history._model
    history.hear(Changes((), lost=True))
    qtbot.waitUntil(lambda: history._model is not before)
    assert shown.model().rowCount() > last
    assert history._marked() == marked


def test_keys_go_through_the_list_and_into_the_tickets(people: People) -> None:
    people.press("j")
    people.wait_for(1)
    people.press("jj")
    people.wait_for(3)
    people.press("k")
    people.wait_for(2)
    QTest.keyClick(people.list.view, Qt.Key.Key_Down)
    people.wait_for(3)
    tickets = people.driven.stage.database.read(customer_tickets.page, people.shown().id)
    assert [f"#{one.id} " in line for one, line in zip(tickets, people.entries(), strict=True)] == [True] * len(tickets)
    QTest.keyClick(people.list.view, Qt.Key.Key_Return)
    history = people.screen.history._shown()
    assert history.hasFocus()
    QTest.keyClick(history, Qt.Key.Key_Escape)
    assert people.list.view.hasFocus()
    QTest.keyClick(people.list.view, Qt.Key.Key_Return)
    with people.qtbot.waitSignal(people.window.pane.shown, check_params_cb=lambda ticket: ticket == tickets[0].id):
        QTest.keyClick(history, Qt.Key.Key_Return)
    assert people.window.inbox.isVisible()
    assert not people.screen.isVisible()


def test_escape_leaves_the_search_and_then_the_screen(people: People) -> None:
    people.find("example")
    search = people.list.head.search
    assert search.hasFocus()
    QTest.keyClick(search, Qt.Key.Key_Escape)
    assert search.text() == ""
    QTest.keyClick(search, Qt.Key.Key_Escape)
    assert people.list.view.hasFocus()
    QTest.keyClick(people.list.view, Qt.Key.Key_Escape)
    assert people.window.inbox.isVisible()


def test_keys_of_tickets_do_nothing_here(people: People) -> None:
    before = people.driven.row(people.driven.list.model.ticket(0).id)  # type: ignore[union-attr]
    works = {entry.id for entry, _ in people.window.keys.bound()}
    assert {"go_inbox", "palette", "undo", "new_ticket"} <= works
    assert not works & {"solve", "reply", "next", "search", "snooze", "tick", "erase", "form"}
    people.window.inbox.formed.emit(True)
    assert "columns" not in {entry.id for entry, _ in people.window.keys.bound()}
    people.press("exs")
    people.press("gi")
    assert "solve" in {entry.id for entry, _ in people.window.keys.bound()}
    assert people.driven.row(before.id) == before


def test_a_search_finds_without_case_and_accents(people: People) -> None:
    name = next(name for name in people.names() if not name.isascii())
    word = name.split()[-1]
    people.find(word.upper())
    assert name in people.names()
    people.find("qwertz")
    assert people.names() == []
    assert people.list._empty.isVisible()
    with people.qtbot.waitSignal(people.model.read):
        people.list._empty.acted.emit()
    assert len(people.names()) == 50
    assert people.list.head.search.text() == ""


def test_filters_and_orders(people: People) -> None:
    head = people.list.head
    actions = people.menu(head._filtering)
    with people.qtbot.waitSignal(people.model.read):
        actions["With open tickets"].trigger()  # type: ignore[union-attr]
    assert people.model.asked == CustomerFilter(tickets=TheirTickets.OPEN)
    chips = [chip for chip in head.findChildren(ChipButton) if chip.isVisible()]
    assert [chip.text() for chip in chips] == ["With open tickets"]
    with people.qtbot.waitSignal(people.model.read):
        QTest.keyClick(chips[0], Qt.Key.Key_Delete)
    assert people.model.asked == CustomerFilter()
    with people.qtbot.waitSignal(people.model.read):
        people.menu(head._sorting)["Latest ticket first"].trigger()  # type: ignore[union-attr]
    assert people.model.order is CustomerSort.LATEST
    times = [people.model.entry(row).active_at for row in range(50)]
    assert times == sorted(times, reverse=True)
    assert people.driven.stage.settings.value("customers/sort") == "latest"


def test_an_organisation_is_asked_for(people: People) -> None:
    with_one = next(people.model.entry(row) for row in range(50) if people.model.entry(row).organisation)
    head = people.list.head
    head.organisation_wanted.emit(head._filtering)
    (popup,) = people.window.findChildren(OrganisationChoice)
    popup.field.setText(with_one.organisation)
    people.qtbot.waitUntil(lambda: popup.list.count() == 1)
    with people.qtbot.waitSignal(people.model.read):
        QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert with_one.name in people.names()
    lines = [people.model.entry(row) for row in range(people.model.rowCount())]
    assert {line.organisation for line in lines} == {with_one.organisation}


def test_what_a_colleague_changes_is_seen(people: People) -> None:
    first = people.shown()
    people.save(first, name="Aaa New Name", note="Called twice.")
    people.qtbot.waitUntil(lambda: people.shown().note == "Called twice.")
    people.qtbot.waitUntil(lambda: people.names()[0] == "Aaa New Name")
    assert people.list.view.currentIndex().row() == 0
    # Who is shown stays marked, wherever they stand by then.
    people.save(first, name="Abigail Moved")
    people.qtbot.waitUntil(lambda: "Abigail Moved" in people.names())
    assert people.names()[people.list.view.currentIndex().row()] == "Abigail Moved"


def test_what_was_changed_meanwhile_is_read_at_the_return(people: People) -> None:
    first = people.shown()
    people.press("gi")
    with people.qtbot.waitSignal(people.driven.stage.feed.changed):
        people.save(first, name="Aaa New Name")
    assert people.names()[0] == first.name
    people.press("gc")
    people.qtbot.waitUntil(lambda: people.names()[0] == "Aaa New Name")


def test_a_deed_is_told_here_and_taken_back(people: People) -> None:
    first = people.shown()
    people.screen.side.save(vip=True)
    people.qtbot.waitUntil(lambda: bool(people.driven.toasts()))
    assert people.window.toasts.host is people.screen
    people.qtbot.waitUntil(lambda: people.model.entry(0).vip)
    people.press("z")
    people.qtbot.waitUntil(lambda: not people.model.entry(0).vip)
    people.qtbot.waitUntil(lambda: not people.shown().vip)
    assert people.shown().id == first.id
    people.press("gi")
    assert people.window.toasts.host is not people.screen


def test_all_messages_and_the_way_to_one(people: People) -> None:
    people.screen.history.show_messages()
    lines = people.driven.stage.database.read(customer_messages.page, people.shown().id)
    assert len(people.entries()) == len(lines)
    history = people.screen.history._shown()
    people.screen.history.focus_list()
    QTest.keyClick(history, Qt.Key.Key_Return)
    pane = people.window.pane
    people.qtbot.waitUntil(lambda: pane.conversation.card(lines[0].id) is not None)
    assert pane.ticket_id == lines[0].ticket_id
    assert people.window.inbox.isVisible()


def test_a_ticket_to_them(people: People) -> None:
    people.screen.history.new_button.click()
    window = people.window._new_tickets.window
    assert window is not None
    people.qtbot.waitUntil(lambda: people.shown().emails[0] in window.composer.recipients.to.text())
    assert people.screen.isVisible()


def test_the_settings_are_within_reach(people: People) -> None:
    actions = people.menu(people.list.head._more)
    assert [name for name in actions if "…" in name] == [
        "Find customers who are here twice…",
        "Import and export customers and organisations…",
        "Change organisations…",
    ]
    actions["Change organisations…"].trigger()  # type: ignore[union-attr]
    assert people.driven.settings_opened == 1


def test_a_ticket_that_is_opened_from_elsewhere_shows_the_inbox(people: People) -> None:
    people.window.open_ticket(people.driven.list.model.ticket(0).id)  # type: ignore[union-attr]
    assert people.window.inbox.isVisible()
    people.press("gc")
    people.window.search("退款")
    assert people.window.inbox.isVisible()


def new_customer(people: People, name: str, email: str) -> NewCustomer:
    head = people.list.head
    head.new_wanted.emit(head._new)
    popup = people.window.findChildren(NewCustomer)[-1]
    popup.name.setText(name)
    popup.email.setText(email)
    return popup


def test_a_new_customer_is_made_and_shown(people: People) -> None:
    popup = new_customer(people, "Mia Bérg", "not yet")
    assert not popup.button.isEnabled()
    popup.email.setText("mia@else.example")
    QTest.keyClick(popup.email, Qt.Key.Key_Return)
    people.qtbot.waitUntil(lambda: people.shown().name == "Mia Bérg")
    assert "Mia Bérg is a customer now" in people.driven.toasts()
    people.qtbot.waitUntil(people.screen.history._empty.isVisible)
    people.find("berg")
    assert people.names() == ["Mia Bérg"]


def test_whose_the_address_is_already_can_be_shown(people: People) -> None:
    other = people.model.entry(7)
    popup = new_customer(people, "", other.email)
    popup.button.click()
    people.qtbot.waitUntil(lambda: not popup.show_holder.isHidden())
    assert other.name in popup._address.fault()
    popup.show_holder.click()
    people.wait_for(7)
    assert people.list.view.currentIndex().row() == 7


def test_from_a_ticket_to_its_customer(driven: Driven, qtbot: QtBot) -> None:
    driven.window.show()
    row = driven.open(0)
    driven.window.pane.customers._show_among_all()
    screen = driven.window.places.customers
    assert screen is not None
    qtbot.waitUntil(lambda: screen.side.customer is not None)
    assert screen.side.customer is not None
    assert screen.side.customer.id == row.customer_id
    assert screen.isVisible()


def test_what_is_bound_meanwhile_waits_too(people: People) -> None:
    done: list[str] = []
    action = people.window.keys.bind("apart", lambda: done.append("apart"))
    assert not action.isEnabled()
    people.press("gi")
    assert action.isEnabled()
