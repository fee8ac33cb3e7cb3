"""When an office works: the week, the days it is closed, and the commands that keep them."""

from datetime import date, datetime
from typing import Final

from msgspec import Struct

from deskbell.model.commands import Command

DAY: Final = 24 * 60
"""The minutes of a day, and so the 24:00 at which it may end."""

Week = tuple[tuple[tuple[int, int], ...], ...]
"""Seven weekdays from Monday on; each has its spans as (from, to) in minutes since midnight by the clock on the wall, `to` up to `DAY`."""


class ClosedDays(Struct, frozen=True):
    """Days on which nobody works, `first` to `last` with both. A `yearly` one is of every year, whatever year is named, and may reach over its end."""

    first: date
    last: date
    yearly: bool = False
    name: str = ""


class Calendar(Struct, frozen=True):
    """Working hours in a time zone of IANA (`zone`).

    With a `country` (ISO 3166, "" for none) its public holidays are closed, those of its part `region` too where one is named. `worked` names those
    among them on which people work all the same, in each year (`rules.public_holidays`).
    """

    id: int
    name: str
    zone: str
    week: Week
    closed: tuple[ClosedDays, ...] = ()
    country: str = ""
    region: str = ""
    worked: frozenset[str] = frozenset()
    version: int = 0


ALWAYS: Final = Calendar(0, "", "UTC", (((0, DAY),),) * 7)
"""Calendar time: day and night, in every zone the same."""

OFFICE_WEEK: Final[Week] = (((9 * 60, 17 * 60),),) * 5 + ((),) * 2
"""What a new calendar begins with: Monday to Friday, nine to five."""

Pause = tuple[datetime, datetime]
"""From and to, aware; the clock stands still meanwhile."""


class SaveCalendar(Command, frozen=True, kw_only=True):
    """Make a calendar (id 0) or change one: all of it."""

    id: int
    name: str
    zone: str
    week: Week
    closed: tuple[ClosedDays, ...] = ()
    country: str = ""
    region: str = ""
    worked: frozenset[str] = frozenset()
    version: int = 0


class RemoveCalendar(Command, frozen=True, kw_only=True):
    """There is no such calendar any more; teams that had it go by the desk's first."""

    id: int
    version: int
