"""Lengths of time as people write them: 4 h, 1 h 30 min, 1:30, 90 min. There are no days: one of working hours is as long as the office is open."""

import re
from typing import Final

from deskbell.model.errors import Mistake

_WRITTEN: Final = re.compile(r"(?:(\d{1,6})\s*(?:h|hours?|:))?\s*(?:(\d{1,6})\s*(?:min|m|minutes?)?)?", re.ASCII)
_HOURS_ALONE: Final = re.compile(r"\d{1,6}", re.ASCII)


def parsed(text: str) -> int | None:
    """The seconds that a text says; a number alone are hours. None for an empty one. Raises `Mistake` duration.unreadable."""
    words = " ".join(text.lower().split())
    if not words:
        return None
    if _HOURS_ALONE.fullmatch(words):
        return int(words) * 3600
    match = _WRITTEN.fullmatch(words)
    if match is None or not any(match.groups()):
        raise Mistake("duration.unreadable", text=text.strip())
    hours, minutes = (int(part or 0) for part in match.groups())
    return hours * 3600 + minutes * 60


def written(seconds: int | None) -> str:
    """Seconds as they are read back: 4 h, 1 h 30 min, 45 min; "" for None. What is below a minute is left out."""
    if seconds is None:
        return ""
    hours, minutes = divmod(seconds // 60, 60)
    return " ".join(part for part in (f"{hours} h" if hours else "", f"{minutes} min" if minutes else "") if part)
