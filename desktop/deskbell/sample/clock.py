"""When things happen on a sample desk: customers write around the clock, agents answer in office hours, and `now` is always the afternoon of a Friday.

The zone of whoever looks at the sample is not known, so the office day is laid around `now` instead of around a zone: it began six and a half
hours ago and ends in two and a half. Times in here are seconds since 1970.
"""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import datetime
from itertools import accumulate
from random import Random

HOUR = 3_600
DAY = 24 * HOUR
OFFICE = 9 * HOUR
INTO_THE_DAY = 6.5 * HOUR
_WEEKEND = 0.35
# How many customers write in each hour since the office opened.
_HOURS = (8, 10, 11, 10, 8, 8, 9, 8, 7, 5, 4, 4, 4, 4, 3, 2, 1, 0.5, 0.3, 0.2, 0.2, 0.4, 1, 4)
_HOURS_SUMMED = tuple(accumulate(_HOURS))


class Clock:
    """The days of a sample desk, from `days` ago until `now`. `growth` is how many times busier the last day is than the first."""

    def __init__(self, now: datetime, days: int, growth: float) -> None:
        self.now = now.timestamp()
        self._opening = self.now - INTO_THE_DAY
        self._first = self._opening - (days - 1) * DAY
        self.began = self._first
        self._days = days
        self._growth = growth

    def arrivals(self, count: int, random: Random) -> Iterator[float]:
        """`count` times at which customers write, rising, all before now."""
        shares = [self._share(day) for day in range(self._days)]
        before = list(accumulate(shares, initial=0.0))
        done = 0
        for day in range(self._days):
            until = round(count * before[day + 1] / before[-1])
            times = []
            for _ in range(until - done):
                hour = bisect_right(_HOURS_SUMMED, random.random() * self._hours_of(day))
                at = self._first + day * DAY + (hour + random.random()) * HOUR
                # The hour that is running now is only half over.
                times.append(at if at < self.now - 60 else at - 0.52 * HOUR)
            done = until
            yield from sorted(times)

    def in_office(self, at: float, random: Random) -> float:
        """`at`, or where the office is closed then, a time in the first hours after it opens again."""
        day, second = divmod(at - self._first, DAY)
        if second < OFFICE and not self._is_weekend(int(day)):
            return at
        day += second >= OFFICE
        while self._is_weekend(int(day)):
            day += 1
        return self._first + day * DAY + random.random() * 2.5 * HOUR

    def _hours_of(self, day: int) -> float:
        return _HOURS_SUMMED[6] if day == self._days - 1 else _HOURS_SUMMED[-1]

    def _share(self, day: int) -> float:
        share = 1.0 + (self._growth - 1.0) * (day / self._days) ** 3
        share *= self._hours_of(day) / _HOURS_SUMMED[-1]
        return share * _WEEKEND if self._is_weekend(day) else share

    def _is_weekend(self, day: int) -> bool:
        # Five and six days before a Friday, whatever the calendar says: today somebody works, and a sample is the same on each day that it is made.
        return (self._days - 1 - day) % 7 > 4
