"""Changing the checklist of the open ticket: between the panel that shows it and the deeds that keep it."""

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QObject

from deskbell.model.checklist import ChecklistItem, SetItem
from deskbell.model.rows import TicketRow
from deskbell.rules.checklist import changed, place_of
from deskbell.ui.deeds import Deeds, RowChange
from deskbell.ui.ticket.customer_side import CustomerSide

translate = QCoreApplication.translate


class Ticking(QObject):
    """Shows at once what is changed. `me` is the agent who does so."""

    def __init__(self, side: CustomerSide, deeds: Deeds, me: Callable[[], int], parent: QObject) -> None:
        super().__init__(parent)
        self._side = side
        self._deeds = deeds
        self._me = me
        self._row: TicketRow | None = None
        side.item_changed.connect(self._change)
        deeds.shown.connect(self._show_at_once)

    def show(self, row: TicketRow) -> None:
        """This ticket is shown, as it is now."""
        self._row = row
        self._side.show_checklist(row.id, row.checklist)

    def _show_at_once(self, tickets: tuple[int, ...], change: RowChange) -> None:
        if self._row is not None and self._row.id in tickets:
            self.show(change(self._row))

    def _change(self, ticket_id: int, item: ChecklistItem, fresh: bool, place: int | None) -> None:
        before = self._row.checklist if self._row is not None and self._row.id == ticket_id else ()
        command = SetItem(agent_id=self._me(), ticket_id=ticket_id, item=item, fresh=fresh, place=place)
        said = _said(before, item, ticket_id)
        self._deeds.carry_out(
            command, (ticket_id,), said, lambda row: replace(row, checklist=changed(row.checklist, item, place))
        )


def _said(before: tuple[ChecklistItem, ...], item: ChecklistItem, ticket_id: int) -> str:
    at = place_of(before, item.id)
    if at is None:
        words = translate("checklist", "#%1: “%2” is on the checklist")
    elif not item.text:
        words, item = translate("checklist", "#%1: “%2” is off the checklist"), before[at]
    elif item.done is not before[at].done:
        done, again = translate("checklist", "#%1: “%2” is done"), translate("checklist", "#%1: “%2” is to be done")
        words = done if item.done else again
    elif item.text != before[at].text:
        words = translate("checklist", "#%1: “%2” is on the checklist")
    else:
        words = translate("checklist", "#%1: “%2” moved")
    return words.replace("%1", str(ticket_id)).replace("%2", item.text)
