"""Mentions in the main window: told when they come, marked on cards, opened by key."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from deskbell.model.mentions import Mention
from deskbell.model.views import View, ViewKind
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.inbox.inbox import Inbox
from deskbell.ui.keys import Keys
from deskbell.ui.mentions.now import MentionsNow
from deskbell.ui.runner import Runner
from deskbell.ui.widgets.toast import Toasts

if TYPE_CHECKING:
    from deskbell.ui.ticket.pane import TicketPane

_VIEW: Final = View(ViewKind.MENTIONS)
_SECONDS: Final = 10
_EACH: Final = 2
"""Of so many tickets at once each is told by itself."""


class MentionsHere(QObject):
    """`open_ticket` shows a ticket; the key for the newest mention is bound in `keys`."""

    def __init__(
        self,
        runner: Runner,
        desk: DeskNow,
        pane: "TicketPane",
        inbox: Inbox,
        toasts: Toasts,
        keys: Keys,
        open_ticket: Callable[[int], None],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._inbox = inbox
        self._toasts = toasts
        self._open_ticket = open_ticket
        self._told: set[int] = set()
        self.now = MentionsNow(runner, desk, window)
        self.now.changed.connect(self._show)
        self.now.came.connect(self._tell)
        pane.shown.connect(self.now.look_at)
        inbox.views.read.connect(self._count)
        keys.bind("mention", self.open_newest)
        self._count()

    def open_newest(self) -> None:
        """Show the ticket with the newest mention that was not seen yet; where all were, the view that has them."""
        if self.now.unseen:
            self._open_ticket(self.now.unseen[0].ticket_id)
        else:
            self._inbox.go_to_view(_VIEW)

    def _count(self) -> None:
        row = self._inbox.views.model.row_of(_VIEW)
        if row is not None:
            self.now.count(row.count)

    def _show(self) -> None:
        self._inbox.tickets.show_mentions(self.now.tickets)
        for ticket_id in self._told - self.now.tickets:
            self._toasts.take_down((_VIEW, ticket_id))
        self._told &= self.now.tickets

    def _tell(self, came: tuple[Mention, ...]) -> None:
        """Say it, but for what is before one's eyes."""
        newest: dict[int, Mention] = {}
        for one in came:
            if not self.now.sees(one.ticket_id):
                newest.setdefault(one.ticket_id, one)
        if not newest:
            return
        if len(newest) > _EACH:
            words = self.tr("%n tickets mention you.", None, len(newest))
            show = partial(self._inbox.go_to_view, _VIEW)
            self._toasts.say(words, show, word=self.tr("Show"), seconds=_SECONDS)
        else:
            for ticket_id, one in newest.items():
                self._told.add(ticket_id)
                self._toasts.say(
                    self._words(one),
                    partial(self._open_ticket, ticket_id),
                    word=self.tr("Open"),
                    seconds=_SECONDS,
                    about=(_VIEW, ticket_id),
                )

    def _words(self, one: Mention) -> str:
        if one.asks:
            words = self.tr("%1 asks you to look over an answer in #%2.")
        else:
            words = self.tr("%1 mentioned you in #%2.") if one.author else self.tr("You are mentioned in #%2.")
        return words.replace("%2", str(one.ticket_id)).replace("%1", one.author)
