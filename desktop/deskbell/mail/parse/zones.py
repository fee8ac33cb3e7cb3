"""The time zones of a calendar file: names of IANA, names of Windows, and zones that the file describes itself (RFC 5545, section 3.6.5)."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from deskbell.mail.parse.icalendar import Component

_IANA: Final = re.compile(r"(?:[A-Za-z_]{2,20}/){1,2}[A-Za-z0-9_+-]{2,30}$")
_UTC: Final = frozenset({"utc", "etc/utc", "gmt", "etc/gmt", "z", "zulu"})
_OFFSET: Final = re.compile(r"([+-])(\d{2})(\d{2})(?:\d{2})?")
_IN_NAME: Final = re.compile(r"(?:UTC|GMT)\s*([+-])\s*(\d{1,2})(?::?(\d{2}))?")
_LOCAL: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2}))?")
_BY_DAY: Final = re.compile(r"([+-]?\d)?(MO|TU|WE|TH|FR|SA|SU)")
_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Zones:
    """The zones of one calendar."""

    def __init__(self, described: Sequence[Component]) -> None:
        self._described = {zone.text("TZID").strip(): zone for zone in described}

    def instant(self, local: datetime, name: str) -> tuple[datetime, str]:
        """The instant of a local time (naive) in the zone that the file calls `name`, in UTC, and how to show that zone.

        A name that means nothing gives the hours as they stand, and "". Raises `OverflowError` at the ends of the calendar.
        """
        zone, shown = self._zone(local, name.strip())
        return local.replace(tzinfo=zone).astimezone(UTC), shown

    def _zone(self, local: datetime, name: str) -> tuple[tzinfo, str]:
        if name.lower() in _UTC:
            return UTC, "UTC"
        known = _known_zone(name)
        if known is not None:
            return known, known.key
        described = self._described.get(name)
        if described is None and name and len(self._described) == 1:
            # The name in the date is a damaged form of the only one that it can be.
            described = next(iter(self._described.values()))
        offset = _offset_at(described, local) if described is not None else None
        if offset is None and (found := _IN_NAME.search(name)):
            offset = _signed(found[1], int(found[2]), int(found[3] or 0))
        if offset is None or abs(offset) >= timedelta(days=1):
            return UTC, ""
        return timezone(offset), f"UTC{_shown(offset)}"


def local_time(text: str) -> datetime | None:
    """The naive time of "20240503T100000" or "20240503"; None where there is no such time."""
    found = _LOCAL.match(text.strip())
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(digits or 0) for digits in found.groups())
    try:
        return datetime(year, month, day, hour, minute, min(second, 59))  # noqa: DTZ001  its zone is told elsewhere
    except ValueError:
        return None


@lru_cache(maxsize=256)
def _known_zone(name: str) -> ZoneInfo | None:
    from tzlocal.windows_tz import win_tz

    named = win_tz.get(name, name)
    # Some programs put their own address before the name: "/mozilla.org/20050126_1/Europe/Vilnius".
    found = _IANA.search(named)
    parts = found[0].split("/") if found is not None else []
    for start in range(len(parts) - 1):
        try:
            return ZoneInfo("/".join(parts[start:]))
        except (ValueError, OSError, KeyError):
            continue
    return None


def _offset_at(zone: Component, local: datetime) -> timedelta | None:
    """How far the described zone is from UTC at `local`: as its last change before says, or as before its first one."""
    last: tuple[datetime, timedelta] | None = None
    before: tuple[datetime, timedelta] | None = None
    for observance in (*zone.inside("STANDARD"), *zone.inside("DAYLIGHT")):
        to = _offset(observance.text("TZOFFSETTO"))
        begins = local_time(observance.text("DTSTART"))
        if to is None or begins is None:
            continue
        onset = max((one for one in _onsets(observance, begins, local.year) if one <= local), default=None)
        if onset is not None and (last is None or onset >= last[0]):
            last = (onset, to)
        if before is None or begins < before[0]:
            before = (begins, _offset(observance.text("TZOFFSETFROM")) or to)
    return last[1] if last is not None else before[1] if before is not None else None


def _onsets(observance: Component, begins: datetime, year: int) -> list[datetime]:
    """When an observance begins: at first, and in `year` and the year before by its yearly rule."""
    onsets = [begins]
    for dates in observance.properties.get("RDATE", []):
        onsets += [found for one in dates.value.split(",") if (found := local_time(one)) is not None]
    rule = dict(part.split("=", 1) for part in observance.text("RRULE").upper().split(";") if "=" in part)
    if rule.get("FREQ") != "YEARLY":
        return onsets
    until = local_time(rule.get("UNTIL", ""))
    for one in (year - 1, year):
        day = _day_by_rule(rule, begins, one)
        if day is not None and day >= begins and (until is None or day.date() <= until.date()):
            onsets.append(day)
    return onsets


def _day_by_rule(rule: dict[str, str], begins: datetime, year: int) -> datetime | None:
    """The time in `year` that a rule like BYMONTH=3;BYDAY=-1SU names."""
    month = rule.get("BYMONTH", str(begins.month))
    by_day = _BY_DAY.fullmatch(rule.get("BYDAY", ""))
    wanted = {int(day) for day in rule.get("BYMONTHDAY", "").split(",") if day.isdecimal() and len(day) < 3}
    if not month.isdecimal() or len(month) > 2:
        return None
    try:
        if by_day is None:
            return begins.replace(year=year, month=int(month), day=min(wanted, default=begins.day))
        first = begins.replace(year=year, month=int(month), day=1)
    except ValueError:
        return None
    days = [first + timedelta(days=number) for number in range(31)]
    days = [day for day in days if day.month == first.month and _DAYS[day.weekday()] == by_day[2]]
    days = [day for day in days if not wanted or day.day in wanted]
    number = int(by_day[1] or 1)
    index = number - 1 if number > 0 else number
    return days[index] if -len(days) <= index < len(days) else None


def _offset(text: str) -> timedelta | None:
    found = _OFFSET.match(text.strip())
    return _signed(found[1], int(found[2]), int(found[3])) if found is not None else None


def _signed(sign: str, hours: int, minutes: int) -> timedelta:
    return timedelta(hours=hours, minutes=minutes) * (-1 if sign == "-" else 1)


def _shown(offset: timedelta) -> str:
    minutes = int(offset.total_seconds()) // 60
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
