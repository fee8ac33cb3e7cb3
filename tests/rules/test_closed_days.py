"""On which days of a year nobody works, and which holidays there are."""

from datetime import date

import pytest

from deskbell.model.calendars import OFFICE_WEEK, ClosedDays
from deskbell.rules import public_holidays
from deskbell.rules.closed_days import closed_days
from rules.clock_calendars import made, several, single


@pytest.mark.parametrize(
    ("closed", "year", "days"),
    [
        (single("2026-01-07"), 2026, ["2026-01-07"]),
        (single("2026-01-07"), 2027, []),
        (single("2026-01-07", yearly=True), 2027, ["2027-01-07"]),
        (single("2026-01-07", yearly=True), 2019, ["2019-01-07"]),
        (several("2026-12-31", "2027-01-02"), 2026, ["2026-12-31"]),
        (several("2026-12-31", "2027-01-02"), 2027, ["2027-01-01", "2027-01-02"]),
        (several("2026-12-31", "2027-01-02"), 2028, []),
        (several("2020-12-30", "2020-01-01", yearly=True), 2026, ["2026-01-01", "2026-12-30", "2026-12-31"]),
        (single("2024-02-29", yearly=True), 2026, []),
        (single("2024-02-29", yearly=True), 2028, ["2028-02-29"]),
        (several("2024-02-28", "2024-02-29", yearly=True), 2026, ["2026-02-28"]),
        (several("2024-02-29", "2024-03-01", yearly=True), 2026, ["2026-03-01"]),
        (several("2026-05-02", "2026-05-01"), 2026, []),
    ],
)
def test_these_days_are_closed(closed: ClosedDays, year: int, days: list[str]) -> None:
    calendar = made("UTC", OFFICE_WEEK, closed)
    assert sorted(date.fromordinal(day).isoformat() for day in closed_days(calendar, year)) == days


def test_a_holiday_can_be_worked_on_in_each_year() -> None:
    calendar = made("Europe/Berlin", OFFICE_WEEK, country="DE", region="BY", worked="Karfreitag")
    for year, good_friday, easter_monday in ((2026, "2026-04-03", "2026-04-06"), (2027, "2027-03-26", "2027-03-29")):
        closed = {date.fromordinal(day).isoformat() for day in closed_days(calendar, year)}
        assert good_friday not in closed
        assert easter_monday in closed


def test_a_day_with_two_holidays_is_worked_on_where_both_are() -> None:
    # In 2008 Ascension Day fell on 1 May.
    of_2008 = public_holidays.days("DE", "", 2008)[date(2008, 5, 1)]
    assert len(of_2008) == 2
    both = made("Europe/Berlin", OFFICE_WEEK, country="DE")
    for names, closed in ((of_2008[:1], True), (of_2008, False)):
        calendar = type(both)(1, "", both.zone, both.week, country="DE", worked=frozenset(names))
        assert (date(2008, 5, 1).toordinal() in closed_days(calendar, 2008)) is closed


def test_names_are_those_of_the_country_whatever_the_computer_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LANG"):
        monkeypatch.setenv(name, "en_US.UTF-8")
    public_holidays.days.cache_clear()
    assert public_holidays.days("DE", "", 2031)[date(2031, 1, 1)] == ("Neujahr",)
    public_holidays.days.cache_clear()


def test_countries_and_their_regions_are_known() -> None:
    assert {"DE", "LT", "US", "CN", "TW", "RU"} <= set(public_holidays.countries())
    assert ("BY", "Bayern") in public_holidays.regions("DE")
    assert public_holidays.known("DE", "")
    assert public_holidays.known("DE", "BY")
    for country, region in (("", ""), ("de", ""), ("XX", ""), ("DE", "XX"), ("HolidayBase", "")):
        assert not public_holidays.known(country, region)
        assert not public_holidays.days(country, region, 2026)
