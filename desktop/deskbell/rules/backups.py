"""When the desk backs itself up, and which of those backups are given up for newer ones."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from deskbell.rules import nightly

_WEEK: Final = timedelta(days=7)
# A week ends in the night that it ends in, also where the last backup was made some hours later than the one before.
_NEARLY: Final = timedelta(days=1)


def due(every: str, last: datetime | None, now: datetime) -> bool:
    """Whether a backup is due, by the setting backup.every (night, week, never). `last` is when one was made (aware; None: never); `now` is
    aware, in the zone whose nights count.
    """
    if every == "never" or not nightly.due(last, now):
        return False
    return every == "night" or last is None or now - last > _WEEK - _NEARLY


def surplus(names: Iterable[str], keep: int) -> Sequence[str]:
    """Which of these are given up, where the newest `keep` stay; their names rise with time."""
    return sorted(names, reverse=True)[keep:]
