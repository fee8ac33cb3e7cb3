"""What has happened that concerns the person at this window."""

from typing import Final

from PySide6.QtCore import QObject, Signal

from deskbell.model.changes import Changes
from deskbell.model.concerns import Happening, Reason, Wanted
from deskbell.model.kinds import Entity
from deskbell.model.settings import Settings
from deskbell.rules.concerns import concern, views_of
from deskbell.store.queries import happenings
from deskbell.store.queries.happenings import Mark
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.runner import Runner

_TOLD_BY: Final = frozenset({Entity.TICKET, Entity.MESSAGE})
_SETTING: Final = {
    Reason.MENTION: "notice.mentions",
    Reason.ASSIGNED: "notice.assigned",
    Reason.UNATTENDED: "notice.unattended",
    Reason.ANSWER: "notice.answers",
    Reason.WOKEN: "notice.woken",
    Reason.NOTE: "notice.notes",
}


def wanted(settings: Settings) -> Wanted:
    """Of what a person wants to hear."""
    views = views_of(settings.text("notice.new"))
    reasons = {reason for reason, key in _SETTING.items() if settings.flag(key)}
    return Wanted(frozenset(reasons | ({Reason.NEW} if views else set())), views)


class ConcernsNow(QObject):
    """Asks what happened on the tickets that the change log names, once for each look of the feed that brought any; a quiet desk, and whoever wants to hear
    of nothing, asks nothing. `begin` says from when on.

    Signals:
        came(tuple): these (`Concern`) are new, the oldest first.
        handled(frozenset): the person themselves did something on these tickets (ids), here or elsewhere.
    """

    came = Signal(object)
    handled = Signal(object)

    def __init__(self, runner: Runner, desk: DeskNow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._desk = desk
        self._mark: Mark | None = None
        self._first = 0
        # The tickets that are to be asked for, and whether it is not known which; both wait while an answer is on its way.
        self._changed: set[int] = set()
        self._lost = False
        self._asking = False
        # Lines that may come again, as long as they may.
        self._known: dict[int, Happening] = {}

    def begin(self) -> None:
        """Hear of what happens from now on."""
        self._desk.heard.connect(self._hear)
        self._begin()

    def _begin(self) -> None:
        self._asking = True
        self._runner.ask(happenings.begin, done=self._start, failed=self._keep)

    def _start(self, mark: Mark) -> None:
        self._mark = mark
        self._first = mark.line
        self._asking = False
        self._ask()

    def _hear(self, changes: Changes) -> None:
        if not wanted(self._desk.settings).reasons:
            # Whoever wants to hear again hears of what comes then.
            self._mark = None
            return
        self._lost = self._lost or changes.lost
        self._changed.update(row.ticket_id for row in changes.rows if row.entity in _TOLD_BY and row.ticket_id)
        self._ask()

    def _ask(self) -> None:
        if self._asking or not (self._changed or self._lost):
            return
        if self._mark is None:
            self._begin()
            return
        self._asking = True
        me = self._desk.me.id
        if self._lost or len(self._changed) > happenings.MANY:
            self._runner.ask(happenings.after, self._mark.line, me, done=self._take, failed=self._keep)
        else:
            tickets = tuple(self._changed)
            self._runner.ask(happenings.on_tickets, tickets, self._mark.at, me, done=self._take, failed=self._keep)
        self._changed.clear()
        self._lost = False

    def _take(self, found: tuple[Happening, ...]) -> None:
        self._asking = False
        new = [one for one in found if one.id > self._first and one.id not in self._known]
        self._remember(new)
        me, asked = self._desk.me.id, wanted(self._desk.settings)
        if own := frozenset(one.ticket_id for one in new if one.by == me):
            self.handled.emit(own)
        if came := tuple(told for one in new if (told := concern(one, me, asked)) is not None):
            self.came.emit(came)
        self._ask()

    def _remember(self, new: list[Happening]) -> None:
        if self._mark is None:
            return
        for one in new:
            self._known[one.id] = one
            self._mark = Mark(max(one.id, self._mark.line), max(one.at, self._mark.at))
        oldest = self._mark.at - happenings.LATE
        self._known = {one.id: one for one in self._known.values() if one.at >= oldest}

    def _keep(self, _error: Exception) -> None:
        """That the database is away is the feed's to tell, which has all read again once it is back."""
        self._asking = False
