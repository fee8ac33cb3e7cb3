"""On a real desk: all tickets of the customer beside one of them, and what is written there kept and taken back."""

from pytestqt.qtbot import QtBot

from deskbell.model.views import ViewKind
from ui.driven import Driven


def test_all_tickets_of_the_customer_are_shown(driven: Driven, qtbot: QtBot) -> None:
    row = driven.open(0)
    pane = driven.window.pane
    pane.customers._search()

    def shown() -> set[tuple[int, bool]]:
        model = driven.list.model
        rows = [model.ticket(number) for number in range(model.rowCount())]
        return {(one.customer_id, one.id == row.id) for one in rows if one is not None}

    qtbot.waitUntil(lambda: driven.window.inbox.view.kind is ViewKind.SEARCH)
    qtbot.waitUntil(lambda: {customer for customer, _ in shown()} == {row.customer_id})
    assert (row.customer_id, True) in shown()


def test_a_vip_is_on_the_card_until_that_is_taken_back(driven: Driven, qtbot: QtBot) -> None:
    row = driven.open(0)
    driven.window.pane.side.save(vip=True)
    qtbot.waitUntil(lambda: driven.row(row.id).vip)
    qtbot.waitUntil(lambda: bool(driven.toasts()))
    driven.press("z")
    qtbot.waitUntil(lambda: not driven.row(row.id).vip)
    qtbot.waitUntil(lambda: (now := driven.window.pane.side.customer) is not None and not now.vip)
