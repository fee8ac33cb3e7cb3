"""A sleep, a clock that was set, and the ordinary passing of time, as two clocks show them."""

import pytest

from deskbell.jobs.clocks import Clocks


@pytest.mark.parametrize(
    ("wall", "steady", "expected"),
    [
        (0, 0, False),
        (1, 1, False),
        (59, 59, False),
        (9, 1, False),
        # Asleep, where the steady clock stands still; and set, forward and back.
        (600, 1, True),
        (3601, 1, True),
        (-3599, 1, True),
        # Asleep or stopped, where both go on.
        (61, 61, True),
    ],
)
def test_what_is_a_jump(wall: float, steady: float, expected: bool) -> None:
    shown = [1_000_000.0, 50.0]
    clocks = Clocks(lambda: shown[0], lambda: shown[1])
    shown[:] = [shown[0] + wall, shown[1] + steady]
    assert clocks.jumped() is expected
    assert not clocks.jumped(), "it is told once"
