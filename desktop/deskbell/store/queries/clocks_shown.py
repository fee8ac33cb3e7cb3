"""The clocks of an open ticket, as one value that comes with something else: nobody waits for a statement of their own."""

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnElement, ScalarSelect, Text, bindparam, cast, column, func, or_, select, table

from deskbell.store.tables.base import from_milliseconds

if TYPE_CHECKING:
    from deskbell.model.sla import ClockRow

_NUMBERS: Final = (
    "metric",
    "policy_id",
    "target",
    "spent",
    "started_at",
    "due_at",
    "paused_at",
    "stopped_at",
    "breached_at",
)
# As bare names: the tables come with what counts, which nobody needs who reads.
_clock = table("clock", *map(column, ("ticket_id", *_NUMBERS)))
_policy = table("policy", column("id"), column("name"))
# What no name of a policy has in it (`rules.team_names`).
_APART: Final = "\n"
# `model.sla.Metric`, which is loaded with the first clock.
_NEXT_REPLY: Final = 2


def _packed() -> Any:
    parts = [func.coalesce(cast(_clock.c[name], Text), "") for name in _NUMBERS]
    words: ColumnElement[str] = parts[0]
    for part in (*parts[1:], func.coalesce(_policy.c.name, "")):
        words = words.concat(" ").concat(part)
    return words


OF_TICKET: Final[ScalarSelect[str]] = (
    select(func.aggregate_strings(_packed(), _APART))
    .select_from(_clock.outerjoin(_policy, _policy.c.id == _clock.c.policy_id))
    .where(
        _clock.c.ticket_id == bindparam("ticket"),
        or_(_clock.c.stopped_at.is_(None), _clock.c.metric != _NEXT_REPLY),
    )
    .scalar_subquery()
)
"""The clocks of the ticket `ticket` that are not over, and those of the first answer and the solution."""


def unpacked(text: str | None) -> "tuple[ClockRow, ...]":
    """What `OF_TICKET` gave, by what is promised and when it began."""
    if not text:
        return ()
    made = (_row(*line.split(" ", len(_NUMBERS))) for line in text.split(_APART) if line)
    found = [row for row in made if row is not None]
    return tuple(sorted(found, key=lambda row: (row.metric, row.started_at)))


def _row(metric: str, policy_id: str, target: str, spent: str, started_at: str, *rest: str) -> "ClockRow | None":
    from deskbell.model.sla import ClockRow, Metric

    if int(metric) not in tuple(Metric):
        return None
    due_at, paused_at, stopped_at, breached_at = (from_milliseconds(int(at)) if at else None for at in rest[:4])
    return ClockRow(
        metric=Metric(int(metric)),
        policy_id=int(policy_id),
        policy=rest[4],
        target=int(target),
        spent=int(spent) // 1000,
        started_at=from_milliseconds(int(started_at)),
        due_at=due_at,
        paused_at=paused_at,
        stopped_at=stopped_at,
        breached_at=breached_at,
    )
