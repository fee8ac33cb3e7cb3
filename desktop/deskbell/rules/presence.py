"""Whether somebody takes work at a moment."""

from datetime import datetime, timedelta

from deskbell.model.kinds import Presence
from deskbell.model.routing import Hindrance


def is_away(presence: Presence, until: datetime | None, now: datetime) -> bool:
    """Whether somebody has said that they are away, and that is not over: `until` is when it ends by itself (None: when they say so)."""
    return presence is Presence.AWAY and (until is None or now < until)


def absence(
    *, away: bool, works: bool, seen_at: datetime | None, now: datetime, gone_after: timedelta | None
) -> Hindrance | None:
    """Why an agent is not at work, None where they are. `works`: it is within their working hours. `seen_at` is when a Deskbell of theirs told last that it is
    open (None: none ever has); after `gone_after` without a sign they are gone, with None never.
    """
    if away:
        return Hindrance.AWAY
    if not works:
        return Hindrance.CLOSED
    gone = gone_after is not None and (seen_at is None or now - seen_at > gone_after)
    return Hindrance.GONE if gone else None
