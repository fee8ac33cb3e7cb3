"""Times as people say them: "4 min", "yesterday", and the exact time for the tooltip."""

import re
from datetime import UTC, datetime, tzinfo
from typing import Final

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale, QTime

_WEEKDAY: Final = re.compile(r"[,،]?\s*d{3,4}[,،]?\s*")


def day(date: QDate, locale: QLocale | None = None) -> str:
    """A date with its year, the month as a short word: "3 Feb 2026", "Feb 3, 2026", "2026年2月3日".

    Qt has no such format of its own: this is the locale's long one without the weekday. Its short one is all digits, and
    its order of day and month is anybody's guess.
    """
    locale = locale or QLocale()
    return locale.toString(date, day_format(locale))


def day_format(locale: QLocale) -> str:
    """How `day` writes a date, as Qt's formats say it."""
    long = locale.dateFormat(QLocale.FormatType.LongFormat)
    return _WEEKDAY.sub(" ", long).strip().replace("MMMM", "MMM")


def age(then: datetime, now: datetime, locale: QLocale | None = None) -> str:
    """How long ago `then` was, short enough for a card: minutes, hours, yesterday, a weekday, a date. Both aware."""
    seconds = (now - then).total_seconds()
    if seconds < 60:
        return QCoreApplication.translate("ages", "now")
    if seconds < 3600:
        return QCoreApplication.translate("ages", "%n min", None, int(seconds // 60))
    here_then, here_now = _local(then), _local(now)
    days = (here_now.date() - here_then.date()).days
    if days == 0 or seconds < 6 * 3600:
        return QCoreApplication.translate("ages", "%n h", None, int(seconds // 3600))
    locale = locale or QLocale()
    if days == 1:
        return QCoreApplication.translate("ages", "yesterday")
    date = QDate(here_then.year, here_then.month, here_then.day)
    if days < 7:
        return locale.dayName(date.dayOfWeek(), QLocale.FormatType.ShortFormat)
    if here_then.year == here_now.year:
        return locale.toString(date, QCoreApplication.translate("ages", "d MMM"))
    return day(date, locale)


def until(then: datetime, now: datetime, locale: QLocale | None = None) -> str:
    """When `then` is, which is to come or was to: the time of a day of today, with the weekday within a week before and after, else with the date. Both aware."""
    here_then, here_now = _local(then), _local(now)
    locale = locale or QLocale()
    clock = locale.toString(QTime(here_then.hour, here_then.minute), QLocale.FormatType.ShortFormat)
    days = (here_then.date() - here_now.date()).days
    if days == 0:
        return clock
    date = QDate(here_then.year, here_then.month, here_then.day)
    if abs(days) < 7:
        return f"{locale.dayName(date.dayOfWeek(), QLocale.FormatType.ShortFormat)} {clock}"
    if here_then.year == here_now.year:
        return f"{locale.toString(date, QCoreApplication.translate('ages', 'd MMM'))} {clock}"
    return f"{day(date, locale)} {clock}"


def exact(then: datetime, locale: QLocale | None = None) -> str:
    """The full local date and time."""
    here = _local(then)
    moment = QDateTime(QDate(here.year, here.month, here.day), QTime(here.hour, here.minute, here.second))
    return (locale or QLocale()).toString(moment, QLocale.FormatType.LongFormat)


def _local(moment: datetime, zone: tzinfo | None = None) -> datetime:
    return moment.astimezone(zone) if moment.tzinfo is not None else moment.replace(tzinfo=UTC).astimezone(zone)
