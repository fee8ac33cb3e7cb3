"""Which days of a year a calendar is closed."""

from calendar import isleap
from datetime import date

from deskbell.model.calendars import Calendar, ClosedDays
from deskbell.rules import public_holidays


def closed_days(calendar: Calendar, year: int) -> frozenset[int]:
    """The days (ordinals) of a year on which nobody works, whatever weekday they are."""
    found = {day for one in calendar.closed for day in _of_year(one, year)}
    if calendar.country:
        holidays = public_holidays.days(calendar.country, calendar.region, year)
        # A day with two holidays is worked on only where both are.
        found.update(day.toordinal() for day, names in holidays.items() if not calendar.worked.issuperset(names))
    return frozenset(found)


def _of_year(closed: ClosedDays, year: int) -> list[int]:
    new_year, end = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1
    if not closed.yearly:
        return [*range(max(new_year, closed.first.toordinal()), min(end, closed.last.toordinal() + 1))]
    begin, last = _in(year, closed.first, day=1, month=3), _in(year, closed.last, day=28, month=2)
    if (closed.first.month, closed.first.day) <= (closed.last.month, closed.last.day):
        return [*range(begin, last + 1)]
    return [*range(new_year, last + 1), *range(begin, end)]


def _in(year: int, day_of: date, *, day: int, month: int) -> int:
    """The same day of another year; that one instead where it has no 29th of February."""
    leaps = (day_of.month, day_of.day) == (2, 29) and not isleap(year)
    return (date(year, month, day) if leaps else day_of.replace(year=year)).toordinal()
