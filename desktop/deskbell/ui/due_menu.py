"""Asks until when tickets are to be done: the same list in the header, in the bulk bar and for the key."""

from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from deskbell.model.rows import TicketRow
from deskbell.ui.deeds import Deeds
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket_choices import due_choices
from deskbell.ui.widgets.choice_list import ChoiceList


def ask_due(
    theme: ThemeSource, deeds: Deeds, tickets: tuple[int, ...], anchor: QWidget, card: TicketRow | None = None
) -> None:
    """Open the list below `anchor`, and do to `tickets` (ids) what is chosen. `card` is that of the ticket where it is but one."""

    def choose(value: datetime | str | None) -> None:
        if isinstance(value, str):
            ask_time()
        else:
            deeds.set_due(tickets, value)

    def ask_time() -> None:
        from deskbell.ui.time_popup import TimePopup

        verb = QCoreApplication.translate("choices", "Due then")
        begin = card.due_at if card is not None else None
        popup = TimePopup(theme, datetime.now(UTC), verb, anchor, begin=begin)
        popup.given.connect(lambda at: deeds.set_due(tickets, at))
        popup.open_below(anchor)

    now = datetime.now(UTC)
    # Of several tickets some may have one.
    clears = card is None or card.due_at is not None
    offer = deeds.desk.offer(card.team_id if card is not None else None, now)
    opened = ChoiceList(theme, due_choices(now, clears=clears, offer=offer), parent=anchor)
    opened.chosen.connect(choose)
    opened.open_below(anchor)
