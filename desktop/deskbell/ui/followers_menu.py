"""Asks who is to follow tickets: the same list in the header and for the palette."""

from PySide6.QtWidgets import QWidget

from deskbell.model.rows import TicketRow
from deskbell.ui.deeds import Deeds
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket_choices import follower_choices
from deskbell.ui.widgets.choice_list import ChoiceList


def ask_followers(
    theme: ThemeSource,
    desk: DeskNow,
    deeds: Deeds,
    tickets: tuple[int, ...],
    anchor: QWidget,
    card: TicketRow | None = None,
) -> None:
    """Open the list below `anchor`. `card` is that of the ticket where it is but one; of several (ids) nobody is ticked, and whoever is then is added."""
    before = card.followers if card is not None else ()
    opened = ChoiceList(theme, follower_choices(desk, before), several=True, parent=anchor)
    opened.picked.connect(lambda after: deeds.set_followers(tickets, before, after))
    opened.open_below(anchor)
