"""Asks when to remind of tickets, and shows what one is reminded of."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from deskbell.model.reminders import Reminder
from deskbell.model.rows import TicketRow
from deskbell.ui.deeds import Deeds
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.reminders.words import listed
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket_choices import ANOTHER_TIME, time_choices
from deskbell.ui.widgets.choice import Choice
from deskbell.ui.widgets.choice_list import ChoiceList

if TYPE_CHECKING:
    from deskbell.ui.ticket.pane import TicketPane
    from deskbell.ui.working_times import Offer

AGAIN: Final = timedelta(hours=1)
"""So much later one is reminded again."""

translate = QCoreApplication.translate


def reminder_choices(now: datetime, *, clears: bool, offer: "Offer | None" = None) -> list[Choice]:
    """Times to come (aware, UTC) and `ANOTHER_TIME`; None where there is a reminder to be taken off (`clears`). `now` is aware."""
    none = Choice(None, translate("reminders", "No reminder"), Icon.CLOSE)
    another = Choice(ANOTHER_TIME, translate("choices", "Another time…"), Icon.CLOCK)
    return [*time_choices(now, offer), another, *([none] if clears else [])]


def listed_choices(reminders: Iterable[Reminder], now: datetime) -> list[Choice]:
    """Reminders as a list shows them; a choice is the ticket's id."""
    return [
        Choice(one.ticket_id, listed(one, now), Icon.BELL, ink="accent" if one.due else "muted") for one in reminders
    ]


def ask_reminder(
    theme: ThemeSource, deeds: Deeds, tickets: tuple[int, ...], anchor: QWidget, card: TicketRow | None = None
) -> None:
    """Open the list below `anchor`, and have this person reminded of `tickets` (ids) when they choose. `card` is that of the ticket where it is but one."""
    now, known = datetime.now(UTC), deeds.desk.reminders

    def choose(value: datetime | str | None) -> None:
        if isinstance(value, str):
            ask_time()
        else:
            known.remind(deeds, tickets, value)

    def ask_time() -> None:
        from deskbell.ui.time_popup import TimePopup

        set_ = known.of(tickets[0])
        popup = TimePopup(
            theme,
            datetime.now(UTC),
            translate("reminders", "Remind me then"),
            anchor,
            begin=set_.at if set_ is not None else None,
        )
        popup.given.connect(lambda at: known.remind(deeds, tickets, at))
        popup.open_below(anchor)

    offer = deeds.desk.offer(card.team_id if card is not None else None, now)
    clears = any(known.of(number) is not None for number in tickets)
    opened = ChoiceList(theme, reminder_choices(now, clears=clears, offer=offer), parent=anchor)
    opened.chosen.connect(choose)
    opened.open_below(anchor)


def show_reminders(theme: ThemeSource, desk: DeskNow, pane: "TicketPane", anchor: QWidget) -> None:
    """Open the list of all that this person is reminded of below `anchor`, the soonest first; `pane` has opened what is chosen there, and tells where there
    is nothing.
    """
    if not desk.reminders.all:
        pane.told.emit(translate("reminders", "You have no reminders."))
        return
    opened = ChoiceList(theme, listed_choices(desk.reminders.all, datetime.now(UTC)), parent=anchor)
    opened.chosen.connect(lambda number: pane.open_ticket.emit(number))  # noqa: PLW0108
    opened.open_below(anchor)
