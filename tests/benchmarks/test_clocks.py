"""What it costs to count working time: over years no more than some days' worth of it, as whole years are counted at once."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from statistics import median

from benchmarks.conftest import Table
from deskbell.rules.calendars import Hours, hours
from rules.clock_calendars import CALENDARS

BEGIN = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
TWO_YEARS = timedelta(hours=2 * 2080)
MOST_MS = 1
MOST_TIMES = 10


def test_years_are_counted_at_once(table: Table) -> None:
    calendar = CALENDARS["bavaria"]
    day = microseconds(lambda: hours(calendar).worked(BEGIN, BEGIN + timedelta(hours=4)))
    costs = {
        "working time between 10 years": lambda: hours(calendar).worked(BEGIN, BEGIN.replace(year=2036)),
        "2 years of working time added": lambda: hours(calendar).after(BEGIN, TWO_YEARS),
    }
    for what, count in costs.items():
        cost = microseconds(count)
        table.add(f"clock: {what}", cost, "µs", limit=day, ratio=cost / day, goal=f"under {MOST_MS} ms; limit: a day")
        assert cost < MOST_MS * 1000
        assert cost / day < MOST_TIMES
    first = microseconds(lambda: Hours(calendar).worked(BEGIN, BEGIN.replace(year=2036)))
    table.add("clock: 10 years, none counted yet", first, "µs", limit=day, ratio=first / day, goal="holidays are known")


def microseconds(count: Callable[[], object]) -> float:
    """What one costs, as the median of some; what is kept by year is there."""
    count()
    took = []
    for _ in range(301):
        began = time.perf_counter()
        count()
        took.append(time.perf_counter() - began)
    return median(took) * 1e6
