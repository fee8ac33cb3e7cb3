"""The calendars that the tests of the clocks go by. Their weeks are plain enough to count by hand."""

from datetime import date

from msgspec.structs import replace

from deskbell.model.calendars import ALWAYS, OFFICE_WEEK, Calendar, ClosedDays, Week
from deskbell.rules.spans_text import parsed


def daily(text: str) -> Week:
    """The same hours on every day."""
    return (parsed(text),) * 7


def made(zone: str, week: Week, *closed: ClosedDays, country: str = "", region: str = "", worked: str = "") -> Calendar:
    """A calendar; `worked` names one holiday."""
    names = frozenset({worked} if worked else ())
    return Calendar(1, "Office", zone, week, closed, country, region, names)


def single(day: str, *, yearly: bool = False) -> ClosedDays:
    """One closed day."""
    return ClosedDays(date.fromisoformat(day), date.fromisoformat(day), yearly)


def several(first: str, last: str, *, yearly: bool = False) -> ClosedDays:
    """Closed from the first of these days to the last."""
    return ClosedDays(date.fromisoformat(first), date.fromisoformat(last), yearly)


_SHOP = (*(parsed("9-12, 13-17:30"),) * 5, parsed("10-14"), ())

CALENDARS = {
    "always": ALWAYS,
    # Monday to Friday, 9 to 17.
    "berlin": made("Europe/Berlin", OFFICE_WEEK),
    "utc": made("UTC", OFFICE_WEEK),
    "kathmandu": made("Asia/Kathmandu", OFFICE_WEEK),
    # Monday to Friday 9-12 and 13-17:30, Saturday 10-14.
    "shop": made("Europe/Vilnius", _SHOP),
    "round": made("Europe/Berlin", daily("0-24")),
    "halves": made("Europe/Berlin", daily("0-2:30, 2:30-24")),
    "late": made("Europe/Berlin", daily("0-2, 20-24")),
    "early": made("America/New_York", daily("1-4")),
    "gap": made("America/New_York", daily("2-3")),
    "into gap": made("America/New_York", daily("1-2:30")),
    "out of gap": made("America/New_York", daily("2:30-4")),
    "lord howe": made("Australia/Lord_Howe", daily("1-3")),
    "apia": made("Pacific/Apia", daily("9-17")),
    "apia round": made("Pacific/Apia", daily("0-24")),
    "sao paulo": made("America/Sao_Paulo", daily("0-2, 22-24")),
    "havana": made("America/Havana", daily("0-3")),
    "troll": made("Antarctica/Troll", daily("0-6")),
    "st johns": made("America/St_Johns", daily("0-1, 23-24")),
    # Closed days.
    "closed": made("Europe/Berlin", OFFICE_WEEK, single("2026-01-07")),
    "between years": made("Europe/Berlin", OFFICE_WEEK, several("2020-12-24", "2020-01-01", yearly=True)),
    "summer": made("Europe/Berlin", OFFICE_WEEK, several("2026-07-27", "2026-08-07")),
    "birthday": made("UTC", daily("9-17"), single("2000-05-20", yearly=True)),
    "leap day": made("UTC", daily("9-17"), single("2024-02-29", yearly=True)),
    "to leap day": made("UTC", daily("9-17"), several("2024-02-27", "2024-02-29", yearly=True)),
    # Holidays.
    "germany": made("Europe/Berlin", OFFICE_WEEK, country="DE"),
    "bavaria": made("Europe/Berlin", OFFICE_WEEK, country="DE", region="BY"),
    "diligent": made("Europe/Berlin", OFFICE_WEEK, country="DE", region="BY", worked="Karfreitag"),
    "america": made("America/New_York", OFFICE_WEEK, country="US"),
    # Only on Mondays, for an hour; only on the 29th of February.
    "mondays": made("UTC", (parsed("9-10"), *((),) * 6)),
    "leap days": made("UTC", daily("9-17"), several("2024-03-01", "2024-02-28", yearly=True)),
}
CALENDARS["edited"] = replace(CALENDARS["berlin"], week=((), *OFFICE_WEEK[1:]))
CALENDARS["moved"] = replace(CALENDARS["berlin"], zone="America/New_York")
