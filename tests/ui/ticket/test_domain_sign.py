"""A blocked domain is seen at the customer, for as long as it is blocked and nothing else is said of their address."""

from pytestqt.qtbot import QtBot

from deskbell.actions.dispatch import perform
from deskbell.model.commands import ListSenders
from deskbell.store.queries import customer
from deskbell.ui.widgets.chip import Chip
from ui.driven import Driven


def test_it_comes_and_goes_with_the_list(driven: Driven, qtbot: QtBot) -> None:
    row = driven.open(1)
    desk, side = driven.stage.database, driven.window.pane.side
    panel = desk.read(customer.panel, row.customer_id, row.id)
    assert panel is not None
    email = panel.customer.emails[0]
    domain = email.rpartition("@")[2]

    def signs() -> list[str]:
        return [
            chip.toolTip() for chip in side.findChildren(Chip) if chip.isVisibleTo(side) and domain in chip.toolTip()
        ]

    assert signs() == []
    me = driven.stage.desk.me.id
    perform(desk, ListSenders(agent_id=me, block=(domain,)))
    qtbot.waitUntil(lambda: signs() == [f"Mail from {domain} goes to Spam"])
    driven.open(2)
    driven.open(1)
    qtbot.waitUntil(lambda: bool(signs()))
    perform(desk, ListSenders(agent_id=me, forget=(domain,)))
    qtbot.waitUntil(lambda: signs() == [])
