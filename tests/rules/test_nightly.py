"""What happens once a night happens once, also where the computer slept."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from deskbell.rules.nightly import due

VILNIUS = ZoneInfo("Europe/Vilnius")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=VILNIUS)


@pytest.mark.parametrize(
    ("last", "now", "is_due"),
    [
        (None, at(10, 12), True),
        (at(9, 12), at(10, 2, 59), False),
        (at(9, 12), at(10, 3), True),
        (at(10, 3), at(10, 3, 1), False),
        (at(10, 3), at(11, 2, 59), False),
        (at(10, 3), at(11, 9), True),
        (at(1, 3), at(10, 14), True),
        (at(10, 14), at(10, 23), False),
        (at(10, 2), at(10, 2, 30), False),
    ],
)
def test_a_night_has_begun(last: datetime | None, now: datetime, is_due: bool) -> None:
    assert due(last, now) is is_due


def test_once_a_night_over_a_month_and_the_change_of_the_clocks() -> None:
    last, nights = at(1, 12), 0
    for minutes in range(0, 60 * 24 * 40, 7):
        now = (at(1, 12).astimezone(ZoneInfo("UTC")) + timedelta(minutes=minutes)).astimezone(VILNIUS)
        if due(last, now):
            last, nights = now, nights + 1
    assert nights == 40
