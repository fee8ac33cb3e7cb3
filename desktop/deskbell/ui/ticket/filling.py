"""Filling in the custom fields and the checklist of the open ticket, and asking for those that must be filled in before it is solved."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from deskbell.model.fields import CustomField, SetField
from deskbell.model.rows import TicketDetail
from deskbell.rules.fields import lacking
from deskbell.ui.deed_words import filled_words
from deskbell.ui.deeds import Deeds
from deskbell.ui.ticket.customer_side import CustomerSide
from deskbell.ui.ticket.ticking import Ticking

if TYPE_CHECKING:
    # Loaded for the first ticket of which something is promised, and that somebody has rated.
    from deskbell.ui.ticket.clock_box import ClockBox
    from deskbell.ui.ticket.rating_line import RatingLine


class Filling(QObject):
    """Between the panel that shows the fields and the deeds that keep them. `me` is the agent who fills in.

    Signals:
        panel_wanted: something in the panel is asked for.
    """

    panel_wanted = Signal()

    def __init__(self, side: CustomerSide, deeds: Deeds, me: Callable[[], int], parent: QObject) -> None:
        super().__init__(parent)
        self._side = side
        self._deeds = deeds
        self._me = me
        self._shown: TicketDetail | None = None
        self._asked = 0
        self._clocks: ClockBox | None = None
        self._rating: RatingLine | None = None
        side.filled.connect(self._fill_in)
        self._ticking = Ticking(side, deeds, me, self)

    def show(self, detail: TicketDetail) -> None:
        """This ticket is shown, as it is now."""
        self._shown = detail
        self._side.show_fields(detail.row.id, detail.fields)
        self._ticking.show(detail.row)
        self._show_clocks(detail)
        self._show_rating(detail.rating)
        if self._asked:
            self._ask()
            self._asked = 0

    def _show_clocks(self, detail: TicketDetail) -> None:
        if self._clocks is None and detail.clocks:
            from deskbell.ui.ticket.clock_box import ClockBox

            self._clocks = ClockBox(self._side)
            self._side.put_below_name(self._clocks)
        if self._clocks is not None:
            self._clocks.show_clocks(detail.clocks)

    def _show_rating(self, kept: str) -> None:
        if self._rating is None and kept:
            from deskbell.ui.ticket.rating_line import RatingLine

            self._rating = RatingLine(self._side)
            self._side.put_below_name(self._rating)
        if self._rating is not None:
            self._rating.show_rating(kept)

    def begin_checklist(self) -> None:
        """Put the caret where the next item of the ticket's checklist is written."""
        if self._shown is not None:
            self.panel_wanted.emit()
            self._side.begin_checklist()

    def ask_for_lacking(self, ticket_id: int) -> None:
        """Put the keyboard on the first field that must be filled in before this ticket is solved; once it is shown, where it is still being read."""
        self._asked = ticket_id
        self._ask()

    def _ask(self) -> None:
        shown = self._shown
        if shown is None or shown.row.id != self._asked:
            return
        wanted = lacking(shown.fields, shown.row.mailbox_id, shown.row.team_id)
        if wanted:
            self._asked = 0
            self.panel_wanted.emit()
            self._side.ask_for(wanted)

    def _fill_in(self, ticket_id: int, field: CustomField, value: str) -> None:
        from deskbell.ui.field_words import value_words

        command = SetField(agent_id=self._me(), tickets=(ticket_id,), field_id=field.id, value=value)
        said = filled_words((ticket_id,), field.name, value_words(field, value))
        self._deeds.carry_out(command, (ticket_id,), said)
