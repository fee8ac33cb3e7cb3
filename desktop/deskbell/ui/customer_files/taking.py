"""The people of a file on their way in: some hundred at a time, looked at only, or taken in."""

from collections.abc import Iterator, Sequence
from enum import Enum, auto
from functools import partial
from itertools import islice
from time import monotonic

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from deskbell.actions.customer_files import Sheet, people
from deskbell.actions.take_in_customers import outcome
from deskbell.model.customer_file import Outcome, Refused
from deskbell.model.customers import AT_ONCE, TakeInCustomers, Written
from deskbell.ui.customer_files.refusals import Refusals
from deskbell.ui.runner import Runner

Part = Sequence[Written | Refused]


class TakingState(Enum):
    """LOOKING: nothing is changed, it is only told what would be. OVER after either."""

    IDLE = auto()
    LOOKING = auto()
    TAKING = auto()
    OVER = auto()


class Taking(QObject):
    """One file at a time. `me` is the agent who works here; `done` counts the people that were gone through, of about `total` once these are known, and `refusals`
    has those that are not taken in.

    Signals:
        changed: it is further, or in another state.
        failed(Exception): it could not go on; what is in stays.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, runner: Runner, me: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._me = me
        self._rest: Iterator[Written | Refused] = iter(())
        self._overwrite = False
        self._stopped = False
        self._seen: set[int] = set()
        self._begun = 0.0
        self.state = TakingState.IDLE
        self.only_looked = True
        self.counts = Outcome()
        self.done = 0
        self.total = 0
        self.refusals = Refusals(runner, self)

    @property
    def running(self) -> bool:
        """Whether it is under way."""
        return self.state in (TakingState.LOOKING, TakingState.TAKING)

    @property
    def was_stopped(self) -> bool:
        """Whether it was ended before it was through."""
        return self._stopped

    @property
    def pace(self) -> float:
        """People a second."""
        return self.done / max(monotonic() - self._begun, 0.001)

    def start(self, sheet: Sheet, columns: Sequence[str], *, headings: bool, overwrite: bool, only_look: bool) -> None:
        """Go through the file from its beginning."""
        self._rest = people(sheet, columns, headings=headings)
        self._overwrite = overwrite
        self._stopped = False
        self._seen.clear()
        self._begun = monotonic()
        self.only_looked = only_look
        self.counts = Outcome()
        self.done = 0
        self.refusals.clear()
        self.state = TakingState.LOOKING if only_look else TakingState.TAKING
        self._go_on()

    def stop(self) -> None:
        """End it with the people in hand; what is in stays."""
        self._stopped = True

    def put_away(self) -> None:
        """What came of it has been seen."""
        self.state = TakingState.IDLE
        self.changed.emit()

    def _go_on(self) -> None:
        self.changed.emit()
        rest = self._rest
        self._runner.aside(lambda: tuple(islice(rest, AT_ONCE)), done=self._look_at, failed=self._fail)

    def _look_at(self, part: Part) -> None:
        if not part or self._stopped:
            self._end()
            return
        self.done += len(part)
        self._count(Outcome(refused=tuple(one for one in part if isinstance(one, Refused))))
        here = tuple(one for one in part if isinstance(one, Written))
        told = partial(self._told, here)
        self._runner.ask(
            outcome, self._fresh(here), overwrite=self._overwrite, done=told, failed=self._fail, owner=self
        )

    def _fresh(self, here: Sequence[Written]) -> tuple[Written, ...]:
        """Those who were not in the file before, where nothing of it is taken in yet."""
        if not self.only_looked:
            return tuple(here)
        fresh = []
        for one in here:
            marks = {hash(email.strip().casefold()) for email in one.emails}
            if marks & self._seen:
                self._count(Outcome(changed=1))
            else:
                fresh.append(one)
        for one in fresh:
            self._seen |= {hash(email.strip().casefold()) for email in one.emails}
        return tuple(fresh)

    def _told(self, here: tuple[Written, ...], found: Outcome) -> None:
        self._count(found)
        if self.only_looked:
            self._go_on()
            return
        refused = {one.line for one in found.refused}
        wanted = tuple(one for one in here if one.line not in refused)
        if not found.new and not found.changed:
            self._go_on()
            return
        command = TakeInCustomers(agent_id=self._me, people=wanted, overwrite=self._overwrite)
        self._runner.do(command, done=lambda _: self._go_on(), failed=self._fail, owner=self)

    def _count(self, found: Outcome) -> None:
        now = self.counts
        self.counts = replace(
            now, new=now.new + found.new, changed=now.changed + found.changed, same=now.same + found.same
        )
        self.refusals.add(found.refused)

    def _fail(self, error: Exception) -> None:
        self._stopped = True
        self._end()
        self.failed.emit(error)

    def _end(self) -> None:
        if self.only_looked and not self._stopped:
            self.total = self.done
        self._seen.clear()
        self.state = TakingState.OVER
        self.changed.emit()
