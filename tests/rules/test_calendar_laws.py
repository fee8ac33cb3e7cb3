"""What holds of every calendar, whatever its week and its zone: measuring gives back what was added, and time goes on."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.model.calendars import DAY, Calendar, ClosedDays
from deskbell.model.time_zones import ZONES as ALL_ZONES
from deskbell.rules.calendars import Hours
from deskbell.rules.wall_clock import _set_within, odd_days, zone

ZONES = [
    *("UTC", "Europe/Vilnius", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca"),
    *("Europe/Dublin", "America/Havana", "Antarctica/Troll", "America/St_Johns", "Pacific/Apia", "Asia/Gaza"),
]
LONG_AGO, FAR = datetime(2004, 1, 1, tzinfo=UTC), datetime(2038, 1, 1, tzinfo=UTC)
moments = st.datetimes(datetime(2004, 1, 1), datetime(2037, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
amounts = st.timedeltas(timedelta(0), timedelta(days=60))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    def day() -> tuple[tuple[int, int], ...]:
        edges = sorted(draw(st.sets(st.integers(0, DAY // 15), max_size=6)))
        return tuple((low * 15, high * 15) for low, high in zip(edges[::2], edges[1::2], strict=False))

    week = tuple(day() for _ in range(7))
    if not any(week):
        week = (*week[:6], ((0, DAY),))
    dates = st.dates(LONG_AGO.date(), FAR.date())
    closed = [
        ClosedDays(first, first + timedelta(days=long), yearly)
        for first, long, yearly in draw(st.lists(st.tuples(dates, st.integers(0, 40), st.booleans()), max_size=3))
    ]
    return Calendar(1, "", draw(st.sampled_from(ZONES)), week, tuple(closed))


def slowly(calendar: Calendar, begin: datetime, end: datetime) -> timedelta:
    """The same as `worked`, minute by minute: each that is open."""
    found = Hours(calendar)
    minutes = range((end - begin) // timedelta(minutes=1))
    return timedelta(minutes=sum(found.is_open(begin + timedelta(minutes=minute)) for minute in minutes))


@given(calendars(), moments, amounts)
def test_what_was_added_is_measured_back(calendar: Calendar, begin: datetime, amount: timedelta) -> None:
    found = Hours(calendar)
    assert found.worked(begin, found.after(begin, amount)) == amount


@given(calendars(), moments, amounts, amounts)
def test_more_takes_longer_and_in_two_steps_as_long(
    calendar: Calendar, begin: datetime, one: timedelta, other: timedelta
) -> None:
    found = Hours(calendar)
    between = found.after(begin, one)
    end = found.after(begin, one + other)
    assert begin <= between <= end
    assert found.after(between, other) == end
    assert found.worked(begin, between) + found.worked(between, end) == found.worked(begin, end)


@given(calendars(), moments, st.timedeltas(timedelta(0), timedelta(days=400)), amounts)
def test_whoever_begins_later_ends_no_sooner(
    calendar: Calendar, begin: datetime, later: timedelta, amount: timedelta
) -> None:
    found = Hours(calendar)
    assert found.after(begin, amount) <= found.after(begin + later, amount)
    assert timedelta(0) <= found.worked(begin, begin + later) <= later


@given(calendars(), moments, st.integers(0, 600))
def test_it_is_what_one_counts_minute_by_minute(calendar: Calendar, begin: datetime, minutes: int) -> None:
    begin = begin.replace(second=0, microsecond=0)
    end = begin + timedelta(minutes=minutes)
    assert Hours(calendar).worked(begin, end) == slowly(calendar, begin, end)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("Europe/Vilnius", "2026-03-29"),
        ("Europe/Vilnius", "2026-10-25"),
        ("Australia/Lord_Howe", "2026-04-05"),
        ("Australia/Lord_Howe", "2026-10-04"),
        ("America/Havana", "2026-03-08"),
        ("America/Havana", "2026-11-01"),
        ("America/St_Johns", "2006-10-29"),
        ("America/Sao_Paulo", "2018-02-18"),
        ("Antarctica/Troll", "2026-10-25"),
        ("Pacific/Apia", "2011-12-31"),
    ],
)
@given(data=st.data())
def test_so_it_is_where_the_clock_is_set(name: str, day: str, data: st.DataObject) -> None:
    calendar = data.draw(calendars())
    calendar = Calendar(1, "", name, calendar.week)
    noon = datetime.fromisoformat(f"{day}T00:00").replace(tzinfo=ZoneInfo(name)).astimezone(UTC)
    begin = noon + timedelta(minutes=data.draw(st.integers(-300, 300)))
    end = begin + timedelta(minutes=data.draw(st.integers(0, 400)))
    assert Hours(calendar).worked(begin, end) == slowly(calendar, begin, end)


@given(calendars(), moments, amounts, st.lists(st.tuples(moments, st.timedeltas(timedelta(0), timedelta(days=3)))))
def test_pauses_are_taken_off_and_put_on(
    calendar: Calendar, begin: datetime, amount: timedelta, paused: list[tuple[datetime, timedelta]]
) -> None:
    found = Hours(calendar)
    pauses = [(low, low + long) for low, long in paused]
    end = found.after(begin, amount, pauses)
    assert found.worked(begin, end, pauses) == amount
    assert end >= found.after(begin, amount)


@given(calendars(), moments)
def test_openings_and_closings_are_those_that_are_asked_for(calendar: Calendar, at: datetime) -> None:
    found = Hours(calendar)
    opens = found.next_open(at)
    if opens is None:
        return
    assert found.is_open(opens)
    assert found.worked(at, opens) == timedelta(0)
    assert opens == at or not found.is_open(opens - timedelta(microseconds=1)) or opens < at
    closes = found.next_close(at)
    if closes is not None:
        assert not found.is_open(closes)
        assert found.worked(opens, closes) == closes - opens


@pytest.mark.parametrize("name", ALL_ZONES)
def test_no_clock_was_ever_set_and_set_back_within_a_week(name: str) -> None:
    """By weeks `odd_days` looks for where clocks are set; day by day nothing more is found."""
    first, end = datetime(2018, 1, 1).toordinal(), datetime(2027, 1, 1).toordinal()  # noqa: DTZ001
    epoch = datetime(1970, 1, 1).toordinal()  # noqa: DTZ001
    days = range((first - epoch - 2) * 86_400, (end - epoch + 2) * 86_400, 86_400)
    found = set().union(*(_set_within(day, day + 86_400, zone(name)) for day in days))
    assert set().union(*(odd_days(name, year) for year in range(2018, 2027))) == {
        day for day in found if first <= day < end
    }
