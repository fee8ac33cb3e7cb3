"""Whether somebody takes work at a moment."""

from datetime import datetime

from deskbell.model.kinds import Presence


def is_away(presence: Presence, until: datetime | None, now: datetime) -> bool:
    """Whether somebody has said that they are away, and that is not over: `until` is when it ends by itself (None: when they say so)."""
    return presence is Presence.AWAY and (until is None or now < until)
