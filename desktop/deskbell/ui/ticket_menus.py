"""Opens the list for one property of one or several tickets, and does what is chosen."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from deskbell.model.rows import TicketRow
from deskbell.ui.deeds import Deeds
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket_choices import (
    agent_choices,
    mailbox_choices,
    new_tag,
    priority_choices,
    snooze_choices,
    status_choices,
    tag_choices,
    team_choices,
    type_choices,
)
from deskbell.ui.widgets.choice import Choice

if TYPE_CHECKING:
    from deskbell.ui.widgets.choice_list import ChoiceList


class TicketMenus(QObject):
    """The menus of tickets. Each takes the tickets (ids), the widget to open below, and the card where there is but one ticket."""

    def __init__(self, theme: ThemeSource, desk: DeskNow, deeds: Deeds, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._desk = desk
        self._deeds = deeds

    def status(self, tickets: tuple[int, ...], anchor: QWidget, card: TicketRow | None = None) -> None:
        """Open, pending, on hold, solved, closed."""
        choices = status_choices(card.status if card is not None else None)
        self._open(anchor, choices, lambda value: self._deeds.set_status(tickets, value))

    def assign(self, tickets: tuple[int, ...], anchor: QWidget, card: TicketRow | None = None) -> None:
        """All agents, those of the ticket's team first, and nobody."""
        who, team_id = (card.assignee_id, card.team_id) if card is not None else (0, None)
        choices = agent_choices(self._desk, who, team_id)
        self._open(anchor, choices, lambda value: self._deeds.assign(tickets, value))

    def followers(self, tickets: tuple[int, ...], anchor: QWidget, card: TicketRow | None = None) -> None:
        """All agents, those who follow the ticket ticked; of several tickets nobody knows, and only others are added."""
        from deskbell.ui.followers_menu import ask_followers

        ask_followers(self._theme, self._desk, self._deeds, tickets, anchor, card)

    def team(self, tickets: tuple[int, ...], anchor: QWidget, card: TicketRow | None = None) -> None:
        """All teams, and none."""
        choices = team_choices(self._desk, card.team_id if card is not None else 0)
        self._open(anchor, choices, lambda value: self._deeds.set_team(tickets, value))

    def priority(self, tickets: tuple[int, ...], anchor: QWidget, card: TicketRow | None = None) -> None:
        """Low to urgent."""
        choices = priority_choices(card.priority if card is not None else None)
        self._open(anchor, choices, lambda value: self._deeds.set_priority(tickets, value))

    def type(self, tickets: tuple[int, ...], anchor: QWidget, card: TicketRow | None = None) -> None:
        """Question, incident, problem, task, or none."""
        current = card.type if card is not None else None
        choices = type_choices(current, clears=card is None or current is not None)
        self._open(anchor, choices, lambda value: self._deeds.set_type(tickets, value))

    def move(self, tickets: tuple[int, ...], anchor: QWidget, card: TicketRow | None = None) -> None:
        """All mailboxes."""
        choices = mailbox_choices(self._desk, card.mailbox_id if card is not None else 0)
        self._open(anchor, choices, lambda value: self._deeds.move(tickets, value))

    def tags(self, tickets: tuple[int, ...], anchor: QWidget, card: TicketRow | None = None) -> None:
        """All tags; a ticked one is taken off, another is put on, a new word becomes a tag."""
        on = card.tags if card is not None else ()

        def toggle(name: str) -> None:
            if name in on:
                self._deeds.change_tags(tickets, remove=(name,))
            else:
                self._deeds.change_tags(tickets, add=(name,))

        opened = self._open(anchor, tag_choices(self._desk, on), toggle, new=new_tag)
        opened.typed.connect(lambda name: self._deeds.change_tags(tickets, add=(name,)))

    def snooze(self, tickets: tuple[int, ...], anchor: QWidget, card: TicketRow | None = None) -> None:
        """Some times to come or another one, or until the customer answers."""

        def snooze(value: datetime | str | None) -> None:
            if isinstance(value, str):
                self._ask_time(tickets, anchor)
            else:
                self._deeds.snooze(tickets, value)

        snoozed = card is not None and card.snoozed_until is not None
        now = datetime.now(UTC)
        offer = self._desk.offer(card.team_id if card is not None else None, now)
        self._open(anchor, snooze_choices(now, snoozed=snoozed, offer=offer), snooze)

    def due(self, tickets: tuple[int, ...], anchor: QWidget, card: TicketRow | None = None) -> None:
        """Some days to come or another time, or none."""
        from deskbell.ui.due_menu import ask_due

        ask_due(self._theme, self._deeds, tickets, anchor, card)

    def remind(self, tickets: tuple[int, ...], anchor: QWidget, card: TicketRow | None = None) -> None:
        """Some times to come or another one, at which this person is reminded."""
        from deskbell.ui.reminders.menu import ask_reminder

        ask_reminder(self._theme, self._deeds, tickets, anchor, card)

    def _ask_time(self, tickets: tuple[int, ...], anchor: QWidget) -> None:
        from deskbell.ui.time_popup import TimePopup

        popup = TimePopup(self._theme, datetime.now(UTC), self.tr("Snooze until then"), anchor)
        popup.given.connect(lambda at: self._deeds.snooze(tickets, at))
        popup.open_below(anchor)

    def _open(
        self,
        anchor: QWidget,
        choices: Sequence[Choice],
        do: Callable[..., None],
        *,
        new: Callable[[str], str] | None = None,
    ) -> "ChoiceList":
        from deskbell.ui.widgets.choice_list import ChoiceList

        opened = ChoiceList(self._theme, choices, new=new, parent=anchor)
        opened.chosen.connect(do)
        opened.open_below(anchor)
        return opened
