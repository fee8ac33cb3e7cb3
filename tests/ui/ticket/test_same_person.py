"""Who may be the same person as a ticket's customer: offered, merged, taken apart, and said to be somebody else."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskbell.model.commands import UndoDeed
from deskbell.model.customers import Like, Likely, MergeCustomers, Merged, SetApart
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Entity
from deskbell.model.rows import TicketPage
from deskbell.store.queries import ticket_list
from deskbell.ui.ticket.customer_editor import CustomerEditor
from deskbell.ui.ticket.customer_menu import customer_menu
from deskbell.ui.ticket.merge_popup import MergePopup
from deskbell.ui.ticket.pane import TicketPane
from deskbell.ui.ticket.same_person import SamePerson
from deskbell.ui.widgets.label import Label
from ui.ticket.opening import Desk, Make, button, changed, words
from ui.ticket.rows import CUSTOMER, PANEL, ticket
from ui.ticket.stand import Stand

OTHER = Likely(8, "Li Na", "na@home.example", "Home Ltd", (Like.NAME, Like.PHONE))


def show(qtbot: QtBot, stand: Stand, desk: Desk, pane: TicketPane, **facts: object) -> None:
    """The desk says this around the customer now, and the window has heard of it."""
    desk.opened[1042] = replace(desk.opened[1042], panel=replace(PANEL, **facts))
    pane.refresh(changed(Entity.CUSTOMER, CUSTOMER.id, 0))
    stand.settle(qtbot)


@pytest.fixture
def pane(desk: Desk, make: Make) -> TicketPane:
    desk.opened[1042] = replace(desk.opened[1042], panel=replace(PANEL, likely=(OTHER,)))
    return make()


def test_most_have_nobody_and_nothing_is_made_for_them(make: Make) -> None:
    assert make().side.findChild(SamePerson) is None


def test_who_may_be_the_same_is_told_with_the_reasons(pane: TicketPane) -> None:
    shown = words(pane.side)
    assert "Li Na\nna@home.example\nHome Ltd | the same name, the same phone number" in shown


def test_merging_can_be_taken_back(qtbot: QtBot, stand: Stand, pane: TicketPane) -> None:
    button(pane.side, "Merge with Li Na").click()
    stand.settle(qtbot)
    (merge,) = stand.of(MergeCustomers)
    assert (merge.customer_id, merge.into_id, merge.agent_id) == (8, CUSTOMER.id, 1)
    stand.deeds.undo_last()
    stand.settle(qtbot)
    assert [one.undo for one in stand.of(UndoDeed)] == [merge.deed]


def test_a_merge_that_fails_is_told_and_not_remembered(qtbot: QtBot, stand: Stand, pane: TicketPane) -> None:
    stand.errors.append(Mistake("customer.merged", name="Li Na"))
    with qtbot.waitSignal(pane.failed):
        button(pane.side, "Merge with Li Na").click()
    stand.settle(qtbot)
    stand.deeds.undo_last()
    assert stand.of(UndoDeed) == []


def test_somebody_else_is_said_and_taken_back(qtbot: QtBot, stand: Stand, desk: Desk, pane: TicketPane) -> None:
    button(pane.side, "Li Na is somebody else").click()
    stand.settle(qtbot)
    show(qtbot, stand, desk, pane)
    assert "na@home.example" not in words(pane.side)
    stand.deeds.undo_last()
    stand.settle(qtbot)
    assert [(one.customer_id, one.other_id, one.apart) for one in stand.of(SetApart)] == [(7, 8, True), (7, 8, False)]


def test_who_was_merged_is_taken_out_again(qtbot: QtBot, stand: Stand, desk: Desk, pane: TicketPane) -> None:
    show(qtbot, stand, desk, pane, merged=(Merged(8, "Li Na", "deed"),))
    button(pane.side, "Take Li Na apart").click()
    stand.settle(qtbot)
    assert [one.undo for one in stand.of(UndoDeed)] == ["deed"]
    stand.deeds.undo_last()
    stand.settle(qtbot)
    assert [(one.customer_id, one.into_id) for one in stand.of(MergeCustomers)] == [(8, 7)]


def test_who_has_the_address_that_was_written_is_offered(qtbot: QtBot, stand: Stand, desk: Desk, make: Make) -> None:
    pane = make()
    pane.side.edit()
    editor = pane.side.findChild(CustomerEditor)
    assert isinstance(editor, CustomerEditor)
    stand.errors.append(Mistake("address.taken", address="na@home.example", name="Na", customer=8))
    editor.emails.field.setFocus()
    qtbot.keyClicks(editor.emails.field, "na@home.example")
    qtbot.keyClick(editor.emails.field, Qt.Key.Key_Return)
    stand.settle(qtbot)
    assert "An address is one customer’s alone." in words(pane.side)
    assert "Na\nna@home.example | has the address that you wrote" in words(pane.side)
    button(pane.side, "Merge with Na").click()
    stand.settle(qtbot)
    assert [(one.customer_id, one.into_id) for one in stand.of(MergeCustomers)] == [(8, 7)]
    show(qtbot, stand, desk, pane, merged=(Merged(8, "Na", "deed"),))
    assert "has the address" not in words(pane.side)


def test_anybody_is_found_by_name_and_merged(qtbot: QtBot, stand: Stand, pane: TicketPane) -> None:
    asked: list[str] = []

    def page(view: object, *rest: object, **more: object) -> TicketPage:
        asked.append(view.query)  # type: ignore[attr-defined]
        rows = (
            ticket(1, customer_id=9, customer="Jonas", customer_email="jonas@mail.example"),
            ticket(2, customer_id=7),
            ticket(3, customer_id=9, customer="Jonas", customer_email="jonas@mail.example"),
        )
        return TicketPage(rows, None, None)

    stand.answers[ticket_list.page] = page
    pane.customers._ask_merge(pane.side)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, MergePopup)
    assert [popup.list.item(row).text() for row in range(popup.list.count())] == ["Li Na · na@home.example · Home Ltd"]
    with qtbot.waitSignal(popup.asked):
        qtbot.keyClicks(popup.field, 'jo"nas')
    stand.settle(qtbot)
    assert asked == ['from:"jo nas']
    assert [popup.list.item(row).text() for row in range(popup.list.count())] == ["Jonas · jonas@mail.example"]
    qtbot.keyClick(popup.field, Qt.Key.Key_Return)
    stand.settle(qtbot)
    assert [(one.customer_id, one.into_id) for one in stand.of(MergeCustomers)] == [(9, 7)]


def test_nobody_is_missed_before_anything_is_typed(qtbot: QtBot, stand: Stand, make: Make) -> None:
    pane = make()
    stand.answers[ticket_list.page] = lambda *_asked, **_more: TicketPage((), None, None)
    pane.customers._ask_merge(pane.side)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, MergePopup)
    assert "No customer found." not in words(popup)
    with qtbot.waitSignal(popup.asked):
        qtbot.keyClicks(popup.field, "nobody")
    stand.settle(qtbot)
    assert "No customer found." in words(popup)


def test_what_is_said_above_takes_the_height_of_its_lines(make: Make) -> None:
    pane = make()
    pane.customers._ask_merge(pane.side)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, MergePopup)
    (head,) = [one for one in popup.findChildren(Label) if one.text().startswith("All that is theirs")]
    assert head.height() == head.heightForWidth(head.width())


def test_the_menu_asks_with_whom(pane: TicketPane) -> None:
    asked: list[str] = []
    menu = customer_menu(pane._theme, pane.side, lambda: asked.append("with whom"), print, print, print, pane.side)
    next(entry for entry in menu.actions() if entry.text().startswith("Merge with")).trigger()
    assert asked == ["with whom"]


def test_the_menu_shows_all_their_tickets(qtbot: QtBot, pane: TicketPane) -> None:
    menu = customer_menu(pane._theme, pane.side, print, print, pane.customers._search, print, pane.side)
    (entry,) = [one for one in menu.actions() if one.text() == "All their tickets"]
    with qtbot.waitSignal(pane.customers.search_wanted) as wanted:
        entry.trigger()
    assert wanted.args == [f'customer:"{CUSTOMER.emails[0]}"']
