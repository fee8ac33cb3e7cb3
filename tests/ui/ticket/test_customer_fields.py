"""Custom fields of the customer and of their organisation beside a ticket: shown, filled in, taken back."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from deskbell.model.commands import UndoDeed
from deskbell.model.fields import CustomField, FieldKind, FieldOwner, FieldValue, SetCustomerField, SetOrganisationField
from deskbell.model.kinds import Entity
from deskbell.ui.ticket.field_box import FieldBox
from deskbell.ui.ticket.pane import TicketPane
from ui.ticket.opening import Desk, Make, changed
from ui.ticket.rows import CUSTOMER, PANEL
from ui.ticket.stand import Stand

CONTRACT = CustomField(1, "Contract", FieldKind.TEXT, owner=FieldOwner.CUSTOMER)
SEATS = CustomField(2, "Seats", FieldKind.NUMBER, owner=FieldOwner.CUSTOMER)
REGION = CustomField(3, "Region", FieldKind.TEXT, owner=FieldOwner.ORGANISATION)


@pytest.fixture
def pane(desk: Desk, make: Make) -> TicketPane:
    panel = replace(
        PANEL,
        customer=replace(CUSTOMER, organisation="Acme", organisation_id=7),
        fields=(FieldValue(CONTRACT, "A-17"), FieldValue(SEATS, "")),
        organisation_fields=(FieldValue(REGION, "North"),),
    )
    desk.opened[1042] = replace(desk.opened[1042], panel=panel)
    return make()


def line(pane: TicketPane, name: str) -> QLineEdit:
    return next(one for one in pane.side.findChildren(QLineEdit) if one.accessibleName() == name)


def test_they_stand_with_what_else_is_known(pane: TicketPane) -> None:
    assert [line(pane, name).text() for name in ("Contract", "Seats", "Region")] == ["A-17", "", "North"]
    boxes = pane.side.findChildren(FieldBox)
    heights = {one.lines[0].field.owner: one.y() for one in boxes}
    assert heights[FieldOwner.CUSTOMER] < heights[FieldOwner.ORGANISATION]


@pytest.mark.parametrize(
    ("name", "typed", "kind", "said"),
    [
        ("Contract", "B-3", SetCustomerField, f"Contract of {CUSTOMER.name}: B-3"),
        ("Contract", "", SetCustomerField, f"Contract of {CUSTOMER.name} was emptied"),
        ("Seats", "12", SetCustomerField, f"Seats of {CUSTOMER.name}: 12"),
        ("Region", "%1 %2", SetOrganisationField, "Region of Acme: %1 %2"),
    ],
)
def test_one_is_filled_in_and_taken_back(
    qtbot: QtBot,
    stand: Stand,
    pane: TicketPane,
    name: str,
    typed: str,
    kind: type[SetCustomerField | SetOrganisationField],
    said: str,
) -> None:
    line(pane, name).setFocus()
    line(pane, name).setText(typed)
    with qtbot.waitSignal(stand.deeds.told) as told:
        qtbot.keyClick(line(pane, name), Qt.Key.Key_Return)
    assert told.args is not None
    assert told.args[0].sentence == said
    stand.settle(qtbot)
    (command,) = stand.of(kind)
    assert command.value == typed
    owner = command.customers if isinstance(command, SetCustomerField) else command.id
    assert owner == ((CUSTOMER.id,) if isinstance(command, SetCustomerField) else 7)
    stand.deeds.undo_last()
    stand.settle(qtbot)
    assert [one.undo for one in stand.of(UndoDeed)] == [command.deed]


def test_what_is_wrong_is_told_and_not_kept(qtbot: QtBot, stand: Stand, pane: TicketPane) -> None:
    line(pane, "Seats").setFocus()
    line(pane, "Seats").setText("many")
    qtbot.keyClick(line(pane, "Seats"), Qt.Key.Key_Return)
    stand.settle(qtbot)
    assert stand.of(SetCustomerField) == []
    assert line(pane, "Seats").text() == "many"


def test_who_is_in_no_organisation_has_none_of_its(qtbot: QtBot, stand: Stand, desk: Desk, pane: TicketPane) -> None:
    desk.opened[1042] = replace(desk.opened[1042], panel=PANEL)
    pane.refresh(changed(Entity.CUSTOMER, CUSTOMER.id, 0))
    stand.settle(qtbot)
    assert not any(box.isVisible() for box in pane.side.findChildren(FieldBox))
