"""Linking the open ticket to others by hand. All of it can be taken back."""

import re
from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from deskbell.model.kinds import LinkKind
from deskbell.model.linking import LinkTickets
from deskbell.model.rows import CustomerPanel, TicketPage, TicketRow
from deskbell.model.views import Sort, View, ViewKind
from deskbell.store.queries import customer, ticket_list
from deskbell.ui.deeds import Deeds
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.link_popup import LinkPopup
from deskbell.ui.ticket.link_words import link_said

_FOUND_AT_MOST: Final = 30
_NUMBER: Final = re.compile("#?[0-9]+")


class Linking(QObject):
    """Asks for the other ticket, and links. `row` gives the ticket that is open.

    Signals:
        failed(Exception): what could not be read.
    """

    failed = Signal(object)

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        desk: DeskNow,
        deeds: Deeds,
        row: Callable[[], TicketRow | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._runner = runner
        self._desk = desk
        self._deeds = deeds
        self._row = row

    def ask(self, anchor: QWidget) -> None:
        """Open the popup below `anchor`: the customer's other tickets first, then what is typed."""
        row = self._row()
        if row is None:
            return
        popup = LinkPopup(self._theme, row.id, anchor)
        popup.asked.connect(partial(self._find, popup, row))
        popup.chosen.connect(partial(self._link, row.id))
        popup.open_below(anchor)
        self._find(popup, row, "")

    def set_link(self, other_id: int, kind: LinkKind | None) -> None:
        """Let another ticket be this to the one that is open, None for nothing."""
        row = self._row()
        if row is not None:
            self._say(other_id, kind, row.id)

    def _link(self, number: int, other_id: int, kind: LinkKind) -> None:
        self._say(number, kind, other_id)

    def _say(self, one: int, kind: LinkKind | None, other: int) -> None:
        command = LinkTickets(agent_id=self._desk.me.id, ticket_id=one, other_id=other, kind=kind)
        self._deeds.carry_out(command, (one, other), link_said(one, kind, other))

    def _find(self, popup: LinkPopup, row: TicketRow, words: str) -> None:
        topic = ("linking", id(self))
        if not words:
            done = partial(self._offer_others, popup)
            self._runner.ask(
                customer.panel, row.customer_id, row.id, done=done, failed=self.failed.emit, owner=popup, topic=topic
            )
            return
        query = f"number:{words.removeprefix('#')}" if _NUMBER.fullmatch(words) else words
        self._runner.ask(
            ticket_list.page,
            View(ViewKind.SEARCH, query=query),
            Sort.LATEST,
            self._desk.me.id,
            limit=_FOUND_AT_MOST,
            done=partial(self._offer_found, popup, row, words),
            failed=self.failed.emit,
            owner=popup,
            topic=topic,
        )

    def _offer_others(self, popup: LinkPopup, panel: CustomerPanel | None) -> None:
        linked = {one.id for one in panel.linked if one.link is not None} if panel is not None else set()
        others = panel.others if panel is not None else ()
        popup.show_found("", [one for one in others if one.id not in linked])

    def _offer_found(self, popup: LinkPopup, row: TicketRow, words: str, page: TicketPage) -> None:
        popup.show_found(words, [one for one in page.rows if one.id != row.id])
