"""Tickets that the person at this window was warned of and has not looked at."""

from collections.abc import Collection

from PySide6.QtCore import QObject, Signal

from deskbell.model.changes import Changes
from deskbell.model.kinds import Entity
from deskbell.model.sla_warnings import SeeWarnings, SlaWarning
from deskbell.store.queries import warnings
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.runner import Runner


class WarningsNow(QObject):
    """Read when a change says that they are others, and when a ticket of them changes. `begin` asks for the first time.

    Signals:
        changed: `all` is another.
        came(tuple): of these (`SlaWarning`) the person is to be told, also of those that were there before this window was.
    """

    changed = Signal()
    came = Signal(object)

    def __init__(self, runner: Runner, desk: DeskNow) -> None:
        super().__init__(desk)
        self._runner = runner
        self._desk = desk
        self.all: tuple[SlaWarning, ...] = ()
        # What was told: of a ticket of these something is told again where it presses more by now.
        self._told: dict[int, SlaWarning] = {}

    def begin(self) -> None:
        """Read what there is, and hear of what becomes of it."""
        self._desk.heard.connect(self._hear)
        self.read_again()

    def tickets(self) -> frozenset[int]:
        """The tickets (ids) of them."""
        return frozenset(one.ticket_id for one in self.all)

    def see(self, tickets: Collection[int]) -> None:
        """The person looks at these tickets, or has done something there."""
        seen = self.tickets() & frozenset(tickets)
        if seen:
            self._show(tuple(one for one in self.all if one.ticket_id not in seen))
            command = SeeWarnings(agent_id=self._desk.me.id, tickets=tuple(sorted(seen)))
            # Where it is not taken it is unseen again with the next reading.
            self._runner.do(command, failed=self._keep)

    def read_again(self) -> None:
        """Ask the database."""
        topic = ("warnings", id(self))
        self._runner.ask(warnings.unseen, self._desk.me.id, done=self._take, failed=self._keep, topic=topic)

    def _hear(self, changes: Changes) -> None:
        me = self._desk.me.id
        mine = any(row.entity is Entity.WARNING and row.row_id == me for row in changes.rows)
        # What is answered presses no longer.
        if mine or changes.lost or changes.tickets() & self.tickets():
            self.read_again()

    def _take(self, found: tuple[SlaWarning, ...]) -> None:
        self._show(found)
        new = tuple(one for one in found if self._presses_more(one))
        self._told = {one.ticket_id: one for one in found}
        if new:
            self.came.emit(new)

    def _presses_more(self, one: SlaWarning) -> bool:
        known = self._told.get(one.ticket_id)
        if known is None or known.metric is not one.metric or (one.over and not known.over):
            return True
        # Another step came, which is to be told though nobody has looked since the one before.
        return one.at is not None and known.at is not None and one.at > known.at

    def _show(self, found: tuple[SlaWarning, ...]) -> None:
        if found != self.all:
            self.all = found
            self.changed.emit()

    def _keep(self, _error: Exception) -> None:
        """That the database is away is the feed's to tell, which has all read again once it is back."""
