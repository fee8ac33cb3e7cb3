"""Whether the computer was asleep, or its clock was set: told by its two clocks, which go apart then."""

import time
from collections.abc import Callable

# A wall clock that ran so much further than the monotonic one was asleep, or was set.
SLEPT = 10.0
# Where the monotonic clock goes on during a sleep, only lateness tells of it.
LATE = 60.0


class Clocks:
    """The wall clock beside the steady one; both in seconds."""

    def __init__(self, wall: Callable[[], float] = time.time, steady: Callable[[], float] = time.monotonic) -> None:
        self._wall = wall
        self._steady = steady
        self._before = wall(), steady()

    def jumped(self) -> bool:
        """Whether they have gone apart since this was asked last, or since it was asked last an age has passed; asked every few seconds."""
        wall, steady = self._wall(), self._steady()
        before, self._before = self._before, (wall, steady)
        passed = steady - before[1]
        return abs(wall - before[0] - passed) > SLEPT or passed > LATE
