"""What happens on a ticket, told in a line: "5 9:00 in, 5 9:30 out, 6 10:00 solved" in January 2026, whose 5th is a Monday."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from deskbell.model.kinds import Status
from deskbell.model.sla import Metric, Policy
from deskbell.rules.calendars import hours
from deskbell.rules.sla_clocks import Clock, History, Promise, Stood, Wrote, runs, settle
from rules.clock_calendars import CALENDARS

STATUSES = {
    **{status.name.lower(): status for status in Status},
    "hold": Status.ON_HOLD,
}
METRICS = {Metric.FIRST_REPLY: "first", Metric.NEXT_REPLY: "next", Metric.RESOLUTION: "solution"}
HOUR = 3600


def at(day: str, time: str = "0:00") -> datetime:
    """A moment: the day of January 2026, or month-day, or the whole date, and the hour in UTC."""
    if day.count("-") == 2:
        date = datetime.fromisoformat(day)
    else:
        month, _, day = day.rpartition("-")
        date = datetime(2026, int(month or 1), int(day))  # noqa: DTZ001
    hour, minute = time.split(":")
    return date.replace(tzinfo=UTC) + timedelta(hours=int(hour), minutes=int(minute))


def told(story: str) -> History:
    """The history of a ticket that begins with the first thing that is told, as an open one if no status is."""
    parts = [part.split() for part in story.split(", ")]
    begin = at(*parts[0][:2])
    status = Status.OPEN
    if parts[0][2] in STATUSES:
        status = STATUSES[parts.pop(0)[2]]
    steps: list[Wrote | Stood] = []
    snoozed = False
    first = Stood(begin, status)
    for day, time, what in parts:
        if what in ("in", "out"):
            steps.append(Wrote(at(day, time), by_customer=what == "in"))
            continue
        status = STATUSES.get(what, status)
        snoozed = {"snooze": True, "wake": False}.get(what, snoozed)
        steps.append(Stood(at(day, time), status, snoozed))
    return History(first, tuple(steps))


def promise(calendar: str, first: int | None = 2, other: int | None = 1, solution: int | None = 16) -> Promise:
    """Targets in hours of a calendar."""
    targets = tuple(None if one is None else one * HOUR for one in (first, other, solution))
    return Promise(1, hours(CALENDARS[calendar]), targets)  # type: ignore[arg-type]


def clocks(history: History, of: Promise, policy: Policy, now: datetime) -> list[Clock]:
    """The clocks of a ticket on which this happened, each event counted when it came."""
    known: list[Clock] = []
    moments = sorted({history.first.at, *(step.at for step in history.steps), now})
    for moment in moments:
        until = replace(history, steps=tuple(step for step in history.steps if step.at <= moment))
        known = settled(known, until, of, policy, moment)
    return known


def settled(known: Sequence[Clock], history: History, of: Promise | None, policy: Policy, now: datetime) -> list[Clock]:
    """The clocks that are known, brought to a history."""
    changed = settle(known, runs(history, policy), of, now).changed
    left = [one for one in known if one not in [before for before, _ in changed]]
    return sorted(
        [*left, *(after for _, after in changed if after is not None)], key=lambda one: (one.started_at, one.metric)
    )


def shown(clock: Clock) -> str:
    """A clock in words: "first due 5 11:00", "next paused 0:30", "solution met 3:00", "first late 5 11:00" (and still running), "first broken 3:00"."""
    name = METRICS[clock.metric]
    if clock.stopped_at is not None:
        return f"{name} {'met' if clock.breached_at is None else 'broken'} {_amount(clock.spent)}"
    if clock.breached_at is not None:
        return f"{name} late {_moment(clock.breached_at)}"
    if clock.paused_at is not None:
        return f"{name} paused {_amount(clock.spent)}"
    assert clock.due_at is not None
    return f"{name} due {_moment(clock.due_at)}"


def _amount(spent: timedelta) -> str:
    minutes = spent // timedelta(minutes=1)
    return f"{minutes // 60}:{minutes % 60:02}"


def _moment(of: datetime) -> str:
    month = "" if (of.year, of.month) == (2026, 1) else f"{of.month}-"
    year = "" if of.year == 2026 else f"{of.year}-"
    return f"{year}{month}{of.day} {of.hour}:{of.minute:02}"
