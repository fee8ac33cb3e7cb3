"""Markdown that is being written: its text, and what is selected in it."""

from collections.abc import Callable
from itertools import accumulate

from msgspec import Struct


class Written(Struct, frozen=True):
    """A text; from `start` to `end` it is selected, or the caret is there."""

    text: str
    start: int
    end: int

    def put(self, start: int, end: int, words: str, at: tuple[int, int] | None = None) -> "Written":
        """With these words in the place of those from `start` to `end`; `at` is what is selected then, the same words as before where none is said."""
        text = self.text[:start] + words + self.text[end:]
        if at is not None:
            return Written(text, *at)
        return Written(text, *(self._moved(one, start, end, len(words)) for one in (self.start, self.end)))

    @staticmethod
    def _moved(place: int, start: int, end: int, length: int) -> int:
        if place < start or place == start == end:
            return place + (length if place == start == end else 0)
        return place + length - (end - start) if place >= end else min(place, start + length)

    def lines(self) -> tuple[int, int]:
        """From where to where the lines go that the selection touches, without the end of the last; one that it only reaches the beginning of is none."""
        end = self.end - 1 if self.end > self.start and self.text[self.end - 1] == "\n" else self.end
        below = self.text.find("\n", end)
        return self.text.rfind("\n", 0, self.start) + 1, len(self.text) if below < 0 else below

    def with_lines(self, shaped: Callable[[list[str]], list[str]]) -> "Written":
        """With the lines that the selection touches made others, as many. What is selected stays so, a caret stays at its letter."""
        first, last = self.lines()
        before = self.text[first:last].split("\n")
        after = shaped(before)
        if before == after:
            return self
        starts = list(accumulate((len(one) + 1 for one in before), initial=first))
        places = [self._in_line(place, starts, before, after) for place in (self.start, self.end)]
        if self.start < self.end and self.start in starts:
            # From the beginning of a line on: also what is there now.
            places[0] = first
        return Written(self.text[:first] + "\n".join(after) + self.text[last:], places[0], places[1])

    @staticmethod
    def _in_line(place: int, starts: list[int], before: list[str], after: list[str]) -> int:
        """Where a place is once the lines are others: as far from the end of its line as it was."""
        number = max((n for n, start in enumerate(starts[:-1]) if start <= place), default=0)
        begin = starts[0] + sum(len(one) + 1 for one in after[:number])
        from_end = len(before[number]) - (place - starts[number])
        return begin + (max(0, len(after[number]) - from_end) if from_end >= 0 else len(after[number]) - from_end)
