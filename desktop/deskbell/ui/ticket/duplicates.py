"""Looks for tickets that may be the same as the open one, once that has been read for a moment, and does what is said of them. All can be taken back."""

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal

from deskbell.model.kinds import LinkKind, Shelf, Status
from deskbell.model.linking import TellApart
from deskbell.model.rows import TicketRow, TicketTitle
from deskbell.store.queries.duplicates import maybe_same
from deskbell.ui.deeds import Deeds
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.runner import Runner
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.customer_side import CustomerSide
from deskbell.ui.ticket.maybe_same import MaybeSame
from deskbell.ui.ticket.moving import Moving

_DONE: Final = frozenset({Status.SOLVED, Status.CLOSED})
_TO_DO: Final = frozenset({Shelf.LIVE, Shelf.SNOOZED})


class Duplicates(QObject):
    """Shows them in the panel beside the ticket, below what that is linked to.

    Signals:
        open_ticket(int): one of them is to be shown.
        linked_as(int, LinkKind): one of them is this to the ticket.
        failed(Exception): what could not be done.
    """

    open_ticket = Signal(int)
    linked_as = Signal(int, object)
    failed = Signal(object)

    def __init__(
        self,
        theme: ThemeSource,
        runner: Runner,
        desk: DeskNow,
        deeds: Deeds,
        moving: Moving,
        side: CustomerSide,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._runner = runner
        self._desk = desk
        self._deeds = deeds
        self._moving = moving
        self._side = side
        self._row: TicketRow | None = None
        self._found: tuple[TicketTitle, ...] = ()
        self._box: MaybeSame | None = None

    def look(self, row: TicketRow) -> None:
        """Look for those of this ticket, where there is still something to do on it."""
        self._row = row
        if row.shelf in _TO_DO:
            done, failed = partial(self._show, row.id), partial(self._find_nothing, row.id)
            self._runner.ask(maybe_same, row.id, done=done, failed=failed, topic=("duplicates", id(self)), owner=self)

    def look_again(self) -> None:
        """The same once more: what was merged, or told apart, may be back."""
        if self._row is not None:
            self.look(self._row)

    def leave(self) -> None:
        """Another ticket is shown, or none."""
        self._row = None
        self._runner.forget(("duplicates", id(self)))
        self._show_rows(())

    def _show(self, ticket_id: int, found: tuple[TicketTitle, ...]) -> None:
        if self._row is not None and self._row.id == ticket_id:
            self._show_rows(found)

    def _find_nothing(self, ticket_id: int, _error: Exception) -> None:
        """Nobody has asked for it, and whoever reads the ticket itself is told of the same trouble."""
        self._show(ticket_id, ())

    def _show_rows(self, found: tuple[TicketTitle, ...]) -> None:
        self._found = found
        if found and self._box is None:
            self._box = MaybeSame(self._theme, self._side)
            self._box.open_ticket.connect(self.open_ticket)
            self._box.merge_wanted.connect(self._merge)
            self._box.apart_wanted.connect(self._tell_apart)
            self._box.linked_as.connect(self._link)
            self._side.put_below_links(self._box)
        if self._box is not None:
            self._box.show_rows(found)

    def _without(self, other: int) -> None:
        self._show_rows(tuple(one for one in self._found if one.id != other))

    def _merge(self, other: TicketTitle) -> None:
        """Into the earlier one; but what is done already is merged into what is not."""
        row = self._row
        if row is None:
            return
        away = other.id < row.id and other.status not in _DONE
        source, goal = (row.id, other.id) if away else (other.id, row.id)

        def merged() -> None:
            self._without(other.id)
            if away:
                self.open_ticket.emit(other.id)

        self._moving.merge(source, goal, merged)

    def _tell_apart(self, other: TicketTitle) -> None:
        row = self._row
        if row is None:
            return
        self._without(other.id)
        command = TellApart(agent_id=self._desk.me.id, ticket_id=row.id, other_id=other.id)
        words = self.tr("#%1 and #%2 are not the same").replace("%2", str(other.id)).replace("%1", str(row.id))
        undo = TellApart(agent_id=self._desk.me.id, ticket_id=row.id, other_id=other.id, apart=False)
        done = partial(self._told_apart, words, undo)
        self._runner.do(command, done=done, failed=self._refuse, owner=self)

    def _told_apart(self, words: str, undo: TellApart, _answer: object) -> None:
        self._deeds.remember(words, undo)

    def _link(self, other_id: int, kind: LinkKind | None) -> None:
        self._without(other_id)
        self.linked_as.emit(other_id, kind)

    def _refuse(self, error: Exception) -> None:
        self.failed.emit(error)
        self.look_again()
