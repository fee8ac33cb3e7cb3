"""The scenes of the screen of all customers."""

from collections.abc import Callable, Iterator
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from deskbell.model.customer_list import CustomerPage, TheirTickets
from deskbell.model.customers import Like
from deskbell.model.doubles import Compared, Double, DoubleGroup, DoublesPage
from deskbell.model.errors import Mistake, Trouble
from deskbell.model.organisations import OrganisationPage
from deskbell.ui.customers.doubles_section import DoublesSection
from deskbell.ui.customers.new_customer import NewCustomer
from deskbell.ui.customers.organisations_section import OrganisationsSection
from deskbell.ui.customers.person_history import PersonHistory
from deskbell.ui.customers.screen import CustomersScreen
from deskbell.ui.customers.sections import Section
from deskbell.ui.main_window import MainWindow
from deskbell.ui.scenes.scene import Scene
from deskbell.ui.scenes.stage import Stage

Make = Callable[[Stage], QWidget]


def customer_list(window: Make, size: tuple[int, int]) -> Iterator[Scene]:
    """All of them. `window` makes the main window."""
    yield Scene("customers", size, window, (_go, _choose))
    yield Scene("customers-messages", size, window, (_go, _choose, _messages))
    yield Scene("customers-edited", size, window, (_go, _choose, _edit))
    yield Scene("customers-narrow", (960, 620), window, (_go, _ask))
    yield Scene("customers-text-150", size, window, (_go, _choose), text_size=150)
    yield Scene("customers-new", (320, 210), _new)
    yield Scene("customers-new-known", (320, 268), _new, (_take_known,))
    yield Scene("customers-nobody", size, window, (_go, _find_nobody))
    yield Scene("organisations", size, window, (_go, _organisations, _third))
    yield Scene("organisations-tickets", size, window, (_go, _organisations, _third, _its_tickets))
    yield Scene("organisations-narrow", (960, 620), window, (_go, _organisations, _third))
    yield Scene("organisations-text-150", size, window, (_go, _organisations, _third), text_size=150)
    yield Scene("organisations-nothing", size, window, (_go, _organisations, _find_nothing))
    yield Scene("organisations-none", size, window, (_go, _organisations, _have_none))
    yield Scene("doubles", size, window, (_go, _doubles, _be_twice, _alike))
    yield Scene("doubles-narrow", (960, 620), window, (_go, _doubles, _be_twice, _alike))
    yield Scene("doubles-text-150", size, window, (_go, _doubles, _be_twice, _alike), text_size=150)
    yield Scene("doubles-none", size, window, (_go, _doubles, _of_phones))
    yield Scene("customers-none", size, window, (_go, _be_empty))
    yield Scene("customers-unread", size, window, (_go, _choose, _go_away))
    yield Scene("organisations-unread", size, window, (_go, _organisations, _third, _lose_organisations))


def _screen(window: QWidget) -> CustomersScreen:
    assert isinstance(window, MainWindow)
    assert window.places.customers is not None
    return window.places.customers


def _go(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    window.places.go_customers()


def _choose(window: QWidget) -> None:
    _screen(window).people.step(3)


def _new(stage: Stage) -> QWidget:
    return NewCustomer(stage.theme, stage.runner, stage.desk.me.id)


def _take_known(popup: QWidget) -> None:
    assert isinstance(popup, NewCustomer)
    popup.name.setText("李娜")
    popup.email.setText("li.na@example.com")
    popup._refuse(Mistake("address.taken", address="li.na@example.com", name="Na Li", customer=1))


def _messages(window: QWidget) -> None:
    history: PersonHistory = _screen(window).history
    history.show_messages()


def _edit(window: QWidget) -> None:
    _screen(window).side.edit()


def _ask(window: QWidget) -> None:
    """Some filters at once, and words."""
    head = _screen(window).people.head
    head.ask(tickets=TheirTickets.OPEN)
    head.search.setText("example")
    head.search.search_now()


def _find_nobody(window: QWidget) -> None:
    head = _screen(window).people.head
    head.search.setText("qwertz")
    head.search.search_now()


def _organisations(window: QWidget) -> None:
    _screen(window).show_section(Section.ORGANISATIONS)


def _section(window: QWidget) -> OrganisationsSection:
    section = _screen(window).organisations
    assert section is not None
    return section


def _third(window: QWidget) -> None:
    """One of them, as it were a VIP with a note."""
    section = _section(window)
    section.list.step(3)
    section.shown.connect(partial(_note, section), Qt.ConnectionType.SingleShotConnection)


def _note(section: OrganisationsSection, _on: bool) -> None:
    if section.panel is not None:
        known = replace(
            section.panel.organisation,
            vip=True,
            note="Orders on account; ask for their order number.",
            tags=("gold", "net 30"),
        )
        section.side.show_panel(replace(section.panel, organisation=known))


def _its_tickets(window: QWidget) -> None:
    _section(window).history.show_tickets()


def _find_nothing(window: QWidget) -> None:
    search = _section(window).list.search
    search.setText("qwertz")
    search.search_now()


def _have_none(window: QWidget) -> None:
    """As on a desk that is new; only shown, for the pictures that follow have the same desk."""
    section = _section(window)
    section.list.model.counted.emit(0)
    section.list.model._begin(OrganisationPage((), None))
    section._open(0)


def _doubles(window: QWidget) -> None:
    _screen(window).show_section(Section.DOUBLES)


def _twice(window: QWidget) -> DoublesSection:
    section = _screen(window).doubles
    assert section is not None
    return section


def _of_phones(window: QWidget) -> None:
    """Nobody of the sample has another one's number."""
    _twice(window).list._show(Like.PHONE)


def _be_twice(window: QWidget) -> None:
    """As if some had the same names; only shown."""
    people = _screen(window).people.model
    lines = [people.entry(row) for row in range(2, 14)]
    pairs = [
        Double(one.name, Like.NAME, one, replace(other, name=one.name))
        for one, other in zip(lines[::2], lines[1::2], strict=True)
    ]
    groups = tuple(DoubleGroup(pair.key, frozenset(pair.id), (pair,)) for pair in pairs)
    _twice(window).list.model._begin(DoublesPage(groups, None, 0))


def _alike(window: QWidget) -> None:
    section = _twice(window)
    known, double = section.shown, section.list.model.entry(0)
    assert known is not None
    name, organisation = known.one.customer.name, known.one.customer.organisation
    twin = replace(known.other.customer, name=name, organisation=organisation, phones=("+370 612 34567",))
    section.view.show_double(double, Compared(known.one, replace(known.other, customer=twin)))


def _be_empty(window: QWidget) -> None:
    """As on a desk that is new; only shown, for the pictures that follow have the same desk."""
    screen = _screen(window)
    screen.people.model._begin(CustomerPage((), None, 0))
    screen.people.show_only(0)


def _go_away(window: QWidget) -> None:
    """As when the database does not answer: to a search, and for what somebody asked."""
    screen, away = _screen(window), Trouble("db.unreachable", address="db.example.com")
    screen.people.model.refuse_all(away)
    model = screen.history._model
    if model is not None:
        model.refuse(away)


def _lose_organisations(window: QWidget) -> None:
    """They cannot be read again, as after a change."""
    _section(window).list.model.give_up(Trouble("db.unreachable", address="db.example.com"))
