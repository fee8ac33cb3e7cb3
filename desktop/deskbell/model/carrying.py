"""What a backup, a restore or a move says about itself while it goes on and at its end."""

from dataclasses import dataclass
from enum import StrEnum


class CarryStage(StrEnum):
    """What is being done."""

    COPY = "copy"
    INDEX = "index"
    VERIFY = "verify"


@dataclass(frozen=True, slots=True)
class CarryCourse:
    """How far it is, in rows of all stages together. `rate` is rows a second of late, 0 while nobody knows yet; `left` seconds, None likewise."""

    stage: CarryStage
    done: int
    expected: int
    rate: float = 0.0
    left: float | None = None

    @property
    def part(self) -> float:
        """How much of it is done, from 0 to 1."""
        return min(1.0, self.done / self.expected) if self.expected else 0.0


@dataclass(frozen=True, slots=True)
class CarryEnd:
    """What was done. `place` is the new desk or backup, `set_aside` where the desk lies that was there before, `went_on` whether an earlier run had begun it."""

    place: str
    tables: int
    rows: int
    seconds: float
    set_aside: str = ""
    went_on: bool = False
