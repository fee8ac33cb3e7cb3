"""Looks for articles that may answer the open ticket, once that has been read for a moment, and lets them be read and put into the answer."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from deskbell.model.answering import Part, Suggestion
from deskbell.model.kinds import Shelf
from deskbell.model.rows import TicketRow
from deskbell.rules.asked_addresses import article_address
from deskbell.store.search.suggest import suggested
from deskbell.ui.answering.suggested_box import SuggestedBox
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.knowledge.words import my_language
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.customer_side import CustomerSide

Insert = Callable[[int, str, Part], None]

_TO_DO: Final = frozenset({Shelf.LIVE, Shelf.SNOOZED})


class Suggesting(QObject):
    """Shows them in the panel beside the ticket. `insert` puts an article (its id), in a language, into what is written.

    Signals:
        address_wanted(str): the address of an article that is to be opened.
        failed(Exception): what could not be read.
    """

    address_wanted = Signal(str)
    failed = Signal(object)

    def __init__(
        self, theme: ThemeSource, runner: Runner, desk: DeskNow, side: CustomerSide, insert: Insert, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._runner = runner
        self._desk = desk
        self._side = side
        self._insert = insert
        self._ticket_id = 0
        self._box: SuggestedBox | None = None

    def look(self, row: TicketRow) -> None:
        """Look for those of this ticket, where there is still something to do on it."""
        self._ticket_id = row.id
        if row.shelf in _TO_DO:
            asked = (row.id, self._desk.me.id, my_language())
            done, nothing = partial(self._show, row.id), lambda _: self._show(row.id, ())
            # Nobody has asked for it, and whoever reads the ticket itself is told of the same trouble.
            topic = ("suggested", id(self))
            self._runner.ask(suggested, *asked, done=done, failed=nothing, topic=topic, owner=self)

    def leave(self) -> None:
        """Another ticket is shown, or none."""
        self._runner.forget(("suggested", id(self)))
        self._show(self._ticket_id, ())
        self._ticket_id = 0

    def _show(self, ticket_id: int, found: tuple[Suggestion, ...]) -> None:
        if ticket_id != self._ticket_id:
            return
        if found and self._box is None:
            self._box = SuggestedBox(self._theme, self._side)
            self._box.wanted.connect(self._open)
            self._side.put_below_links(self._box)
        if self._box is not None:
            self._box.show_rows(found)

    def _open(self, one: Suggestion, line: QWidget) -> None:
        from deskbell.ui.answering.peek import ArticlePeek

        peek = ArticlePeek(self._theme, self._runner, self._desk, line)
        peek.insert_wanted.connect(self._insert)
        peek.open_wanted.connect(lambda number: self.address_wanted.emit(article_address(number)))
        peek.failed.connect(self.failed)
        peek.look(one.id, one.language)
        peek.open_below(line)
