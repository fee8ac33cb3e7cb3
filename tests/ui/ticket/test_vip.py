"""The sign of a VIP in a ticket's header and beside it: a star, or that of the organisation by which alone they are one."""

import pytest
from msgspec.structs import replace

from deskbell.ui.ticket.vip_chip import VipChip
from ui.ticket.opening import Desk, Make
from ui.ticket.rows import CUSTOMER, PANEL, detail, ticket


@pytest.mark.parametrize(
    ("own", "by_organisation", "name"),
    [(True, False, "VIP"), (True, True, "VIP"), (False, True, "VIP through Acme & Co"), (False, False, "")],
)
def test_it_says_which_way_they_are_one(desk: Desk, make: Make, own: bool, by_organisation: bool, name: str) -> None:
    customer = replace(CUSTOMER, vip=own, organisation="Acme & Co", organisation_vip=by_organisation)
    through = "Acme & Co" if by_organisation and not own else ""
    row = ticket(vip=own or by_organisation, vip_through=through)
    desk.opened[1042] = replace(desk.opened[1042], detail=detail(row=row), panel=replace(PANEL, customer=customer))
    pane = make()
    chips = [one for one in pane.findChildren(VipChip) if not one.isHidden()]
    assert len(chips) == (2 if name else 0)
    assert {one.accessibleName() for one in chips} <= {name}
    if through:
        assert all(one.toolTip() == name for one in chips)
