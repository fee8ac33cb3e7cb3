"""Working time: how much of it lies between two moments, when so much will have passed, and when it is open.

A year is counted by its weeks; only days that are odd in it (closed, or with a clock that is set) are looked at one by one, and once.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Final

from deskbell.model.calendars import DAY, Calendar, Pause
from deskbell.model.errors import Mistake
from deskbell.rules.closed_days import closed_days
from deskbell.rules.wall_clock import SECOND, aware, first_shown, moment, odd_days, shown, zone

_IDLE_YEARS: Final = 50
"""So long nobody waits for somewhere to open: the days of the week come back on the same dates of leap years within 40."""

_MOST_YEARS: Final = 400
"""Farther than this nothing is counted: a mistake in an amount is to be told, and not to take long."""

_LONGEST_STRETCH: Final = 4 * 366
"""So many days without closing are as good as never closing."""

_MOST_DAYS: Final = 4_000
"""So many days are remembered: where many tickets are counted they are the same ones."""

_MINUTE: Final = 60 * SECOND


class Hours:
    """The working time of one calendar; `hours` makes it. All moments are aware; what comes back is in UTC."""

    def __init__(self, calendar: Calendar) -> None:
        self._zone_name = calendar.zone
        self._zone = zone(calendar.zone)
        self._calendar = calendar
        self._week = tuple(_merged(spans) for spans in calendar.week)
        self._plain = tuple(sum(end - begin for begin, end in spans) * _MINUTE for spans in self._week)
        self._years: dict[int, _Year] = {}
        self._days: dict[int, tuple[tuple[int, int], ...]] = {}
        self._always = not calendar.country and not calendar.closed and all(n == DAY * _MINUTE for n in self._plain)

    def worked(self, begin: datetime, end: datetime, pauses: Sequence[Pause] = ()) -> timedelta:
        """The working time from `begin` to `end`, without what falls into `pauses`; none where `end` comes first."""
        if end <= begin:
            return timedelta()
        spans = _without(moment(begin), moment(end), pauses) if pauses else ((moment(begin), moment(end)),)
        return timedelta(microseconds=sum(self._between(low, high) for low, high in spans))

    def after(self, begin: datetime, amount: timedelta, pauses: Sequence[Pause] = ()) -> datetime:
        """The first moment by which so much working time has passed since `begin`, that in `pauses` not counted.

        It is the end of a span, not the beginning of the next, where the two are as far. Raises `Mistake` calendar.never_open and calendar.too_far.
        """
        rest = amount // timedelta(microseconds=1)
        at = moment(begin)
        if rest <= 0:
            return aware(at)
        for low, high in _pauses(pauses) if pauses else ():
            if high <= at:
                continue
            until = self._between(at, low)
            if rest <= until:
                break
            rest, at = rest - until, high
        return aware(self._after(at, rest))

    def is_open(self, at: datetime) -> bool:
        """Whether people work at this moment."""
        now = moment(at)
        return any(begin <= now < end for begin, end in self._spans(self._day(now)))

    def next_open(self, at: datetime) -> datetime | None:
        """When it opens; `at` itself where it is open then. None where it does not within fifty years."""
        return _maybe(self._next_open(moment(at)))

    def next_close(self, at: datetime) -> datetime | None:
        """When it closes after being open at `at`, or after it next opens. None where it does not."""
        end = None if self._always else self._next_open(moment(at))
        if end is None:
            return None
        for _ in range(_LONGEST_STRETCH * len(max(self._week, key=len))):
            ends = (high for low, high in self._spans(self._day(end)) if low <= end < high)
            further = next(ends, None)
            if further is None:
                return aware(end)
            end = further
        return None

    def next_day(self, at: datetime) -> datetime | None:
        """When it first opens on a day after that of `at`, as the clock there shows days. None where it does not within fifty years."""
        return _maybe(self._opening_after(self._day(moment(at))))

    def end_of_day(self, at: datetime) -> datetime | None:
        """When work ends on the day of `at`; None where nobody works on it."""
        return _maybe(max((end for _, end in self._spans(self._day(moment(at)))), default=None))

    def _between(self, begin: int, end: int) -> int:
        if end <= begin:
            return 0
        first, last = self._day(begin), self._day(end)
        year, other = date.fromordinal(first).year, date.fromordinal(last).year
        between = sum(self._year(full).total for full in range(year, other))
        return between + self._since_new_year(last, end) - self._since_new_year(first, begin)

    def _after(self, at: int, amount: int) -> int:
        if not any(self._plain):
            raise Mistake("calendar.never_open")
        day = self._day(at)
        number = date.fromordinal(day).year
        rest = amount + self._since_new_year(day, at)
        idle, last = 0, number + _MOST_YEARS
        while rest > (year := self._year(number)).total:
            idle = 0 if year.total else idle + 1
            rest, number = rest - year.total, number + 1
            if idle > _IDLE_YEARS:
                raise Mistake("calendar.never_open")
            if number > last:
                raise Mistake("calendar.too_far")
        day = year.day_of(rest)
        rest -= year.until(day)
        for begin, end in self._spans(day):
            if rest <= end - begin:
                return begin + rest
            rest -= end - begin
        raise AssertionError("a day has the working time that its year says")

    def _next_open(self, at: int) -> int | None:
        day = self._day(at)
        found = next((max(begin, at) for begin, end in self._spans(day) if at < end), None)
        return self._opening_after(day) if found is None else found

    def _opening_after(self, day: int) -> int | None:
        number = date.fromordinal(day).year
        passed = self._year(number).until(day + 1)
        for year in (self._year(one) for one in range(number, number + _IDLE_YEARS)):
            if year.total > passed:
                return next(begin for begin, _ in self._spans(year.day_of(passed + 1)))
            passed = 0
        return None

    def _since_new_year(self, day: int, at: int) -> int:
        today = sum(min(end, at) - begin for begin, end in self._spans(day) if begin < at)
        return self._year(date.fromordinal(day).year).until(day) + today

    def _day(self, at: int) -> int:
        """The day (its ordinal) that a moment belongs to. Where the clock is set back over midnight it is the new one, though the old one is shown again."""
        local = shown(at, self._zone)
        day = local.toordinal()
        odd = day in odd_days(self._zone_name, local.year)
        return day + 1 if odd and first_shown(day + 1, 0, self._zone) <= at else day

    def _spans(self, day: int) -> Iterator[tuple[int, int]]:
        """The spans of a day as moments, in order; none where it is closed."""
        known = self._days.get(day)
        if known is None:
            closed = day in self._year(date.fromordinal(day).year).closed
            if len(self._days) >= _MOST_DAYS:
                self._days.clear()
            known = self._days[day] = () if closed else tuple(self._of_week(day))
        return iter(known)

    def _of_week(self, day: int) -> Iterator[tuple[int, int]]:
        """The spans that the week has for a day; none that is empty, as one that the clock leaps over."""
        for low, high in self._week[(day - 1) % 7]:
            begin, end = (first_shown(day, minute, self._zone) for minute in (low, high))
            if begin < end:
                yield begin, end

    def _year(self, number: int) -> "_Year":
        known = self._years.get(number)
        if known is None:
            closed = closed_days(self._calendar, number)
            set_days = odd_days(self._zone_name, number) - closed
            worked = {day: sum(end - begin for begin, end in self._of_week(day)) for day in set_days}
            # Kept when it is whole: two threads may ask.
            known = self._years[number] = _Year(number, self._plain, closed, worked)
        return known


class _Year:
    """How much is worked up to each day of a year: by the week, and by what the odd days differ from it."""

    def __init__(self, number: int, plain: tuple[int, ...], closed: frozenset[int], worked: Mapping[int, int]) -> None:
        """`plain` is what is worked on each weekday, `worked` on other days of the year that are not `closed`."""
        self.closed = closed
        self._first = date(number, 1, 1).toordinal()
        self._end = date(number, 12, 31).toordinal() + 1
        begin = (self._first - 1) % 7
        self._of_week = [0, *accumulate(plain[(begin + day) % 7] for day in range(7))]
        odd = dict.fromkeys(closed, 0) | dict(worked)
        self._odd = sorted(odd)
        self._differs = [0, *accumulate(odd[day] - plain[(day - 1) % 7] for day in self._odd)]
        self.total = self.until(self._end)

    def until(self, day: int) -> int:
        """What is worked from the beginning of the year to that of a day of it, or to its end."""
        weeks, days = divmod(day - self._first, 7)
        return weeks * self._of_week[7] + self._of_week[days] + self._differs[bisect_left(self._odd, day)]

    def day_of(self, worked: int) -> int:
        """The day in the course of which so much (more than nothing, at most `total`) has been worked."""
        return self._first + bisect_left(self._ends, worked)

    @cached_property
    def _ends(self) -> list[int]:
        """What is worked up to the end of each day: where many tickets are counted, days are looked for again and again."""
        return [self.until(day + 1) for day in range(self._first, self._end)]


@lru_cache(maxsize=64)
def hours(calendar: Calendar) -> Hours:
    """The working time of a calendar. Raises `Mistake` calendar.zone."""
    return Hours(calendar)


def _merged(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The spans of a day in order, those that touch or overlap as one."""
    merged: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif begin < end:
            merged.append((begin, end))
    return tuple(merged)


def _pauses(pauses: Iterable[Pause]) -> Iterator[tuple[int, int]]:
    """The pauses as moments, in order, those that touch or overlap as one."""
    return iter(_merged((moment(begin), moment(end)) for begin, end in pauses))


def _without(begin: int, end: int, pauses: Iterable[Pause]) -> Iterator[tuple[int, int]]:
    """What the pauses leave of a stretch of time."""
    for low, high in _pauses(pauses):
        if low >= end:
            break
        if high > begin:
            yield begin, low
            begin = high
    yield begin, end


def _maybe(at: int | None) -> datetime | None:
    return None if at is None else aware(at)
