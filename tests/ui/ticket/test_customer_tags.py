"""The tags of the customer beside a ticket: shown, put on and taken off at once, and as they are kept where that was refused."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from deskbell.model.commands import UndoDeed
from deskbell.model.customers import ChangeCustomerTags
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Entity
from deskbell.ui.ticket.pane import TicketPane
from deskbell.ui.widgets.chip_button import ChipButton
from deskbell.ui.widgets.choice_list import ChoiceList
from ui.ticket.opening import Desk, Make, changed
from ui.ticket.rows import CUSTOMER, PANEL
from ui.ticket.stand import Stand


def chips(pane: TicketPane) -> list[str]:
    return [
        chip.text()
        for chip in pane.side.findChildren(ChipButton)
        if not chip.isHidden() and chip.isVisibleTo(pane.side)
    ]


@pytest.fixture
def tagged(stand: Stand, desk: Desk, make: Make) -> TicketPane:
    desk.opened[1042] = replace(
        desk.opened[1042], panel=replace(PANEL, customer=replace(CUSTOMER, tags=("gold", "press")))
    )
    return make()


def test_nothing_is_made_where_there_is_none(make: Make) -> None:
    pane = make()
    assert chips(pane) == []
    assert pane.customers._tagging is None


def test_one_is_taken_off(qtbot: QtBot, stand: Stand, tagged: TicketPane) -> None:
    assert chips(tagged) == ["+ tag", "gold", "press"]
    chip = next(one for one in tagged.side.findChildren(ChipButton) if one.text() == "gold")
    chip.setFocus()
    qtbot.keyClick(chip, Qt.Key.Key_Delete)
    assert chips(tagged) == ["+ tag", "press"], "at once"
    with qtbot.waitSignal(stand.deeds.told) as told:
        stand.settle(qtbot)
    (command,) = stand.of(ChangeCustomerTags)
    assert (command.customers, command.add, command.remove) == ((CUSTOMER.id,), (), ("gold",))
    assert told.args is not None
    assert told.args[0].sentence == f"{CUSTOMER.name} has the tag “gold” no more"
    stand.deeds.undo_last()
    stand.settle(qtbot)
    assert [one.undo for one in stand.of(UndoDeed)] == [command.deed]


def test_the_first_one_comes_from_the_menu(qtbot: QtBot, stand: Stand, make: Make) -> None:
    pane = make()
    pane.customers.begin_tag()
    offered = pane.side.findChild(ChoiceList)
    assert isinstance(offered, ChoiceList)
    offered.typed.emit(" Gold  Ring ")
    stand.settle(qtbot)
    assert chips(pane) == ["+ tag", "gold ring"]
    (command,) = stand.of(ChangeCustomerTags)
    assert command.add == ("gold ring",)


def test_what_was_refused_is_as_it_is_kept(qtbot: QtBot, stand: Stand, tagged: TicketPane) -> None:
    stand.errors.append(Mistake("customer.missing"))
    tagged.customers.begin_tag()
    offered = tagged.side.findChild(ChoiceList)
    assert isinstance(offered, ChoiceList)
    offered.chosen.emit("late")
    assert sorted(chips(tagged)) == ["+ tag", "gold", "late", "press"]
    with qtbot.waitSignal(tagged.failed):
        stand.settle(qtbot)
    stand.settle(qtbot)
    assert chips(tagged) == ["+ tag", "gold", "press"]


def test_a_colleagues_come_at_once(qtbot: QtBot, stand: Stand, desk: Desk, tagged: TicketPane) -> None:
    desk.opened[1042] = replace(desk.opened[1042], panel=PANEL)
    tagged.refresh(changed(Entity.CUSTOMER, CUSTOMER.id, 0))
    stand.settle(qtbot)
    assert chips(tagged) == []
