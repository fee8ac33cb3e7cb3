"""Meetings that Outlook keeps in MAPI properties alone ([MS-OXOCAL]), written as the calendar file that a mail of the internet would have with it."""

from datetime import UTC, datetime, timedelta
from typing import Final

from msgspec import Struct

from deskbell.model.mail import Mailbox

APPOINTMENT: Final = "00062002-0000-0000-c000-000000000046"
MEETING: Final = "6ed8da90-450b-101b-98da-00aa003f1305"
"""The sets of the properties below, by their GUIDs."""
START: Final = (APPOINTMENT, 0x820D)
END: Final = (APPOINTMENT, 0x820E)
LOCATION: Final = (APPOINTMENT, 0x8208)
ALL_DAY: Final = (APPOINTMENT, 0x8215)
RECURS: Final = (APPOINTMENT, 0x8223)
GLOBAL_ID: Final = (MEETING, 0x0003)
"""Of [MS-OXPROPS]: PidLidAppointmentStartWhole and so on."""

# How the class of an item begins, in the words of Outlook and of the old Schedule+: what it is for, and what one who replies says.
_CLASSES: Final = (
    ("ipm.schedule.meeting.request", "REQUEST", ""),
    ("ipm.schedule.meeting.canceled", "CANCEL", ""),
    ("ipm.schedule.meeting.resp.pos", "REPLY", "ACCEPTED"),
    ("ipm.schedule.meeting.resp.neg", "REPLY", "DECLINED"),
    ("ipm.schedule.meeting.resp.tent", "REPLY", "TENTATIVE"),
    ("ipm.microsoft schedule.mtgreq", "REQUEST", ""),
    ("ipm.microsoft schedule.mtgcncl", "CANCEL", ""),
    ("ipm.microsoft schedule.mtgrespp", "REPLY", "ACCEPTED"),
    ("ipm.microsoft schedule.mtgrespn", "REPLY", "DECLINED"),
    ("ipm.microsoft schedule.mtgrespa", "REPLY", "TENTATIVE"),
    ("ipm.appointment", "PUBLISH", ""),
)
_HALF_A_DAY: Final = timedelta(hours=12)


class Meeting(Struct, frozen=True):
    """What the properties say; times in UTC. `item_class` is the item's, `sender` who sent it."""

    item_class: str
    summary: str
    location: str
    start: datetime | None
    end: datetime | None
    all_day: bool
    recurs: bool
    uid: str
    sender: Mailbox


def calendar_of(meeting: Meeting) -> str:
    """The calendar file (RFC 5545) of a meeting; "" where the item is none, or has no time."""
    wanted = meeting.item_class.lower()
    method, answer = next(((method, said) for begin, method, said in _CLASSES if wanted.startswith(begin)), ("", ""))
    if not method or meeting.start is None:
        return ""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"METHOD:{method}", "BEGIN:VEVENT", f"UID:{_text(meeting.uid)}"]
    lines.append(f"DTSTART{_moment(meeting.start, all_day=meeting.all_day)}")
    if meeting.end is not None:
        lines.append(f"DTEND{_moment(meeting.end, all_day=meeting.all_day)}")
    if meeting.recurs:
        # When else is coded in a property of its own; that it is not the only time is what a reader must know.
        lines.append(f"RDATE{_moment(meeting.start, all_day=meeting.all_day)}")
    lines += [f"SUMMARY:{_text(meeting.summary)}", f"LOCATION:{_text(meeting.location)}"]
    if "@" in meeting.sender.email:
        lines.append(_person("ATTENDEE" if answer else "ORGANIZER", meeting.sender, answer))
    return "\r\n".join([*lines, "END:VEVENT", "END:VCALENDAR", ""])


def _moment(at: datetime, *, all_day: bool) -> str:
    """A value with its parameters. A whole day is kept as the midnights of where its writer sat: the day is the one with the nearest midnight of UTC."""
    if not all_day:
        return f":{at.astimezone(UTC):%Y%m%dT%H%M%S}Z"
    try:
        return f";VALUE=DATE:{at.astimezone(UTC) + _HALF_A_DAY:%Y%m%d}"
    except OverflowError:
        return f";VALUE=DATE:{at:%Y%m%d}"


def _person(name: str, person: Mailbox, answer: str) -> str:
    called = person.name.replace('"', "'")
    said = f";PARTSTAT={answer}" if answer else ""
    return f'{name}{said};CN="{" ".join(called.split())}":mailto:{"".join(person.email.split())}'


def _text(value: str) -> str:
    """A text as a value (RFC 5545, 3.3.11), on one line."""
    escaped = " ".join(value.split()).replace("\\", "\\\\")
    return escaped.replace(";", "\\;").replace(",", "\\,")
