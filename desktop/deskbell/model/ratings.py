"""What customers think of how a ticket was answered."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Rating(StrEnum):
    """The values are stored: never rename one, only add."""

    GOOD = "good"
    BAD = "bad"


SIGNS: Final[Mapping[Rating, str]] = {Rating.GOOD: "👍", Rating.BAD: "👎"}
"""What stands for each where nobody has words for it: the same in all languages."""
