"""The keys that do something to tickets: to the ticked ones where there are any, else to the one that is open."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from deskbell.model.kinds import Status
from deskbell.model.rows import TicketRow
from deskbell.ui.deeds import Deeds
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.keys import Keys
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket_menus import TicketMenus
from deskbell.ui.widgets.choice import Choice
from deskbell.ui.words import status_word

Menu = Callable[[tuple[int, ...], QWidget, TicketRow | None], None]


class TicketKeys(QObject):
    """Binds them. `targets` gives the tickets (ids), `card` the card where it is one, `anchor` where a list drops down.
    Where there are no teams there is no key for them, and without levels in them none to escalate.
    """

    def __init__(
        self,
        theme: ThemeSource,
        keys: Keys,
        deeds: Deeds,
        menus: TicketMenus,
        targets: Callable[[], tuple[int, ...]],
        card: Callable[[], TicketRow | None],
        anchor: Callable[[], QWidget],
        desk: DeskNow,
    ) -> None:
        super().__init__(keys)
        self._theme = theme
        self._deeds = deeds
        self._targets = targets
        self._card = card
        self._anchor = anchor
        keys.bind("solve", lambda: deeds.set_status(targets(), Status.SOLVED))
        keys.bind("assign_me", lambda: deeds.assign(targets(), desk.me.id))
        keys.bind("assign", lambda: self._open(menus.assign))
        self._desk = desk
        self._team = keys.bind("team", lambda: self._open(menus.team))
        self._escalate = keys.bind("escalate", self._ask_escalate)
        desk.changed.connect(self._look_for_teams)
        self._look_for_teams()
        keys.bind("snooze", lambda: self._open(menus.snooze))
        keys.bind("remind", lambda: self._open(menus.remind))
        keys.bind("follow", lambda: self._follow(desk.me.id))
        keys.bind("followers", lambda: self._open(menus.followers))
        keys.bind("due", lambda: self._open(menus.due))
        keys.bind("priority", lambda: self._open(menus.priority))
        keys.bind("type", lambda: self._open(menus.type))
        keys.bind("tags", lambda: self._open(menus.tags))
        keys.bind("move", lambda: self._open(menus.move))
        keys.bind("away", self._put_away)
        keys.bind("undo", deeds.undo_last)

    def _look_for_teams(self) -> None:
        self._team.setEnabled(bool(self._desk.teams))
        self._escalate.setEnabled(any(team.levels for team in self._desk.teams))

    def _open(self, menu: Menu) -> None:
        tickets = self._targets()
        if tickets:
            menu(tickets, self._anchor(), self._card_of(tickets))

    def _card_of(self, tickets: tuple[int, ...]) -> TicketRow | None:
        """The card where it is but one ticket, and known: another may be ticked than is open."""
        card = self._card()
        return card if card is not None and tickets == (card.id,) else None

    def _ask_escalate(self) -> None:
        """Of one ticket, for it takes a note."""
        card = self._card_of(self._targets())
        if card is not None:
            from deskbell.ui.escalate_popup import ask_escalate

            ask_escalate(self._theme, self._deeds, card, self._anchor())

    def _follow(self, me: int) -> None:
        """Follow, or where it is but one that is followed already, no longer."""
        tickets = self._targets()
        card = self._card_of(tickets)
        if card is not None and me in card.followers:
            self._deeds.follow(tickets, remove=(me,))
        else:
            self._deeds.follow(tickets, add=(me,))

    def _put_away(self) -> None:
        tickets = self._targets()
        if not tickets:
            return
        choices = [
            Choice(Status.SPAM, status_word(Status.SPAM), Icon.SPAM),
            Choice(Status.TRASH, status_word(Status.TRASH), Icon.TRASH),
        ]
        anchor = self._anchor()
        from deskbell.ui.widgets.choice_list import ChoiceList

        offered = ChoiceList(self._theme, choices, parent=anchor)
        offered.chosen.connect(lambda status: self._deeds.set_status(tickets, status))
        offered.open_below(anchor)
