"""Reminders whose time has come, told in the window that the person works in."""

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from shiboken6 import isValid

from deskbell.model.reminders import Reminder
from deskbell.ui.deeds import Deeds
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.reminders.menu import AGAIN, show_reminders
from deskbell.ui.reminders.words import told
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.toast import Offer, Toasts

if TYPE_CHECKING:
    from deskbell.ui.apart.ticket_windows import TicketWindows
    from deskbell.ui.ticket.pane import TicketPane

_EACH: Final = 2
"""So many are told each by itself; of more it is told how many they are."""
_ALL: Final = 0


class RemindersHere(QObject):
    """What it says stays until it is said what becomes of it: whoever is away for lunch finds it. Also of the ticket that is open."""

    def __init__(
        self,
        theme: ThemeSource,
        desk: DeskNow,
        deeds: Deeds,
        pane: "TicketPane",
        toasts: Toasts,
    ) -> None:
        super().__init__(pane)
        self._theme = theme
        self._desk = desk
        self._now = desk.reminders
        self._deeds = deeds
        self._pane = pane
        self._toasts = toasts
        self._apart: TicketWindows | None = None
        # What was told and not answered yet, and where it stands.
        self._open: dict[int, Reminder] = {}
        self._shown: dict[int, Toasts] = {}
        self._now.came.connect(self._come)
        self._now.changed.connect(self._look)

    def attend_apart(self, windows: "TicketWindows") -> None:
        """Tell it in the window of a single ticket where the person works in that."""
        self._apart = windows

    def _come(self, came: tuple[Reminder, ...]) -> None:
        self._open |= {one.ticket_id: one for one in came}
        self._tell()

    def _look(self) -> None:
        """Of what is done with, here or at another computer, nothing more is said."""
        gone = self._open.keys() - {one.ticket_id for one in self._now.due()}
        for number in gone:
            del self._open[number]
        if gone and _ALL in self._shown:
            self._tell()
        else:
            self._take_down(*gone)

    def _tell(self) -> None:
        self._take_down(*self._shown)
        if len(self._open) > _EACH:
            words = self.tr("%n reminders are due.", None, len(self._open))
            self._say(words, [(self.tr("Show"), self._show_several)], _ALL)
            return
        for one in self._open.values():
            number = one.ticket_id
            deeds: list[Offer] = [
                (self.tr("Again in an hour"), partial(self._again, number)),
                (self.tr("Done"), partial(self._done, number)),
            ]
            if number != self._pane.ticket_id:
                deeds.insert(0, (self.tr("Open"), partial(self._go_to, number)))
            self._say(told(one), deeds, number)

    def _say(self, words: str, deeds: list[Offer], number: int) -> None:
        toasts = self._shown[number] = self._here()
        toasts.offer(words, deeds, about=("reminder", number))

    def _take_down(self, *numbers: int) -> None:
        for number in numbers:
            if (toasts := self._shown.pop(number, None)) is not None and isValid(toasts):
                toasts.take_down(("reminder", number))

    def _here(self) -> Toasts:
        windows = self._apart.windows() if self._apart is not None else ()
        return next((one.toasts for one in windows if one.is_seen()), self._toasts)

    def _show_several(self) -> None:
        self._open.clear()
        show_reminders(self._theme, self._desk, self._pane, self._pane.header)

    def _go_to(self, number: int) -> None:
        self._open.pop(number, None)
        self._pane.open_ticket.emit(number)

    def _again(self, number: int) -> None:
        self._now.remind(self._deeds, (number,), datetime.now(UTC) + AGAIN)

    def _done(self, number: int) -> None:
        self._now.remind(self._deeds, (number,), None)
