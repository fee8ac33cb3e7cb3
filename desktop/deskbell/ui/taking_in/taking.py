"""What a file holds on its way in: some hundred at a time, looked at only, or taken in."""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from itertools import islice
from time import monotonic
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal, Slot

from deskbell.actions.table_files import Sheet
from deskbell.model.customer_file import Outcome, Refused
from deskbell.model.customers import AT_ONCE
from deskbell.model.table_forms import Form
from deskbell.rules.seen_in_file import Seen, Sorted
from deskbell.ui.runner import Runner
from deskbell.ui.taking_in.kind import Kind
from deskbell.ui.taking_in.refusals import Refusals
from deskbell.ui.taking_in.state import TakingState

if TYPE_CHECKING:
    from deskbell.store.session import Session


class Taking(QObject):
    """One file at a time. `me` is the agent who works here; `done` counts the lines that were gone through, of about `total` once these are known, and `refusals`
    has those that are not taken in.

    Signals:
        changed: it is further, or in another state.
        failed(Exception): it could not go on; what is in stays.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, runner: Runner, me: int, kind: Kind, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._me = me
        self._kind = kind
        self._rest: Iterator[Any] = iter(())
        self._overwrite = False
        self._stopped = False
        self._seen = kind.seen()
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
        """So many a second."""
        return self.done / max(monotonic() - self._begun, 0.001)

    def start(
        self,
        sheet: Sheet,
        columns: Sequence[str],
        forms: Mapping[int, Form],
        *,
        headings: bool,
        overwrite: bool,
        only_look: bool,
    ) -> None:
        """Go through the file from its beginning."""
        self._rest = self._kind.read(sheet, columns, headings=headings, forms=forms)
        self._overwrite = overwrite
        self._stopped = False
        self._seen = self._kind.seen()
        self._begun = monotonic()
        self.only_looked = only_look
        self.counts = Outcome()
        self.done = 0
        self.refusals.clear()
        self.state = TakingState.LOOKING if only_look else TakingState.TAKING
        self._go_on()

    def stop(self) -> None:
        """End it with those in hand; what is in stays."""
        self._stopped = True

    def put_away(self) -> None:
        """What came of it has been seen."""
        self.state = TakingState.IDLE
        self.changed.emit()

    def _go_on(self) -> None:
        self.changed.emit()
        rest = self._rest
        self._runner.aside(lambda: tuple(islice(rest, AT_ONCE)), done=self._look_at, failed=self._fail)

    def _look_at(self, part: Sequence[Any]) -> None:
        if not part or self._stopped:
            self._end()
            return
        self.done += len(part)
        self._runner.ask(
            _foretold,
            self._kind.outcome,
            part,
            # Where it is only looked at, the desk does not know what stood in the file before.
            self._seen if self.only_looked else None,
            overwrite=self._overwrite,
            done=self._told,
            failed=self._fail,
            owner=self,
        )

    @Slot(object)
    def _told(self, told: tuple[Outcome, tuple[Any, ...]]) -> None:
        found, wanted = told
        self._count(found)
        if self.only_looked or (not found.new and not found.changed):
            self._go_on()
        else:
            command = self._kind.command(self._me, wanted, self._overwrite)
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
        self._seen = self._kind.seen()
        rest, self._rest = self._rest, iter(())
        if isinstance(rest, Generator):
            # Nobody holds the file any more.
            self._runner.aside(rest.close)
        self.state = TakingState.OVER
        self.changed.emit()


def _foretold(
    session: "Session", outcome: Callable[..., Outcome], part: Sequence[Any], seen: Seen | None, *, overwrite: bool
) -> tuple[Outcome, tuple[Any, ...]]:
    """What would become of these lines, and those that can be taken in. `seen` has what stood in the file before, who are here by then; and these, too, afterwards."""
    here = tuple(one for one in part if not isinstance(one, Refused))
    lines = Sorted(here) if seen is None else seen.sort(here)
    found = outcome(session, lines.fresh, overwrite=overwrite)
    more = outcome(session, lines.again, overwrite=overwrite) if lines.again else Outcome()
    refused = (*found.refused, *more.refused)
    left_out = {one.line for one in refused}
    wanted = tuple(one for one in lines.good if one.line not in left_out)
    if seen is not None:
        seen.add(wanted)
    unread = (one for one in part if isinstance(one, Refused))
    every = tuple(sorted((*unread, *lines.refused, *refused), key=lambda one: one.line))
    same = found.same + more.same + len(lines.same)
    return Outcome(found.new, found.changed + more.new + more.changed, same, every), wanted
