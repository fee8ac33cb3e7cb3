"""When something that happens once a night is due."""

from datetime import datetime, time, timedelta
from typing import Final

HOUR: Final = time(3, 0)
"""Local time: when most desks are quiet."""


def due(last: datetime | None, now: datetime) -> bool:
    """Whether a night has begun since `last` (aware; None: never). `now` is aware, in the zone whose nights count.

    A computer that was asleep or off at that hour makes up for it as soon as it is there again, once, however many nights it was away.
    """
    tonight = datetime.combine(now.date(), HOUR, now.tzinfo)
    latest = tonight if tonight <= now else tonight - timedelta(days=1)
    return last is None or last < latest
