"""The organisation beside a ticket: shown, chosen from a popup, made there, and a way to its tickets."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from deskbell.model.customers import SaveCustomer
from deskbell.model.kinds import Entity
from deskbell.model.organisations import OrganisationTitle
from deskbell.store.queries import organisations
from deskbell.ui.ticket.organisation_popup import OrganisationPopup
from deskbell.ui.ticket.pane import TicketPane
from ui.ticket.opening import Desk, Make, button, changed, words
from ui.ticket.rows import CUSTOMER
from ui.ticket.stand import Stand
from ui.ticket.test_customer_side import saved

ACME, NORTH = OrganisationTitle(1, "Acme", ("acme.example",)), OrganisationTitle(2, "Northwind", ())
CHOOSE = "Choose the organisation"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """What was looked for; Acme and Northwind are found by nothing, and Acme by ac."""
    wanted: list[tuple[object, ...]] = []

    def found(session: object, words: str, emails: tuple[str, ...]) -> tuple[OrganisationTitle, ...]:
        wanted.append((words, emails))
        return {"": (ACME, NORTH), "ac": (ACME,)}.get(words, ())

    monkeypatch.setattr(organisations, "found", found)
    return wanted


def opened(qtbot: QtBot, stand: Stand, pane: TicketPane, words: str = "") -> OrganisationPopup:
    """The popup, with what these words find."""
    button(pane.side, CHOOSE).click()
    stand.settle(qtbot)
    popup = pane.side.findChild(OrganisationPopup)
    assert isinstance(popup, OrganisationPopup)
    if words:
        with qtbot.waitSignal(popup.asked):
            popup.field.setText(words)
        stand.settle(qtbot)
    return popup


def lines(popup: OrganisationPopup) -> list[str]:
    return [popup.list.item(row).text() for row in range(popup.list.count())]


def of_acme(qtbot: QtBot, stand: Stand, desk: Desk, pane: TicketPane) -> None:
    saved(desk, organisation="Acme", version=2)
    pane.refresh(changed(Entity.ORGANISATION, 1, 0))
    stand.settle(qtbot)


def test_one_is_chosen(qtbot: QtBot, stand: Stand, make: Make, asked: list[tuple[object, ...]]) -> None:
    pane = make()
    popup = opened(qtbot, stand, pane)
    assert asked == [("", CUSTOMER.emails)]
    assert lines(popup) == ["Acme · acme.example", "Northwind"]
    qtbot.keyClick(popup.field, Qt.Key.Key_Down)
    qtbot.keyClick(popup.field, Qt.Key.Key_Return)
    assert button(pane.side, "Show all tickets of Northwind").text() == "Northwind", "at once"
    stand.settle(qtbot)
    assert [command.organisation for command in stand.of(SaveCustomer)] == ["Northwind"]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("ac", ["Acme · acme.example", "New organisation “ac”"]),
        ("ACME", ["New organisation “ACME”"]),
        ("  Bee  & Co ", ["New organisation “Bee & Co”"]),
    ],
)
def test_a_new_one_is_made_by_its_name(
    qtbot: QtBot, stand: Stand, make: Make, asked: list[tuple[object, ...]], words: str, offered: list[str]
) -> None:
    pane = make()
    popup = opened(qtbot, stand, pane, words)
    assert lines(popup) == offered
    popup.list.setCurrentRow(len(offered) - 1)
    qtbot.keyClick(popup.field, Qt.Key.Key_Return)
    stand.settle(qtbot)
    assert [command.organisation for command in stand.of(SaveCustomer)] == [" ".join(words.split())]


def test_it_leads_to_its_tickets_and_is_taken_off(
    qtbot: QtBot, stand: Stand, desk: Desk, make: Make, asked: list[tuple[object, ...]]
) -> None:
    pane = make()
    of_acme(qtbot, stand, desk, pane)
    with qtbot.waitSignal(pane.customers.search_wanted) as wanted:
        button(pane.side, "Show all tickets of Acme").click()
    assert wanted.args == ['org:"Acme"']
    popup = opened(qtbot, stand, pane)
    assert lines(popup) == ["Northwind", "No organisation"], "not the one that it is"
    popup.list.setCurrentRow(1)
    qtbot.keyClick(popup.field, Qt.Key.Key_Return)
    stand.settle(qtbot)
    assert [(command.organisation, command.version) for command in stand.of(SaveCustomer)] == [("", 2)]


def test_a_name_is_not_offered_once_more(
    qtbot: QtBot, stand: Stand, desk: Desk, make: Make, asked: list[tuple[object, ...]]
) -> None:
    pane = make()
    of_acme(qtbot, stand, desk, pane)
    assert lines(opened(qtbot, stand, pane, "acme")) == []


def test_its_note_is_shown_until_another_one_is_chosen(
    qtbot: QtBot, stand: Stand, desk: Desk, make: Make, asked: list[tuple[object, ...]]
) -> None:
    pane = make()
    saved(desk, organisation_note="pays late")
    of_acme(qtbot, stand, desk, pane)
    assert "pays late" in words(pane.side)
    popup = opened(qtbot, stand, pane)
    qtbot.keyClick(popup.field, Qt.Key.Key_Return)
    assert "pays late" not in words(pane.side)


def test_a_long_name_ends_in_dots(qtbot: QtBot, stand: Stand, desk: Desk, make: Make) -> None:
    pane = make()
    name = "An organisation with a name that has no room beside a ticket"
    saved(desk, organisation=name, version=2)
    pane.refresh(changed(Entity.CUSTOMER, CUSTOMER.id, 0))
    stand.settle(qtbot)
    shown = button(pane.side, f"Show all tickets of {name}")
    assert shown.text().endswith("…")
    assert name in shown.toolTip()


def test_what_was_refused_is_not_shown(qtbot: QtBot, stand: Stand, make: Make, asked: list[tuple[object, ...]]) -> None:
    from deskbell.model.errors import Conflict

    pane = make()
    stand.errors.append(Conflict("customer.changed", name=CUSTOMER.name))
    popup = opened(qtbot, stand, pane)
    with qtbot.waitSignal(pane.failed):
        qtbot.keyClick(popup.field, Qt.Key.Key_Return)
        stand.settle(qtbot)
    stand.settle(qtbot)
    assert button(pane.side, CHOOSE).text() == "Add"
