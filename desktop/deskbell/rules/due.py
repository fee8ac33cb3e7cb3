"""When a ticket has not been done in time."""

from datetime import datetime, time
from typing import Final

from deskbell.model.kinds import Status

EVENING: Final = time(17)
"""When a day is over on which something is due."""

WAITING: Final = frozenset({Status.NEW, Status.OPEN, Status.PENDING, Status.ON_HOLD})
"""What is or was due of a ticket is waited for in these alone."""


def is_overdue(status: Status, due_at: datetime | None, now: datetime) -> bool:
    """Whether it should have been done by now. Both times are aware."""
    return due_at is not None and due_at < now and status in WAITING
