"""The lines of a large list that is sorted whole, kept while its pages are read one after the other: to sort it for each of them would take too long."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from deskbell.store.queries.gathered import Lines

SORTED_EACH_TIME: Final = 1_500
"""A list of so many tickets is sorted for each page, as it is then."""


class KeptLines:
    """Of one list, for one who reads it."""

    def __init__(self) -> None:
        self._lines: Lines | None = None

    @property
    def is_large(self) -> bool:
        """Whether anything is kept, as of a large list only."""
        return self._lines is not None

    def forget(self) -> None:
        """The list is read anew: from now on it stands as it is then."""
        self._lines = None

    def lines(self, read: "Callable[[], Lines | None]") -> "Lines | None":
        """What is kept; else what is read now."""
        if self._lines is not None:
            return self._lines
        found = read()
        if found is not None and found.tickets > SORTED_EACH_TIME:
            self._lines = found
        return found
