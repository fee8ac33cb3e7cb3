"""What an agent is warned of: that a promise to a customer runs out."""

from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct

from deskbell.model.commands import Command
from deskbell.model.sla import Metric

KEPT: Final = timedelta(days=30)
"""So long warnings are kept, seen or not."""


class SlaWarning(Struct, frozen=True):
    """A ticket that an agent was warned of and has not looked at: what of it is due (aware), and whether that time is over. `at` is when they last were warned
    of it.
    """

    ticket_id: int
    subject: str
    metric: Metric
    due_at: datetime
    over: bool
    at: datetime | None = None


class SeeWarnings(Command, frozen=True, kw_only=True):
    """Say that the agent has seen what they were warned of at these tickets."""

    tickets: tuple[int, ...]
