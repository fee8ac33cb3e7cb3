"""Whether a calendar is open, in words, by the clock of its place."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import Struct
from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

from deskbell.model.calendars import DAY, Calendar
from deskbell.rules.calendars import hours
from deskbell.ui.widgets.ages import day as written_day

_WEEK: Final = 7
_ALL_DAY: Final = ((0, DAY),)


class Opening(Struct, frozen=True):
    """Whether it is open now, and when that ends; None where it does not within years."""

    is_open: bool
    ends: datetime | None


def opening(calendar: Calendar, now: datetime) -> Opening:
    """How it is at `now`. Loads holidays where the calendar has any: not for the window's thread."""
    found = hours(calendar)
    if found.is_open(now):
        return Opening(True, found.next_close(now))
    return Opening(False, found.next_open(now))


def opening_words(found: Opening, calendar: Calendar, now: datetime) -> str:
    """ "Open now, until 17:00", "Closed now, opens Monday 09:00"."""
    if found.ends is None:
        if found.is_open:
            return QCoreApplication.translate("calendars", "Open day and night")
        return QCoreApplication.translate("calendars", "Closed for years to come")
    words = (
        QCoreApplication.translate("calendars", "Open now, until %1")
        if found.is_open
        else QCoreApplication.translate("calendars", "Closed now, opens %1")
    )
    return words.replace("%1", _there(found.ends, now, ZoneInfo(calendar.zone)))


def week_words(calendar: Calendar) -> str:
    """The week in a line: "Mon–Fri 09:00–17:00, Sat 10:00–14:00"."""
    from deskbell.rules.spans_text import written

    locale, runs = QLocale(), list[tuple[int, int]]()
    for day, spans in enumerate(calendar.week):
        if not spans:
            continue
        if runs and runs[-1][1] == day - 1 and calendar.week[runs[-1][0]] == spans:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    if runs == [(0, _WEEK - 1)] and calendar.week[0] == _ALL_DAY:
        return QCoreApplication.translate("calendars", "Open day and night")
    names = [locale.standaloneDayName(day + 1, QLocale.FormatType.ShortFormat) for day in range(_WEEK)]
    days = (names[first] if first == last else f"{names[first]}–{names[last]}" for first, last in runs)
    return ", ".join(f"{of} {written(calendar.week[first])}" for of, (first, _) in zip(days, runs, strict=True))


def _there(then: datetime, now: datetime, zone: ZoneInfo) -> str:
    there, here = then.astimezone(zone), now.astimezone(zone)
    locale = QLocale()
    clock = locale.toString(QTime(there.hour, there.minute), QLocale.FormatType.ShortFormat)
    days = (there.date() - here.date()).days
    if days == 0:
        return clock
    date = QDate(there.year, there.month, there.day)
    day = locale.dayName(date.dayOfWeek()) if days < _WEEK else written_day(date, locale)
    return f"{day} {clock}"
