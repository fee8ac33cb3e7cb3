"""What is promised, as the journal keeps it: the metric, the policy, the seconds of the target, and when it is due ("-": it is paused). Of a warning: the metric,
the policy, the percents of the target and the seconds behind it, with slashes between them, and in `after` whom it told, by their ids.
"""

from datetime import UTC, datetime, timedelta

from msgspec import Struct

from deskbell.model.sla import Metric
from deskbell.rules.sla_clocks import Clock

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


class Promised(Struct, frozen=True):
    """A line's `before` or `after`."""

    metric: Metric
    policy_id: int
    target: int
    due_at: datetime | None


def as_text(clock: Clock | Promised | None) -> str:
    """The promise that a clock stands for; "" for none."""
    if clock is None:
        return ""
    due = "-" if clock.due_at is None else str((clock.due_at - _EPOCH) // _MILLISECOND)
    return f"{int(clock.metric)} {clock.policy_id} {clock.target} {due}"


def from_text(text: str) -> Promised | None:
    """What such a text says; None where it says nothing, or what only a newer program knows."""
    parts = text.split(" ")
    if len(parts) != 4 or not parts[0].isdigit() or int(parts[0]) not in tuple(Metric):
        return None
    metric, policy_id, target, due = parts
    due_at = None if due == "-" else _EPOCH + int(due) * _MILLISECOND
    return Promised(Metric(int(metric)), int(policy_id), int(target), due_at)


class Warned(Struct, frozen=True):
    """A line of a warning: at what it came, and whom (agents' ids) it told."""

    metric: Metric
    policy_id: int
    percent: int
    late: int
    agents: tuple[int, ...] = ()

    def as_texts(self) -> tuple[str, str]:
        """Its `before` and `after`."""
        before = f"{int(self.metric)}/{self.policy_id}/{self.percent}/{self.late}"
        return before, " ".join(str(one) for one in self.agents)


def warned_from(before: str) -> Warned | None:
    """What the `before` of such a line says; None where only a newer program knows."""
    parts = before.split("/")
    if len(parts) != 4 or not all(part.isdigit() for part in parts) or int(parts[0]) not in tuple(Metric):
        return None
    metric, policy_id, percent, late = map(int, parts)
    return Warned(Metric(metric), policy_id, percent, late)
