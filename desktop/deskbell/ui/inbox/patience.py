"""How long a list may show what it was before something was changed."""

from collections.abc import Collection
from typing import Final

from PySide6.QtCore import QElapsedTimer

# What a search finds is looked for anew by every window that shows it, and a saved view is shown all day: what is changed of tickets that are not
# in it waits so long.
_FOUND_MS: Final = 2_000
# What is changed of tickets that cannot be seen waits so long after the last reading: in an office something changes all the time, and is read at once.
_UNSEEN_MS: Final = 1_000
# A large list that is sorted whole waits so many times as long as that took, but no longer than so many milliseconds.
_PAUSES: Final = 10
_LONGEST_PAUSE_MS: Final = 5_000


class Patience:
    """Of one list; it is told when that is read."""

    def __init__(self) -> None:
        self._read = QElapsedTimer()
        self._pause_ms = 0
        self._own: set[int] = set()
        self._hurries = False

    def begin_list(self) -> None:
        """It is another list now."""
        self._pause_ms = 0

    def begin_reading(self, touched: Collection[int]) -> None:
        """It is read now: what was changed up to now, of the tickets `touched`, will be in that. What the person did to others is only under way."""
        self._own.difference_update(touched)
        self._hurries = False
        self._read.start()

    def end_reading(self, *, large: bool) -> None:
        """All of it that is shown was read. `large`: it had to be sorted whole, and is kept for that."""
        self._pause_ms = min(_LONGEST_PAUSE_MS, _PAUSES * self._read.elapsed()) if large else 0

    def expect(self, tickets: Collection[int]) -> None:
        """The person at this window changes these, and waits for that."""
        self._own.update(tickets)

    def hurry(self) -> None:
        """The person asked for another list than is shown, or what is shown is wrong: nothing waits."""
        self._hurries = True

    def left(self, touched: Collection[int], *, seen: bool, finding: bool) -> int:
        """How long what was changed may wait, in milliseconds: not at all where it is `seen`, and is not `finding`'s."""
        if self._hurries or not self._own.isdisjoint(touched):
            return 0
        if self._pause_ms:
            return max(0, self._pause_ms - self._read.elapsed())
        if seen or not self._read.isValid():
            return 0
        return max(0, (_FOUND_MS if finding else _UNSEEN_MS) - self._read.elapsed())
