"""The mail that warns somebody of tickets whose time runs out. The worker, which writes it, speaks English alone."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Final

from deskbell.model.sla import Metric
from deskbell.model.sla_warnings import SlaWarning

MOST: Final = 50
"""So many tickets are named; of more it is said how many."""

_WHAT: Final[Mapping[Metric, str]] = {
    Metric.FIRST_REPLY: "First reply",
    Metric.NEXT_REPLY: "Next reply",
    Metric.RESOLUTION: "Resolution",
}


def subject(warnings: Sequence[SlaWarning]) -> str:
    """What is warned of: of one ticket its own subject, of several how many they are."""
    if len(warnings) == 1:
        one = warnings[0]
        return f"#{one.ticket_id} is {'overdue' if one.over else 'due soon'}: {' '.join(one.subject.split())}"
    over = sum(one.over for one in warnings)
    if over == len(warnings):
        return f"{over} tickets are overdue"
    if not over:
        return f"{len(warnings)} tickets are due soon"
    return f"{len(warnings)} tickets are due soon, {over} of them overdue"


def text(warnings: Sequence[SlaWarning], zone: tzinfo) -> str:
    """Each ticket with what is due and when, the longest overdue first; times are of `zone`."""
    ordered = sorted(warnings, key=lambda one: (one.due_at, one.ticket_id))
    lines = [_line(one, zone) for one in ordered[:MOST]]
    if more := len(ordered) - MOST:
        lines += [f"And {more} more." if more > 0 else ""]
    if len(ordered) == 1:
        end = "Deskbell tells you because the SLA policy of this ticket says so."
    else:
        end = "You find them in Deskbell in the view “Overdue soon”. It tells you because the SLA policies of these tickets say so."
    return "\n\n".join([*(line for line in lines if line), end])


def _line(one: SlaWarning, zone: tzinfo) -> str:
    due = _when(one.due_at, zone)
    said = f"{_WHAT[one.metric]} was due {due}." if one.over else f"{_WHAT[one.metric]} is due {due}."
    return f"#{one.ticket_id} {' '.join(one.subject.split())}\n{said}"


def _when(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M %Z}"
