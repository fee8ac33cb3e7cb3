"""Meetings out of calendar files (iCalendar, RFC 5545; what they ask for, RFC 5546)."""

import re
from collections.abc import Iterable
from datetime import MAXYEAR, datetime, timedelta
from typing import Final

from deskbell.mail.parse.icalendar import Component, Property, calendars
from deskbell.mail.parse.recurrence import read_recurrence
from deskbell.mail.parse.words import one_line
from deskbell.mail.parse.zones import Zones, local_time
from deskbell.model.mail import Invite, Mailbox, Repeats

_TIME: Final = re.compile(r"(\d{8})(?:T(\d{6})(Z?))?\s*\Z", re.IGNORECASE)
_DURATION: Final = re.compile(r"P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?")
_METHODS: Final = frozenset({"publish", "request", "reply", "add", "cancel", "refresh", "counter", "declinecounter"})
_ANSWERS: Final = frozenset({"accepted", "declined", "tentative", "delegated"})
_MOST: Final = 10
_MOST_PEOPLE: Final = 100
_LONGEST: Final = 500


def read_invites(texts: Iterable[str]) -> tuple[Invite, ...]:
    """The meetings in calendar files, each once, ten at most: the same file often comes twice, in the body and as an attachment.

    A single changed time of a meeting that recurs stands for itself only where the meeting is not beside it.
    """
    found: list[Invite] = []
    for text in texts:
        for calendar in calendars(text):
            events = calendar.inside("VEVENT")
            whole = {event.text("UID") for event in events if event.first("RECURRENCE-ID") is None}
            zones = Zones(calendar.inside("VTIMEZONE"))
            method = calendar.text("METHOD").strip().lower()
            found += [
                _invite(event, method if method in _METHODS else "", zones)
                for event in events[: _MOST * 2]
                if event.first("RECURRENCE-ID") is None or event.text("UID") not in whole
            ]
    return tuple(dict.fromkeys(found))[:_MOST]


def _invite(event: Component, method: str, zones: Zones) -> Invite:
    start, zone, all_day = _moment(event.first("DTSTART"), zones)
    end, _, _ = _moment(event.first("DTEND"), zones)
    if end is None and start is not None:
        end = _after(start, event.text("DURATION").strip().upper(), all_day=all_day)
    repeats = _repeats(event, start, zones)
    once = repeats is not None and repeats.count == 1
    attendees = [_person(one) for one in event.properties.get("ATTENDEE", [])[:_MOST_PEOPLE]]
    organizer = event.first("ORGANIZER")
    return Invite(
        method="cancel" if event.text("STATUS").strip().upper() == "CANCELLED" and method != "reply" else method,
        summary=one_line(event.text("SUMMARY"))[:_LONGEST],
        location=one_line(event.text("LOCATION"))[:_LONGEST],
        organizer=_person(organizer) if organizer is not None else Mailbox("", ""),
        start=start,
        end=end if start is not None and end is not None and end >= start else None,
        zone=zone,
        all_day=all_day,
        recurs=not once and bool(event.text("RRULE") or event.text("RDATE")),
        repeats=None if once else repeats,
        answer=_answer(event) if method in {"reply", "counter"} else "",
        attendees=tuple(dict.fromkeys(one for one in attendees if one.email)),
        uid=event.text("UID").strip()[:_LONGEST],
    )


def _moment(stated: Property | None, zones: Zones) -> tuple[datetime | None, str, bool]:
    """A time in UTC, its zone as it is shown, and whether it is a whole day."""
    written = _written(stated)
    if written is None:
        return None, "", False
    local, name, all_day = written
    try:
        instant, zone = zones.instant(local, name)
    except OverflowError:
        return None, "", False
    return instant, zone, all_day


def _written(stated: Property | None) -> tuple[datetime, str, bool] | None:
    """A time as it stands there, the name of its zone ("" for wherever one is), and whether it is a whole day."""
    found = _TIME.search(stated.value) if stated is not None else None
    local = local_time(f"{found[1]}T{found[2] or '000000'}") if found is not None else None
    if stated is None or found is None or local is None:
        return None
    if not found[2]:
        return local, "", True
    return local, "UTC" if found[3] else stated.params.get("TZID", ""), False


def _repeats(event: Component, start: datetime | None, zones: Zones) -> Repeats | None:
    written = _written(event.first("DTSTART"))
    if written is None or start is None:
        return None
    begins, name, _ = written

    def local(instant: datetime) -> datetime:
        """The writer's time, also where their clocks were changed since the first time."""
        guess = begins + (instant - start)
        there, _ = zones.instant(guess, name)
        return guess - (there - instant)

    return read_recurrence(event, begins.date(), local)


def _after(start: datetime, duration: str, *, all_day: bool) -> datetime | None:
    found = _DURATION.fullmatch(duration)
    if found is None:
        return start + timedelta(days=1) if all_day and start.year < MAXYEAR else None
    weeks, days, hours, minutes, seconds = (int(number or 0) for number in found.groups())
    try:
        return start + timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    except OverflowError:
        return None


def _person(stated: Property) -> Mailbox:
    """Who is meant by ORGANIZER or ATTENDEE: the name in CN, the address behind "mailto:" (Exchange may put another one into EMAIL)."""
    value = stated.value.strip()
    email = value[7:] if value.lower().startswith("mailto:") else stated.params.get("EMAIL", "")
    email = one_line(email).strip("<>\"' ")
    name = one_line(stated.params.get("CN", "")).strip("\"' ")
    return Mailbox("" if name.lower() == email.lower() else name, email if "@" in email else "")


def _answer(event: Component) -> str:
    """What the one who replies says: the first answer that is one."""
    stated = (one.params.get("PARTSTAT", "").lower() for one in event.properties.get("ATTENDEE", []))
    return next((answer for answer in stated if answer in _ANSWERS), "")
