"""When a meeting that recurs is again: the rules that people make (RFC 5545, 3.3.10), read and never counted out. A rule may mean a time each second."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Final

from msgspec.structs import replace

from deskbell.mail.parse.icalendar import Component
from deskbell.mail.parse.zones import local_time
from deskbell.model.mail import Every, Repeats

_LONGEST: Final = 200
_PERIODS: Final = {"DAILY": Every.DAY, "WEEKLY": Every.WEEK, "MONTHLY": Every.MONTH, "YEARLY": Every.YEAR}
_KNOWN: Final = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS"})
_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,3}")
_SIGNED: Final = re.compile(r"[+-]?[0-9]{1,2}")
_ONE_DAY: Final = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_LAST: Final = -1
_FIFTH: Final = 5
_LEAP_YEAR: Final = 2000
_UNTIL_LENGTHS: Final = frozenset({len("20240503"), len("20240503T100000"), len("20240503T100000Z")})


class _NotPlain(Exception):
    """The rule says more than a plain sentence does."""


def read_recurrence(event: Component, day: date, local: Callable[[datetime], datetime]) -> Repeats | None:
    """When an event is again whose first time is on `day`, where its writer sits; None where it is not, or not by one rule that a plain sentence tells.

    `local` gives the writer's time (naive) for an instant. A time that is left out leaves its rule as it is.
    """
    rules = event.properties.get("RRULE", [])
    if len(rules) != 1 or "RDATE" in event.properties or "EXRULE" in event.properties:
        return None
    try:
        return _read(rules[0].value, day, local, excepted="EXDATE" in event.properties)
    except (_NotPlain, OverflowError):
        return None


def _read(text: str, day: date, local: Callable[[datetime], datetime], *, excepted: bool) -> Repeats:
    rule = _parts(text)
    if rule.get("FREQ", "") not in _PERIODS or ("COUNT" in rule and "UNTIL" in rule):
        raise _NotPlain
    every = _PERIODS[rule["FREQ"]]
    interval, count = _number(rule.get("INTERVAL", "1")), _number(rule["COUNT"]) if "COUNT" in rule else 0
    until = _until(rule["UNTIL"], local) if "UNTIL" in rule else None
    if until is not None and until < day:
        raise _NotPlain
    base = Repeats(every, day, interval, until=until, count=count, excepted=excepted)
    return _in_weeks(rule, base) if every in (Every.DAY, Every.WEEK) else _in_months(rule, base)


def _in_weeks(rule: dict[str, str], base: Repeats) -> Repeats:
    """A rule of days or weeks. Daily, but only on certain days of the week, is what others call weekly."""
    _refuse(rule, "BYMONTHDAY", "BYMONTH", "BYSETPOS")
    weekdays = _weekdays(rule.get("BYDAY", ""))
    if base.every is Every.DAY and not weekdays:
        return base
    if base.every is Every.DAY and base.interval != 1:
        raise _NotPlain
    return replace(base, every=Every.WEEK, weekdays=weekdays or (base.day.isoweekday(),))


def _in_months(rule: dict[str, str], base: Repeats) -> Repeats:
    """A rule of months or years."""
    month = 0
    if base.every is Every.MONTH:
        _refuse(rule, "BYMONTH")
    else:
        if "BYMONTH" not in rule:
            # The n-th weekday of a year, or a day of each of its months.
            _refuse(rule, "BYDAY", "BYMONTHDAY")
        month = _number(rule.get("BYMONTH", str(base.day.month)), 12)
    weekdays, nth = _nth(rule)
    month_day = 0 if weekdays else _month_day(rule.get("BYMONTHDAY", str(base.day.day)), month)
    return replace(base, weekdays=weekdays, nth=nth, month_day=month_day, month=month)


def _parts(text: str) -> dict[str, str]:
    if len(text) > _LONGEST:
        raise _NotPlain
    rule: dict[str, str] = {}
    for part in text.strip().rstrip(";").upper().split(";"):
        name, equals, value = part.partition("=")
        if not equals or name not in _KNOWN or name in rule:
            raise _NotPlain
        rule[name] = value
    return rule


def _refuse(rule: dict[str, str], *names: str) -> None:
    if any(name in rule for name in names):
        raise _NotPlain


def _number(text: str, most: int = 9999) -> int:
    if not _NUMBER.fullmatch(text) or int(text) > most:
        raise _NotPlain
    return int(text)


def _weekdays(text: str) -> tuple[int, ...]:
    """Days of the week without a number, Monday as 1."""
    if not text:
        return ()
    days = text.split(",")
    if any(day not in _DAYS for day in days):
        raise _NotPlain
    return tuple(sorted({_DAYS.index(day) + 1 for day in days}))


def _nth(rule: dict[str, str]) -> tuple[tuple[int, ...], int]:
    """The one weekday and which of its month: "2TU", or "TU" with BYSETPOS=2; nothing where the rule names no weekday."""
    if "BYDAY" not in rule:
        _refuse(rule, "BYSETPOS")
        return (), 0
    found = _ONE_DAY.fullmatch(rule["BYDAY"])
    if found is None or "BYMONTHDAY" in rule or (found[1] is None) is not ("BYSETPOS" in rule):
        raise _NotPlain
    nth = _signed(found[1] or rule["BYSETPOS"])
    if nth != _LAST and not 1 <= nth <= _FIFTH:
        raise _NotPlain
    return (_DAYS.index(found[2]) + 1,), nth


def _month_day(text: str, month: int) -> int:
    """A day of `month`, or (0) of any."""
    day = _signed(text)
    if day != _LAST and not 1 <= day <= monthrange(_LEAP_YEAR, month or 1)[1]:
        raise _NotPlain
    return day


def _signed(text: str) -> int:
    if not _SIGNED.fullmatch(text):
        raise _NotPlain
    return int(text)


def _until(text: str, local: Callable[[datetime], datetime]) -> date:
    """The last day on which it may be, where the writer sits."""
    at = local_time(text) if len(text) in _UNTIL_LENGTHS else None
    if at is None:
        raise _NotPlain
    return local(at.replace(tzinfo=UTC)).date() if text.endswith("Z") else at.date()
