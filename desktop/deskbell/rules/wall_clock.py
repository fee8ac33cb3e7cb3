"""When the clock on a wall shows a time: also where it is set forward, set back, or skips a day.

A day or a span begins at the first moment at which the clock shows its time or a later one. So a time that the clock leaps over is the moment of the leap,
one that it shows twice is the first of the two, and times of the wall stay in order as moments.
"""

from bisect import bisect_left
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from deskbell.model.calendars import DAY
from deskbell.model.errors import Mistake

SECOND: Final = 1_000_000
"""Moments are whole microseconds since 1970 in UTC here: sums of them are exact."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY: Final = _EPOCH.toordinal()
_MICROSECOND: Final = timedelta(microseconds=1)
_DAY_SECONDS: Final = 86_400
_WEEK_SECONDS: Final = 7 * _DAY_SECONDS


def moment(at: datetime) -> int:
    """An aware time as a moment."""
    return (at - _EPOCH) // _MICROSECOND


def aware(of: int) -> datetime:
    """A moment as an aware time in UTC."""
    return _EPOCH + timedelta(microseconds=of)


def zone(name: str) -> ZoneInfo:
    """The zone of this name of IANA. Raises `Mistake` calendar.zone."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise Mistake("calendar.zone", zone=name) from error


def shown(at: int, where: ZoneInfo) -> datetime:
    """What the clock shows at a moment, naive."""
    return aware(at).astimezone(where).replace(tzinfo=None)


def first_shown(day: int, minute: int, where: ZoneInfo) -> int:
    """The first moment at which the clock shows `minute` (since midnight, up to `DAY`) of a day (its ordinal), or later."""
    if minute >= DAY:
        day, minute = day + 1, minute - DAY
    wall = datetime.fromordinal(day) + timedelta(minutes=minute)
    plain = ((day - _EPOCH_DAY) * _DAY_SECONDS + minute * 60) * SECOND
    found = plain - _offset(wall.replace(tzinfo=where))
    if shown(found, where) == wall:
        return found
    # The clock leaps over it: as if it had been set already, it is before that, as if it had not yet been, behind.
    soonest = plain - _offset(wall.replace(tzinfo=where, fold=1))
    leap = range(soonest, found + SECOND, SECOND)
    return leap[bisect_left(leap, True, key=lambda at: shown(at, where) >= wall)]


@lru_cache(maxsize=512)
def odd_days(name: str, year: int) -> frozenset[int]:
    """The days of a year (ordinals) that may be longer or shorter than others there, as the clock is set on them; one that it skips is among them."""
    where = zone(name)
    first, end = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1
    begin = (first - 2 - _EPOCH_DAY) * _DAY_SECONDS
    found: set[int] = set()
    before = _offset_at(begin, where)
    # By weeks: nowhere was a clock set and set back within one (a test asks every zone).
    for week in range(begin, begin + (end - first + 4) * _DAY_SECONDS, _WEEK_SECONDS):
        after = _offset_at(week + _WEEK_SECONDS, where)
        if after != before:
            for day in range(week, week + _WEEK_SECONDS, _DAY_SECONDS):
                found |= _set_within(day, day + _DAY_SECONDS, where)
        before = after
    return frozenset(day for day in found if first <= day < end)


def _set_within(low: int, high: int, where: ZoneInfo) -> set[int]:
    """The days that the clock shows around the moment (in seconds, from `low` to `high`) at which it is set, if it is."""
    old = _offset_at(low, where)
    if _offset_at(high, where) == old:
        return set()
    within = range(low, high + 1)
    at = within[bisect_left(within, True, key=lambda second: _offset_at(second, where) != old)]
    days = [shown(second * SECOND, where).toordinal() for second in (at - 1, at)]
    return set(range(min(days), max(days) + 1))


def _offset_at(second: int, where: ZoneInfo) -> int:
    return _offset((_EPOCH + timedelta(seconds=second)).astimezone(where))


def _offset(local: datetime) -> int:
    offset = local.utcoffset()
    assert offset is not None
    return offset // _MICROSECOND
