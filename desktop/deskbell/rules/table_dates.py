"""Dates as spreadsheets and other programs write them into tables.

What can be read in one way only (2025-12-31, 31-Dec-25, 2025年12月31日) is the same in every form. 03/04/2025 is another day in each; which it is a single cell does
not tell (`rules.column_forms`). A time of day behind a date is left out, and so is where in the world the clock stood.
"""

import re
import unicodedata
from datetime import date, timedelta
from typing import Final

from deskbell.model.table_forms import DateForm
from deskbell.rules.month_names import month_called

FORMS: Final = (DateForm.DAY_FIRST, DateForm.MONTH_FIRST, DateForm.YEAR_FIRST, DateForm.SERIAL)
"""In the order of `Days`."""
FIRST_SHORT: Final = 1969
"""Years of two digits are those from here on to the 99th after, as POSIX has it: 69 is 1969, 68 is 2068."""

Days = tuple[date | None, date | None, date | None, date | None]
"""What a cell is in each of `FORMS`; None where it is no date in that."""

NO_DAYS: Final[Days] = (None, None, None, None)

_TIME: Final = (
    r"(?:,? ?[T ]? ?(?:(?:[上下]午|午[前後]|오[전후]) ?)?"
    r"(?<![0-9])[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?(?: ?[AaPp]\.?[Mm]\.?)?"
    r"(?: ?(?:Z|(?:UTC|GMT)?[+-][0-9]{2}(?::?[0-9]{2})?|UTC|GMT))?)?"
)
_DIGITS: Final = re.compile(rf"([0-9]{{1,4}})([-./]) ?([0-9]{{1,2}})\2 ?([0-9]{{1,4}})\.?(?: ?г\.?)?{_TIME}")
_COMPACT: Final = re.compile(rf"([0-9]{{4}})([0-9]{{2}})([0-9]{{2}}){_TIME}")
_IDEOGRAPHS: Final = re.compile(rf"([0-9]{{4}}) ?[年년] ?([0-9]{{1,2}}) ?[月월] ?([0-9]{{1,2}}) ?[日일号號]?{_TIME}")
_NAMED: Final = re.compile(rf"([^:]*?){_TIME}")
_PARTS: Final = re.compile(r"[0-9]+|[^\W\d_]+")
_WEEKDAY: Final = re.compile(r"^(?:[^\W\d_]+\.?,|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?)(?: |$)", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"[\s.,/-]*")
# What stands between the parts of a date, or behind them: 31 de mayo de 2025, December 31st, 2025 m. gruodžio 31 d.
_FILLERS: Final = frozenset(["de", "del", "of", "the", "st", "nd", "rd", "th", "er", "m", "d", "г", "год", "года", "r"])
_SERIAL: Final = re.compile(r"([2-5][0-9]{4}|60000)(?:[.,][0-9]{1,12})?")
# The day before the first of their days: they count a 29 February 1900 that there was not.
_SERIAL_ZERO: Final = date(1899, 12, 30)
_WHOLE_YEAR: Final = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])|^[0-9]{8}")
_LONGEST: Final = 60


def days(text: str) -> Days:
    """What a cell without spaces around it is in each of the forms."""
    if len(text) > _LONGEST:
        return NO_DAYS
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    if (found := _DIGITS.fullmatch(text)) is not None:
        return _of_digits(found[1], found[3], found[4])
    if (found := _SERIAL.fullmatch(text)) is not None:
        return (None, None, None, _SERIAL_ZERO + timedelta(int(found[1])))
    if (found := _COMPACT.fullmatch(text) or _IDEOGRAPHS.fullmatch(text)) is not None:
        return _one(_day(int(found[1]), int(found[2]), int(found[3])))
    return _one(_of_names(text)) if any(map(str.isalpha, text)) else NO_DAYS


def read_date(text: str, form: DateForm) -> date | None:
    """The date of a cell; None where it is none in this form."""
    return days(text)[FORMS.index(form)]


def is_short(text: str) -> bool:
    """Whether a date has a year of two digits."""
    # Without the time, and how far the clock is from UTC.
    return _WHOLE_YEAR.search(text.partition(":")[0]) is None


def _one(day: date | None) -> Days:
    return (day, day, day, None)


def _of_digits(first: str, second: str, third: str) -> Days:
    a, b, c = int(first), int(second), int(third)
    if len(first) == 4:
        return _one(_day(a, b, c)) if len(third) <= 2 else NO_DAYS
    if len(first) == 3 or len(third) == 3:
        return NO_DAYS
    if len(third) == 4:
        # Nobody writes the year at the end and means one at the beginning: whatever a column is, these are days and months first.
        return (_day(c, b, a), _day(c, a, b), None, None)
    year = _long(c) if len(third) == 2 else 0
    return (_day(year, b, a), _day(year, a, b), _day(_long(a), b, c) if len(first) == 2 else None, None)


def _of_names(text: str) -> date | None:
    """31-Dec-25, Wednesday, December 31, 2025, 2025 m. gruodžio 31 d."""
    found = _NAMED.fullmatch(_WEEKDAY.sub("", text))
    if found is None or any(map(_other, _PARTS.split(found[1]))):
        return None
    parts = [part for part in _PARTS.findall(found[1]) if part.casefold() not in _FILLERS]
    if len(parts) != 3 or sum(map(str.isalpha, parts)) != 1:
        return None
    place = next(place for place, part in enumerate(parts) if part.isalpha())
    month, (one, other) = month_called(parts[place]), [part for part in parts if not part.isalpha()]
    if month is None:
        return None
    if len(one) == 4 and len(other) <= 2:
        return _day(int(one), month, int(other))
    if len(one) > 2 or len(other) not in (2, 4) or place == 2:
        return None
    return _day(int(other) if len(other) == 4 else _long(int(other)), month, int(one))


def _other(between: str) -> bool:
    return _BETWEEN.fullmatch(between) is None


def _long(year: int) -> int:
    return FIRST_SHORT + (year - FIRST_SHORT) % 100


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
