"""When the steps of a policy come at a run of a clock, what has come by now, and what a step must be to be kept."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from deskbell.model.automation import Hand
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Priority
from deskbell.model.sla import LONGEST, Metric, Policy
from deskbell.model.sla_steps import MOST_STEPS, Step
from deskbell.rules.calendars import Hours

Rank = tuple[int, int]
"""Percents of the target, and seconds behind it."""
LEAST_PERCENT: Final = 1
SALT_BITS: Final = 15
# For the steps of one saving, `MOST_STEPS` at most; with the milliseconds and the salt a number has 63 bits until the year 2248.
_PLACE_BITS: Final = 5


class Ahead(Struct, frozen=True):
    """When the next step comes that is not done yet, and which have come since the last that is, in their order."""

    at: datetime | None = None
    come: tuple[Step, ...] = ()


NOTHING: Final = Ahead()


def ahead(
    steps: Iterable[Step],
    hours: Hours,
    begun: datetime,
    pauses: Sequence[tuple[datetime, datetime]],
    target: int,
    done: Rank | None,
    now: datetime | None = None,
) -> Ahead:
    """The steps of one metric, in their order, at a run that goes: it has `begun`, stood still in `pauses`, and has `target` seconds of `hours`.

    `done` is how far steps were done at it; what comes before that is passed over. Without `now` nothing is done yet: `at` is then when the next one came,
    if it has.
    """
    come: list[Step] = []
    for step in steps:
        if done is not None and step.rank <= done:
            continue
        amount = timedelta(seconds=target) * step.percent / 100 + timedelta(seconds=step.late)
        try:
            at = hours.after(begun, amount, pauses)
        except Mistake:
            # Its hours end before it could come.
            break
        if step.since is not None and at < step.since:
            continue
        if now is None or at > now:
            return Ahead(at, tuple(come))
        come.append(step)
    return Ahead(None, tuple(come))


def by_metric(steps: Iterable[Step]) -> Mapping[Metric, tuple[Step, ...]]:
    """The steps of each metric, in their order."""
    ordered = sorted(steps, key=lambda step: (step.rank, step.id))
    return {metric: tuple(step for step in ordered if metric in step.metrics) for metric in Metric}


def numbered(policy: Policy, before: Policy | None, now: datetime, salt: int) -> Policy:
    """A policy that is saved `now`, with its steps as they are kept. `salt`, of `SALT_BITS` random bits, tells new steps from those of another policy that is saved
    in the same moment: of a ticket that comes from one to the other each would be taken for the other.

    A step goes on being the one that it was where it comes when that did; else it is a new one, which holds from now on. So do all where what is promised
    changes, and to whom: that would have them come in the past of open tickets.
    """
    known = {step.id: step for step in before.steps} if before is not None else {}
    same = before is not None and is_same_promise(policy, before)
    fresh = max(((_milliseconds(now) << SALT_BITS | salt) << _PLACE_BITS, *known)) + 1
    kept: list[Step] = []
    for step in policy.steps:
        was = known.pop(step.id, None)
        if was is not None and (was.rank, set(was.metrics)) == (step.rank, set(step.metrics)):
            kept.append(replace(step, since=was.since if same else now))
        else:
            kept.append(replace(step, id=fresh, since=now))
            fresh += 1
    return replace(policy, steps=tuple(kept))


def is_same_promise(one: Policy, other: Policy) -> bool:
    """Whether two forms of a policy promise the same to the same tickets."""
    promised = ("active", "conditions", "targets", "calendar_id", "pauses", "pauses_snoozed")
    return all(getattr(one, name) == getattr(other, name) for name in promised)


def raised(priority: Priority, to: Priority | None) -> Priority:
    """A priority after a step: it is never lowered."""
    return priority if to is None else max(priority, to)


def must_be_good(steps: Sequence[Step]) -> None:
    """Raise `Mistake` policy.steps_many, policy.step_metric, policy.step_time, policy.step_nobody or policy.step_nothing."""
    if len(steps) > MOST_STEPS:
        raise Mistake("policy.steps_many", limit=MOST_STEPS)
    for step in steps:
        fault = fault_of(step)
        if fault:
            raise Mistake(fault)


def fault_of(step: Step) -> str:
    """The code of what is wrong with a step, "" where it is good."""
    if not step.metrics:
        return "policy.step_metric"
    if not LEAST_PERCENT <= step.percent <= 100 or not 0 <= step.late <= LONGEST or (step.late and step.percent != 100):
        return "policy.step_time"
    if step.assign is Hand.PERSON and step.assignee_id is None:
        return "policy.step_nobody"
    return "" if step.tells or step.does else "policy.step_nothing"


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
