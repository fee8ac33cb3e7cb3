"""What is promised, as the journal keeps it: the metric, the policy, the seconds of the target, and when it is due ("-": it is paused)."""

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
