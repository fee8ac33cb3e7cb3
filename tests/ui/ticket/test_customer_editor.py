"""What is known of a customer, written in place beside the ticket."""

from datetime import datetime

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from deskbell.model.commands import UndoDeed
from deskbell.model.customers import BlockCustomer, SaveCustomer
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Entity
from deskbell.ui.ticket.customer_editor import CustomerEditor
from deskbell.ui.ticket.customer_menu import customer_menu
from deskbell.ui.ticket.fact import clock_there
from deskbell.ui.ticket.pane import TicketPane
from deskbell.ui.ticket.reading import Opened
from deskbell.ui.widgets.chip import Chip
from ui.ticket.opening import Desk, Make, button, changed, words
from ui.ticket.rows import CUSTOMER, LI, PANEL, detail, ticket
from ui.ticket.stand import Stand

SECOND = "na@home.example"


def keep(desk: Desk, **facts: object) -> None:
    now = desk.opened[1042].panel
    assert now is not None
    desk.opened[1042] = replace(desk.opened[1042], panel=replace(now, customer=replace(now.customer, **facts)))


@pytest.fixture
def pane(desk: Desk, make: Make) -> TicketPane:
    """An open ticket of somebody of whom more is known."""
    keep(desk, emails=(LI.email, SECOND), phones=("112",), time_zone="Asia/Shanghai", utc_offset=480)
    return make()


@pytest.fixture
def editor(pane: TicketPane) -> CustomerEditor:
    pane.side.edit()
    found = pane.side.findChild(CustomerEditor)
    assert isinstance(found, CustomerEditor)
    return found


def type_in(qtbot: QtBot, field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Backspace)
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def only(stand: Stand) -> SaveCustomer:
    (command,) = stand.of(SaveCustomer)
    assert isinstance(command, SaveCustomer)
    return command


def test_nothing_is_made_to_write_in_until_somebody_wants_to(pane: TicketPane) -> None:
    assert pane.side.findChild(CustomerEditor) is None
    assert f"{SECOND} | " in words(pane.side)
    assert "112" in words(pane.side)


def test_the_menu_begins_it_at_the_name_and_its_button_ends_it(qtbot: QtBot, pane: TicketPane) -> None:
    menu = customer_menu(pane._theme, pane.side, print, print, print, print, pane.side)
    menu.actions()[0].trigger()
    editor = pane.side.findChild(CustomerEditor)
    assert isinstance(editor, CustomerEditor)
    assert editor.name.field.hasFocus()
    assert "Also writes from" not in words(pane.side), "what is written here is not shown twice"
    button(editor, "Done").click()
    assert not editor.isVisible()
    assert "Also writes from" in words(pane.side)


def test_the_name_is_written(qtbot: QtBot, stand: Stand, editor: CustomerEditor) -> None:
    type_in(qtbot, editor.name.field, "Li Na")
    stand.settle(qtbot)
    assert (only(stand).name, only(stand).emails, only(stand).agent_id) == ("Li Na", (LI.email, SECOND), 1)


def test_an_address_is_added_changed_made_the_first_and_taken_off(
    qtbot: QtBot, stand: Stand, editor: CustomerEditor
) -> None:
    type_in(qtbot, editor.emails.field, "new@li.example")
    type_in(qtbot, editor.emails.lines[1].edit.field, "na@work.example")
    qtbot.keyClick(editor.emails.lines[1].edit.field, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    editor.emails.lines[2].menu().actions()[-1].trigger()
    stand.settle(qtbot)
    assert [command.emails for command in stand.of(SaveCustomer)] == [
        (LI.email, SECOND, "new@li.example"),
        (LI.email, "na@work.example", "new@li.example"),
        ("na@work.example", LI.email, "new@li.example"),
        ("na@work.example", LI.email),
    ]
    assert [command.version for command in stand.of(SaveCustomer)] == [1, 2, 3, 4]


def test_a_phone_is_added_and_taken_off(qtbot: QtBot, stand: Stand, editor: CustomerEditor) -> None:
    type_in(qtbot, editor.phones.field, "+370 612 34567")
    type_in(qtbot, editor.phones.lines[0].edit.field, "")
    stand.settle(qtbot)
    assert [command.phones for command in stand.of(SaveCustomer)] == [("112", "+370 612 34567"), ("+370 612 34567",)]


def test_what_was_refused_is_not_lost_and_says_why(
    qtbot: QtBot, stand: Stand, pane: TicketPane, editor: CustomerEditor
) -> None:
    stand.errors.append(Mistake("address.bad", address="nowhere"))
    type_in(qtbot, editor.emails.field, "nowhere")
    stand.settle(qtbot)
    assert editor.emails.field.text() == "nowhere"
    assert "“nowhere” is not a mail address." in words(pane.side)
    assert [line.edit.field.text() for line in editor.emails.lines] == [LI.email, SECOND]
    pane.composer.editor.setFocus()
    stand.settle(qtbot)
    assert stand.of(SaveCustomer) == [], "going elsewhere is no second try"
    type_in(qtbot, editor.emails.field, "some@where.example")
    stand.settle(qtbot)
    assert only(stand).emails == (LI.email, SECOND, "some@where.example")
    assert "not a mail address" not in words(pane.side)


def test_language_and_time_zone_are_chosen(qtbot: QtBot, stand: Stand, editor: CustomerEditor) -> None:
    assert [one.value for one in editor._languages() if one.checked] == ["zh-CN"]
    assert [one.value for one in editor._time_zones() if one.checked] == ["Asia/Shanghai"]
    editor.language.chosen.emit("lt")
    editor.time_zone.chosen.emit("")
    stand.settle(qtbot)
    assert [(one.language, one.time_zone) for one in stand.of(SaveCustomer)] == [("lt", "Asia/Shanghai"), ("lt", "")]


def test_a_time_zone_is_read_without_underscores(editor: CustomerEditor) -> None:
    editor.show_choices(replace(CUSTOMER, time_zone="America/New_York"))
    assert "America/New York" in editor.time_zone.accessibleName()


def test_a_vip_is_made_in_the_menu_and_seen(qtbot: QtBot, stand: Stand, desk: Desk, pane: TicketPane) -> None:
    def chips() -> int:
        return sum(chip.isVisible() and chip.text() == "VIP" for chip in pane.findChildren(Chip))

    def entry() -> QAction:
        return customer_menu(pane._theme, pane.side, print, print, print, print, pane.side).actions()[1]

    assert (entry().text(), chips()) == ("Mark as VIP", 0)
    entry().trigger()
    assert (entry().text(), chips()) == ("No longer a VIP", 1), "it is seen at once"
    stand.settle(qtbot)
    assert only(stand).vip
    keep(desk, vip=True, version=2)
    desk.opened[1042] = replace(desk.opened[1042], detail=detail(row=ticket(vip=True)))
    pane.refresh(changed(Entity.CUSTOMER, CUSTOMER.id, 0))
    stand.settle(qtbot)
    assert chips() == 2, "the header says so, too"


def test_what_was_written_can_be_taken_back(qtbot: QtBot, stand: Stand, editor: CustomerEditor) -> None:
    type_in(qtbot, editor.name.field, "Li Na")
    stand.settle(qtbot)
    stand.deeds.undo_last()
    stand.settle(qtbot)
    (undo,) = stand.of(UndoDeed)
    assert undo.undo == only(stand).deed


def test_another_customer_ends_it_and_what_is_typed_is_kept(
    qtbot: QtBot, stand: Stand, desk: Desk, pane: TicketPane, editor: CustomerEditor
) -> None:
    other = replace(CUSTOMER, id=8, name="Jonas", emails=("jonas@mail.example",))
    desk.opened[7] = Opened(detail(row=ticket(7, customer_id=8)), (), replace(PANEL, customer=other))
    editor.emails.field.setFocus()
    qtbot.keyClicks(editor.emails.field, "new@li.example")
    pane.show_ticket(7)
    stand.settle(qtbot)
    assert (only(stand).id, only(stand).emails) == (CUSTOMER.id, (LI.email, SECOND, "new@li.example"))
    assert not editor.isVisible()
    pane.side.edit()
    assert [line.edit.field.text() for line in editor.emails.lines] == ["jonas@mail.example"]
    assert editor.emails.field.text() == ""


@pytest.mark.parametrize(("minutes", "words"), [(0, "as here"), (90, "1:30 h ahead"), (-300, "5 h behind")])
def test_how_far_their_clock_is_ahead(minutes: int, words: str) -> None:
    here = datetime.now().astimezone().utcoffset()
    assert here is not None
    row = replace(CUSTOMER, time_zone="America/New_York", utc_offset=int(here.total_seconds()) // 60 + minutes)
    assert clock_there(row) == f"New York, {words}"


def test_blocked_ones_are_said_to_be_and_let_in(qtbot: QtBot, stand: Stand, desk: Desk, pane: TicketPane) -> None:
    def entry() -> QAction:
        return customer_menu(pane._theme, pane.side, print, print, print, pane.customers._block, pane.side).actions()[
            -1
        ]

    def chips() -> int:
        return sum(chip.isVisible() and chip.text() == "Blocked" for chip in pane.findChildren(Chip))

    assert (entry().text(), chips()) == ("Block their mail", 0)
    entry().trigger()
    stand.settle(qtbot)
    assert [(command.customer_id, command.block) for command in stand.of(BlockCustomer)] == [(CUSTOMER.id, True)]
    keep(desk, blocked=True)
    pane.refresh(changed(Entity.CUSTOMER, CUSTOMER.id, 0))
    stand.settle(qtbot)
    assert (entry().text(), chips()) == ("Let their mail in", 1)
    entry().trigger()
    stand.settle(qtbot)
    assert stand.of(BlockCustomer)[-1].block is False
