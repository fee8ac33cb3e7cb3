"""Being there or away."""

from datetime import datetime

from deskbell.model.commands import Command
from deskbell.model.kinds import Leaving, Presence


class SetPresence(Command, frozen=True, kw_only=True):
    """Say that one is there, or away: until a time (UTC; None: until one says so), or for so many `seconds` of the database's time, and what becomes of one's open
    tickets. Those without a team stay.

    The answer is how many went back to their teams at once.
    """

    presence: Presence
    until: datetime | None = None
    seconds: int | None = None
    leaving: Leaving = Leaving.KEEP


class TellOpen(Command, frozen=True, kw_only=True):
    """Tell that a Deskbell of the agent's is open; again every minute. Kept only where the desk hands tickets out by itself."""
