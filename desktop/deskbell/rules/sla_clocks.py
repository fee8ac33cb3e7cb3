"""What the clocks of a ticket show, counted from what happened on it.

There is one way to count, from the beginning, and every event takes it: what an undo took back has never been, messages that were moved are of the ticket
that they are on, and a ticket whose policy changed has the clocks that it would have if it had had that policy from the beginning. Only what is over stays
as it was promised.

The first answer is waited for from the customer's first message on, each next one from the first message behind an answer of ours. Both end with the
answer, or when the ticket is solved. The solution is waited for from when the ticket was made until it is solved, and again once it is opened again.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from msgspec import Struct, field
from msgspec.structs import replace

from deskbell.model.errors import Mistake
from deskbell.model.kinds import Status
from deskbell.model.sla import Metric, Policy
from deskbell.model.sla_steps import Step
from deskbell.rules.calendars import Hours
from deskbell.rules.sla_steps import NOTHING, Ahead, Rank, ahead

_DONE = frozenset({Status.SOLVED, Status.CLOSED})
_AWAY = frozenset({Status.SPAM, Status.TRASH})


class Wrote(Struct, frozen=True):
    """A public message: by the customer, or by us. What programs write by themselves is none."""

    at: datetime
    by_customer: bool


class Stood(Struct, frozen=True):
    """From then on the ticket had this status, and was snoozed or not."""

    at: datetime
    status: Status
    snoozed: bool = False


class History(Struct, frozen=True):
    """What happened on a ticket, in order. `first` is how it began. Of what was before `since` nothing is promised: it came from elsewhere."""

    first: Stood
    steps: tuple[Wrote | Stood, ...] = ()
    since: datetime | None = None


class Run(Struct, frozen=True):
    """A stretch of time that is measured: it is running, or paused, or stopped. `pauses` are those that are over."""

    metric: Metric
    started_at: datetime
    pauses: tuple[tuple[datetime, datetime], ...] = ()
    paused_at: datetime | None = None
    stopped_at: datetime | None = None


class Promise(Struct, frozen=True):
    """A policy as it is for one ticket: with its hours, the target of each metric in seconds of them, and its steps in their order. `done` is how far those
    were done at the runs of the ticket, by metric and beginning.
    """

    policy_id: int
    hours: Hours
    targets: tuple[int | None, int | None, int | None]
    steps: Mapping[Metric, tuple[Step, ...]] = field(default_factory=dict)
    done: Mapping[tuple[Metric, datetime], Rank] = field(default_factory=dict)


class Clock(Struct, frozen=True):
    """A run against its target. `spent` is the working time up to when it stopped, was paused, or was last set going; `due_at` is when the target is
    reached if nothing stops it, None while it is paused before that. `breached_at` is when it was reached all the same. `warn_at` is when the next step of
    the policy comes, or came that is not done yet; None where none does, and while it is paused.
    """

    metric: Metric
    policy_id: int
    target: int
    started_at: datetime
    spent: timedelta
    due_at: datetime | None
    paused_at: datetime | None
    stopped_at: datetime | None
    breached_at: datetime | None
    warn_at: datetime | None = None


class Come(Struct, frozen=True):
    """Steps that are to be done now at a clock, in their order."""

    clock: Clock
    steps: tuple[Step, ...]


class Verdict(Struct, frozen=True):
    """What is to become of the clocks of a ticket. `changed` has what was and what is, either of which may not be; `due_at` is the next time at which one
    that is not stopped is or was due. `come` are the steps that are to be done, where that was asked for: the clocks wait for those behind them then.
    """

    changed: tuple[tuple[Clock | None, Clock | None], ...]
    due_at: datetime | None
    come: tuple[Come, ...] = ()


def pauses(policy: Policy, status: Status, *, snoozed: bool) -> bool:
    """Whether the clocks of a ticket stand still. In Spam and Trash nobody waits for us."""
    return status in _AWAY or status in policy.pauses or (snoozed and policy.pauses_snoozed)


def runs(history: History, policy: Policy) -> tuple[Run, ...]:
    """The stretches that are measured on a ticket, in the order in which they began."""
    counting = _Counting(policy, history.first)
    begun = history.first.at if history.since is None else None
    if begun is not None:
        counting.start(Metric.RESOLUTION, begun)
    for step in history.steps:
        if isinstance(step, Stood):
            counting.stand(step)
        elif history.since is None or step.at >= history.since:
            counting.write(step)
        elif not step.by_customer:
            counting.had_first = True
    return counting.runs()


def count(run: Run, promise: Promise, now: datetime) -> Clock | None:
    """The clock of a run; None where nothing is promised of it, or where it could never be late: its hours have no end of closed days."""
    target = promise.targets[run.metric - 1]
    if target is None:
        return None
    try:
        due_at: datetime | None = promise.hours.after(run.started_at, timedelta(seconds=target), run.pauses)
    except Mistake:
        return None
    ended = run.stopped_at or run.paused_at
    breached = due_at if due_at is not None and due_at <= (ended or now) else None
    until = ended or (run.pauses[-1][1] if run.pauses else run.started_at)
    if run.stopped_at is None and run.paused_at is not None and breached is None:
        due_at = None
    return Clock(
        run.metric,
        promise.policy_id,
        target,
        run.started_at,
        promise.hours.worked(run.started_at, until, run.pauses),
        due_at,
        run.paused_at if run.stopped_at is None else None,
        run.stopped_at,
        breached,
        _ahead(run, promise, target).at,
    )


def settle(
    known: Sequence[Clock], now_are: Iterable[Run], promise: Promise | None, now: datetime, *, stepping: bool = False
) -> Verdict:
    """Bring the clocks that are known of a ticket to what its runs are now, and to the steps behind those that have come where these are done (`stepping`).

    What was stopped as it is now stays as it was promised then. Of what was over before anything was promised there is no clock.
    """
    left: dict[tuple[Metric, datetime], list[Clock]] = {}
    for clock in known:
        left.setdefault((clock.metric, clock.started_at), []).append(clock)
    changed: list[tuple[Clock | None, Clock | None]] = []
    due: list[datetime] = []
    come: list[Come] = []
    for run in now_are:
        of_it = left.get((run.metric, run.started_at))
        before = of_it.pop(0) if of_it else None
        if run.stopped_at is not None:
            over = before is not None and before.stopped_at == run.stopped_at
            if over or (before is None and run.stopped_at < now):
                continue
        after = count(run, promise, now) if promise is not None else None
        if (
            stepping
            and promise is not None
            and after is not None
            and after.warn_at is not None
            and after.warn_at <= now
        ):
            onward = _ahead(run, promise, after.target, now)
            after = replace(after, warn_at=onward.at)
            come.append(Come(after, onward.come))
        if after != before:
            changed.append((before, after))
        if after is not None and after.stopped_at is None and after.due_at is not None:
            due.append(after.due_at)
    changed += [(clock, None) for rest in left.values() for clock in rest]
    return Verdict(tuple(changed), min(due, default=None), tuple(come))


def _ahead(run: Run, promise: Promise, target: int, now: datetime | None = None) -> Ahead:
    steps = promise.steps.get(run.metric, ())
    if not steps or run.stopped_at is not None or run.paused_at is not None:
        return NOTHING
    done = promise.done.get((run.metric, run.started_at))
    return ahead(steps, promise.hours, run.started_at, run.pauses, target, done, now)


def is_other_promise(before: Clock | None, after: Clock | None) -> bool:
    """Whether something else is promised now of what was not over yet: another policy or target, other hours, or nothing any more."""
    if before is None or before.stopped_at is not None:
        return False
    if after is None or (before.policy_id, before.target) != (after.policy_id, after.target):
        return True
    same_course = before.paused_at == after.paused_at and after.stopped_at is None
    return same_course and before.spent == after.spent and before.due_at != after.due_at


class _Counting:
    """The runs of one ticket while its history is gone through."""

    def __init__(self, policy: Policy, first: Stood) -> None:
        self._policy = policy
        self._done = first.status in _DONE
        self._paused = not self._done and pauses(policy, first.status, snoozed=first.snoozed)
        self.had_first = False
        self._over: list[Run] = []
        self._open: dict[Metric, Run] = {}
        self._solved: Run | None = None

    def start(self, metric: Metric, at: datetime) -> None:
        """Begin to measure."""
        self._open[metric] = Run(metric, at, paused_at=at if self._paused else None)
        if self._done and metric is Metric.RESOLUTION:
            self._stop(metric, at)

    def write(self, step: Wrote) -> None:
        """Somebody wrote."""
        if not step.by_customer:
            self.had_first = True
            self._stop(Metric.FIRST_REPLY, step.at)
            self._stop(Metric.NEXT_REPLY, step.at)
        elif Metric.FIRST_REPLY not in self._open and Metric.NEXT_REPLY not in self._open:
            self.start(Metric.NEXT_REPLY if self.had_first else Metric.FIRST_REPLY, step.at)
            self.had_first = True

    def stand(self, step: Stood) -> None:
        """The ticket has another status, or another snooze."""
        done = step.status in _DONE
        paused = not done and pauses(self._policy, step.status, snoozed=step.snoozed)
        if done and not self._done:
            for metric in tuple(self._open):
                self._stop(metric, step.at)
        elif self._done and not done and self._solved is not None:
            stopped, self._solved = self._solved, None
            assert stopped.stopped_at is not None
            self._open[Metric.RESOLUTION] = _resumed(stopped, stopped.stopped_at, step.at)
        if not done and paused != self._paused:
            self._open = {metric: _turned(run, step.at, paused=paused) for metric, run in self._open.items()}
        self._paused, self._done = paused, done

    def runs(self) -> tuple[Run, ...]:
        """All of them. What began on a solved ticket, which stays so, nobody waits for."""
        waited = [] if self._done else list(self._open.values())
        solved = [] if self._solved is None else [self._solved]
        return tuple(sorted((*self._over, *solved, *waited), key=lambda run: (run.started_at, run.metric)))

    def _stop(self, metric: Metric, at: datetime) -> None:
        run = self._open.pop(metric, None)
        if run is None:
            return
        at = max(at, run.started_at)
        stopped = Run(run.metric, run.started_at, _closed(run, at), stopped_at=at)
        if metric is Metric.RESOLUTION:
            self._solved = stopped
        else:
            self._over.append(stopped)


def _turned(run: Run, at: datetime, *, paused: bool) -> Run:
    """A run that is paused, or goes on."""
    if paused:
        return run if run.paused_at is not None else Run(run.metric, run.started_at, run.pauses, paused_at=at)
    return Run(run.metric, run.started_at, _closed(run, at))


def _closed(run: Run, at: datetime) -> tuple[tuple[datetime, datetime], ...]:
    """The pauses of a run whose last one ends now, if it is in one."""
    return run.pauses if run.paused_at is None or at <= run.paused_at else (*run.pauses, (run.paused_at, at))


def _resumed(run: Run, since: datetime, at: datetime) -> Run:
    """A solution that was none: the time until the ticket was opened again is not counted."""
    return Run(run.metric, run.started_at, (*run.pauses, (since, at)) if at > since else run.pauses)
