"""How quick work goes of late, and how long the rest takes at that."""

from collections import deque
from typing import Final

# So many seconds count: enough that a large mail does not upset the rate, few enough that it follows.
LOOK_BACK: Final = 15.0
# Before so many seconds nobody knows.
AT_LEAST: Final = 1.0


class Pace:
    """Marks of how much was done when; times in seconds of any clock that only goes forward."""

    def __init__(self, at: float, done: int = 0) -> None:
        self._marks: deque[tuple[float, int]] = deque([(at, done)])

    def mark(self, at: float, done: int) -> None:
        """So much is done now."""
        self._marks.append((at, done))
        while len(self._marks) > 2 and self._marks[1][0] <= at - LOOK_BACK:
            self._marks.popleft()

    def rate(self) -> float:
        """Pieces a second; 0 while that is not known."""
        (since, before), (now, done) = self._marks[0], self._marks[-1]
        return (done - before) / (now - since) if now - since >= AT_LEAST else 0.0

    def left(self, still: int) -> float | None:
        """Seconds until `still` more are done; None while that is not known."""
        rate = self.rate()
        return max(0, still) / rate if rate > 0 else None
