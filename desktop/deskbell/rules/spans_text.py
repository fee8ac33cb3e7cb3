"""The working hours of a day as people type them: "9-12, 13-17:30"."""

import re
from typing import Final

from deskbell.model.errors import Mistake
from deskbell.rules.saved_calendars import spans_must_be_good, written_span

_NOT_OPEN: Final = frozenset({"", "-", "–", "—", "0"})
_TIME: Final = r"(\d{1,2})(?:\s*[:.h]\s*([0-5]\d))?\s*h?\s*([ap])?\.?(?:m\.?)?"
_SPAN: Final = re.compile(rf"{_TIME}\s*(?:-|–|—|−|~|\.\.\.?|…|to|bis|до|iki|至|到)\s*{_TIME}", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"[,;+&/\n、，；]|\band\b|\bund\b|\bir\b|\bи\b", re.IGNORECASE)
_LATEST_HOUR: Final = 24
_NOON: Final = 12


def parsed(text: str) -> tuple[tuple[int, int], ...]:
    """The spans, in order, in minutes since midnight; none of an empty text or a dash.

    An end is on the same day. 24:00 ends it, as 0:00 does there. Raises `Mistake` span.unreadable, span.over_midnight and those of
    `spans_must_be_good`.
    """
    text = text.strip()
    if text in _NOT_OPEN:
        return ()
    spans = sorted(_span(part.strip()) for part in _BETWEEN.split(text) if part.strip())
    spans_must_be_good(spans)
    return tuple(spans)


def written(spans: tuple[tuple[int, int], ...]) -> str:
    """The spans as they are shown, and as `parsed` reads them."""
    return ", ".join(written_span(begin, end) for begin, end in spans)


def _span(part: str) -> tuple[int, int]:
    found = _SPAN.fullmatch(part)
    if found is None:
        raise Mistake("span.unreadable", text=part)
    hour, minute, half, to_hour, to_minute, to_half = found.groups()
    # "9-5pm" is from nine in the morning, "1-5pm" from one.
    if to_half and not half and int(hour) <= _NOON:
        half = to_half if int(hour) % _NOON < int(to_hour) % _NOON else "a"
    begin, end = _minutes(part, hour, minute, half), _minutes(part, to_hour, to_minute, to_half) or _LATEST_HOUR * 60
    if end < begin:
        raise Mistake("span.over_midnight", begin=written_span(begin, _LATEST_HOUR * 60), end=written_span(0, end))
    return begin, end


def _minutes(part: str, hour: str, minute: str | None, half: str | None) -> int:
    hours, minutes = int(hour), int(minute or 0)
    if half:
        if not 1 <= hours <= _NOON:
            raise Mistake("span.unreadable", text=part)
        hours = hours % _NOON + (_NOON if half.lower() == "p" else 0)
    found = hours * 60 + minutes
    if found > _LATEST_HOUR * 60:
        raise Mistake("span.unreadable", text=part)
    return found
