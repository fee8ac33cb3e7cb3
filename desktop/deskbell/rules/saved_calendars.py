"""What a calendar must be to be kept."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from deskbell.model.calendars import DAY, Calendar, ClosedDays
from deskbell.model.errors import Mistake
from deskbell.rules import public_holidays
from deskbell.rules.wall_clock import zone

LONGEST_NAME: Final = 80
"""Characters that the name of a calendar, or of closed days, may have."""

MOST_CLOSED: Final = 500
"""Entries of closed days that a calendar may have."""


def must_be_good(calendar: Calendar) -> None:
    """Raise `Mistake` calendar.name_long, calendar.zone, calendar.week, calendar.never_open, calendar.backwards, calendar.too_many_closed or
    calendar.country, those of `spans_must_be_good` included.
    """
    if len(calendar.name) > LONGEST_NAME:
        raise Mistake("calendar.name_long", limit=LONGEST_NAME)
    zone(calendar.zone)
    if len(calendar.week) != 7:
        raise Mistake("calendar.week")
    for spans in calendar.week:
        spans_must_be_good(spans)
    if not any(calendar.week):
        raise Mistake("calendar.never_open")
    if len(calendar.closed) > MOST_CLOSED:
        raise Mistake("calendar.too_many_closed", limit=MOST_CLOSED)
    closed_must_be_good(calendar.closed)
    if (calendar.country or calendar.region) and not public_holidays.known(calendar.country, calendar.region):
        raise Mistake("calendar.country")


def spans_must_be_good(spans: Sequence[tuple[int, int]]) -> None:
    """Raise `Mistake` span.backwards, span.late or span.overlap where these cannot be the spans of one day."""
    for begin, end in spans:
        if begin < 0 or end > DAY:
            raise Mistake("span.late")
        if begin >= end:
            raise Mistake("span.backwards", span=written_span(begin, end))
    for (one, ends), (begin, end) in pairwise(sorted(spans)):
        if begin < ends:
            raise Mistake("span.overlap", one=written_span(one, ends), other=written_span(begin, end))


def closed_must_be_good(closed: Iterable[ClosedDays]) -> None:
    """Raise `Mistake` calendar.backwards where closed days end before they begin, calendar.name_long where their name is too long."""
    for one in closed:
        if len(one.name) > LONGEST_NAME:
            raise Mistake("calendar.name_long", limit=LONGEST_NAME)
        if one.last < one.first and not one.yearly:
            raise Mistake("calendar.backwards", first=one.first.isoformat(), last=one.last.isoformat())


def written_span(begin: int, end: int) -> str:
    """A span as people write it: 09:00–17:30."""
    return f"{begin // 60:02}:{begin % 60:02}–{end // 60:02}:{end % 60:02}"
