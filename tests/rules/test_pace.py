"""How quick work goes of late, and how long the rest takes."""

import pytest

from deskbell.rules.pace import Pace


@pytest.mark.parametrize(
    ("marks", "rate", "left_of_600"),
    [
        ([], 0.0, None),
        ([(0.5, 100)], 0.0, None),
        ([(1.0, 100)], 100.0, 6.0),
        ([(1.0, 0), (2.0, 0)], 0.0, None),
        ([(1.0, 100), (2.0, 100), (4.0, 400)], 100.0, 6.0),
        # What was long ago does not count: 1000 in the first seconds, then 10 a second.
        ([(5.0, 1000), (20.0, 1150), (40.0, 1350)], 10.0, 60.0),
    ],
    ids=["nothing", "too early", "a second", "stands still", "mean", "forgets"],
)
def test_rate_and_rest(marks: list[tuple[float, int]], rate: float, left_of_600: float | None) -> None:
    pace = Pace(0.0)
    for at, done in marks:
        pace.mark(at, done)
    assert pace.rate() == pytest.approx(rate)
    assert pace.left(600) == pytest.approx(left_of_600)


def test_more_was_done_than_expected() -> None:
    pace = Pace(0.0)
    pace.mark(2.0, 100)
    assert pace.left(-5) == 0
