"""How well what was promised to customers was kept."""

from typing import Final

from msgspec import Struct

DAYS: Final = 30
"""So far back is looked, in days: at promises that were begun since."""


class Compliance(Struct, frozen=True):
    """So many promises were `met`, and so many `breached`: kept too late, or late by now. What still runs in time is neither."""

    met: int = 0
    breached: int = 0

    @property
    def over(self) -> int:
        """How many are decided."""
        return self.met + self.breached

    @property
    def percent(self) -> int:
        """How many of a hundred were met, of some that are over; 100 only where all were."""
        return 100 * self.met // self.over

    def __add__(self, other: "Compliance") -> "Compliance":
        return Compliance(self.met + other.met, self.breached + other.breached)
