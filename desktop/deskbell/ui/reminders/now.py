"""What the person at this window wants to be reminded of."""

from collections.abc import Collection
from datetime import datetime

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from deskbell.model.changes import Changes
from deskbell.model.kinds import Entity
from deskbell.model.reminders import Reminder, SetReminders
from deskbell.store.queries import reminders
from deskbell.ui.deeds import Deeds
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.reminders.words import words_of
from deskbell.ui.runner import Runner


class RemindersNow(QObject):
    """All of them, so that an opened ticket asks nothing; read when a change says that they are others. `begin` asks for the first time.

    Signals:
        changed: `all` is another.
        came(tuple): the time of these has come (`Reminder`), or had come before this window was there.
    """

    changed = Signal()
    came = Signal(object)

    def __init__(self, runner: Runner, desk: DeskNow) -> None:
        super().__init__(desk)
        self._runner = runner
        self._desk = desk
        self.all: tuple[Reminder, ...] = ()
        self._told: frozenset[tuple[int, datetime]] = frozenset()

    def begin(self) -> None:
        """Read what there is, and hear of what becomes of it."""
        self._desk.heard.connect(self._hear)
        self.read_again()

    def of(self, ticket_id: int) -> Reminder | None:
        """The reminder of this ticket."""
        return next((one for one in self.all if one.ticket_id == ticket_id), None)

    def due(self) -> tuple[Reminder, ...]:
        """Those whose time has come."""
        return tuple(one for one in self.all if one.due)

    def remind(self, deeds: Deeds, tickets: Collection[int], at: datetime | None) -> None:
        """Remind of these tickets at a time (aware), or (None) no longer; `deeds` tell it, and take it back. It is shown at once."""
        before = {number: self.of(number) for number in tickets}
        me = self._desk.me.id
        command = SetReminders(agent_id=me, times=tuple((number, at) for number in before))
        back = tuple((number, one.at if one is not None else None) for number, one in before.items())
        done = at is None and all(one is not None and one.due for one in before.values())

        def tell(_answer: object) -> None:
            deeds.remember(words_of(tuple(before), at, done=done), SetReminders(agent_id=me, times=back))

        def refuse(error: Exception) -> None:
            # What was answered is not: it is told once more.
            self._told = frozenset(one for one in self._told if one[0] not in before)
            self.read_again()
            deeds.failed.emit(error)

        self._show_at_once(before, at)
        self._runner.do(command, done=tell, failed=refuse, owner=self)

    def read_again(self) -> None:
        """Ask the database."""
        ask = self._runner.ask
        ask(reminders.of_agent, self._desk.me.id, done=self._take, failed=self._keep, topic=("reminders", id(self)))

    def _hear(self, changes: Changes) -> None:
        me = self._desk.me.id
        mine = any(row.entity is Entity.REMINDER and row.row_id == me for row in changes.rows)
        # Of a ticket that is reminded of the subject may be another, or it is gone.
        if mine or changes.lost or changes.tickets() & {one.ticket_id for one in self.all}:
            self.read_again()

    def _show_at_once(self, before: dict[int, Reminder | None], at: datetime | None) -> None:
        others = tuple(one for one in self.all if one.ticket_id not in before)
        new: tuple[Reminder, ...] = ()
        if at is not None:
            known = {number: one or Reminder(number, "", at) for number, one in before.items()}
            new = tuple(replace(one, at=at, due=False) for one in known.values())
        self._show((*others, *new))

    def _take(self, found: tuple[Reminder, ...]) -> None:
        self._show(found)
        due = {(one.ticket_id, one.at): one for one in self.due()}
        new = tuple(one for key, one in due.items() if key not in self._told)
        self._told = frozenset(due)
        if new:
            self.came.emit(new)

    def _show(self, found: tuple[Reminder, ...]) -> None:
        if found != self.all:
            self.all = found
            self.changed.emit()

    def _keep(self, _error: Exception) -> None:
        """That the database is away is the feed's to tell, which has all read again once it is back."""
