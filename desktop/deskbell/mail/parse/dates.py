"""The Date field as an instant: RFC 5322, and the many other ways in which mail says when."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz
from typing import Final

_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_ISO: Final = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?(?![\d:])"
)
_LOOSE: Final = re.compile(
    r"(\d{1,2})[\s.-]+([^\W\d_]{3,12})[\s.,-]+(\d{2,4})(?:[,\s]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?)?"
)
_COMMENT: Final = re.compile(r"\([^()]*\)")
_AROUND_COLON: Final = re.compile(r"(?<=\d) ?: ?(?=\d)")
_ZONE: Final = re.compile(r"([+-])(\d{2}):?([0-5]\d)\b")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_OTHER_MONTHS: Final = {"mai": 5, "mär": 3, "mrz": 3, "maj": 5, "okt": 10, "dez": 12, "juin": 6, "juil": 7, "fév": 2, "aoû": 8, "déc": 12, "avr": 4, "ene": 1, "abr": 4, "ago": 8, "dic": 12, "set": 9, "out": 10, "gen": 1, "giu": 6, "lug": 7, "ott": 10, "mag": 5}  # fmt: skip
# Hours from UTC of the zone names that mail uses beside those of RFC 5322; the ambiguous ones as their most frequent sender means them.
_NAMED: Final = {"cet": 1, "cest": 2, "met": 1, "mest": 2, "mez": 1, "mesz": 2, "eet": 2, "eest": 3, "wet": 0, "west": 1, "bst": 1, "msk": 3, "msd": 4, "jst": 9, "kst": 9, "hkt": 8, "sgt": 8, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13, "akst": -9, "akdt": -8, "hst": -10, "brt": -3, "sast": 2, "z": 0, "ut": 0, "utc": 0, "gmt": 0}  # fmt: skip


def parse_date(text: str) -> datetime | None:
    """The instant in UTC; None where there is none to be read, or the year is beyond reason (before 1900, after 2199)."""
    text = " ".join(_COMMENT.sub(" ", text[:200]).replace("\u202f", " ").split()).strip("\"' ")
    text = _AROUND_COLON.sub(":", text)
    if not text:
        return None
    for read in (_by_standard, _by_iso, _by_parts):
        try:
            found = read(text)
        except (ValueError, OverflowError):
            continue
        if found is not None and _FIRST_YEAR <= found.year <= _LAST_YEAR:
            return found
    return None


def _by_standard(text: str) -> datetime | None:
    fields = parsedate_tz(text)
    if fields is None or not text[0].isalnum() or _ISO.match(text):
        return None
    year, month, day, hour, minute, second = fields[:6]
    offset = fields[9]
    named = re.search(r"\b([A-Za-z]{1,5})\b$", text)
    if not offset and named and named[1].lower() in _NAMED and not _ZONE.search(text):
        offset = _NAMED[named[1].lower()] * 3600
    zone = _ZONE.search(text)
    if zone is not None and (not offset or ":" in zone.group()):
        offset = _seconds(zone)
    return _instant(year, month, day, hour, minute, second, offset or 0)


def _by_iso(text: str) -> datetime | None:
    match = _ISO.search(text)
    if match is None:
        return None
    zone = _ZONE.search(match[7] or "")
    year, month, day, hour, minute, second = (int(match[n] or 0) for n in range(1, 7))
    return _instant(year, month, day, hour, minute, second, _seconds(zone) if zone else 0)


def _by_parts(text: str) -> datetime | None:
    """A day, a month's name and a year somewhere in the text; a time that cannot be is left out."""
    match = _LOOSE.search(text)
    if match is None:
        return None
    name = match[2].lower()
    month = (
        _MONTHS.index(name[:3]) + 1
        if name[:3] in _MONTHS
        else _OTHER_MONTHS.get(name[:4], _OTHER_MONTHS.get(name[:3], 0))
    )
    year = int(match[3])
    year += 0 if year > 999 else 2000 if year < 70 else 1900
    hour, minute, second = (int(match[n] or 0) for n in (4, 5, 6))
    if hour > 24 or minute > 59:
        hour = minute = second = 0
    zone = _ZONE.search(text)
    return _instant(year, month, int(match[1]), hour, minute, second, _seconds(zone) if zone else 0)


def _seconds(zone: re.Match[str]) -> int:
    return (int(zone[2]) * 3600 + int(zone[3]) * 60) * (-1 if zone[1] == "-" else 1)


def _instant(year: int, month: int, day: int, hour: int, minute: int, second: int, offset: int) -> datetime:
    """An aware instant in UTC; leap seconds and 24:00 are carried, an offset beyond a day is none."""
    offset = offset if abs(offset) < 86_400 else 0
    base = datetime(year, month, day, tzinfo=timezone(timedelta(seconds=offset)))
    if hour > 24 or minute > 59 or second > 61:
        raise ValueError(hour, minute, second)
    return (base + timedelta(hours=hour, minutes=minute, seconds=second)).astimezone(UTC)
