"""Phone numbers, which people write in many ways."""

import re
from typing import Final

# What is the same for a number however it is dialled: +370 612 34567, 8 612 34567 and (0-612) 34567.
_TELLING: Final = 8
_FEWEST: Final = 6


def sought(number: str) -> str:
    """What a number is found by: its last digits; "" for one that is too short to be somebody's alone."""
    # An extension is behind the number.
    digits = re.sub(r"\D", "", re.split(r"(?i)\s*(?:ext\.?|x|#|;)\s*\d+\s*$", number)[0])
    return digits[-_TELLING:] if len(digits) >= _FEWEST else ""
