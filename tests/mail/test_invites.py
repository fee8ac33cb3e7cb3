"""Meetings in mails: when, where, by whom, and what is asked; in every way in which calendars write their times."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbell.mail.parse import parse
from deskbell.mail.parse.invites import read_invites
from deskbell.model.mail import Invite, Mailbox
from deskbell.store.invites import packed, unpacked

OUTLOOK_ZONE = """BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T040000
TZOFFSETFROM:+0300
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0300
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""
OLD_MOZILLA_ZONE = """BEGIN:VTIMEZONE
TZID:home
BEGIN:STANDARD
DTSTART:19961027T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=SU;BYMONTHDAY=25,26,27,28,29,30,31
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19810329T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=SU;BYMONTHDAY=25,26,27,28,29,30,31
END:DAYLIGHT
END:VTIMEZONE
"""


def event(*lines: str, method: str = "REQUEST", zones: str = "") -> str:
    body = "\n".join(("BEGIN:VEVENT", *lines, "END:VEVENT"))
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:{method}\n{zones}{body}\nEND:VCALENDAR\n".replace("\n", "\r\n")


def only(text: str) -> Invite:
    (invite,) = read_invites([text])
    return invite


@pytest.mark.parametrize(
    ("line", "zones", "start", "zone"),
    [
        ("DTSTART:20240503T070000Z", "", "2024-05-03T07:00", "UTC"),
        ("DTSTART;TZID=Europe/Vilnius:20240503T100000", "", "2024-05-03T07:00", "Europe/Vilnius"),
        ("DTSTART;TZID=Europe/Vilnius:20241203T100000", "", "2024-12-03T08:00", "Europe/Vilnius"),
        ("DTSTART;TZID=America/Argentina/Buenos_Aires:20240503T100000", "", "2024-05-03T13:00",
         "America/Argentina/Buenos_Aires"),
        ('DTSTART;TZID="W. Europe Standard Time":20240503T100000', "", "2024-05-03T08:00", "Europe/Berlin"),
        ("DTSTART;TZID=China Standard Time:20240503T100000", "", "2024-05-03T02:00", "Asia/Shanghai"),
        ("DTSTART;TZID=/mozilla.org/20050126_1/Europe/Vilnius:20240503T100000", "", "2024-05-03T07:00",
         "Europe/Vilnius"),
        ("DTSTART;TZID=Customized Time Zone:20240503T100000", OUTLOOK_ZONE, "2024-05-03T07:00", "UTC+03:00"),
        ("DTSTART;TZID=Customized Time Zone:20240203T100000", OUTLOOK_ZONE, "2024-02-03T08:00", "UTC+02:00"),
        ("DTSTART;TZID=Customized Time Zone:20241027T050000", OUTLOOK_ZONE, "2024-10-27T03:00", "UTC+02:00"),
        ("DTSTART;TZID=some other name:20240503T100000", OUTLOOK_ZONE, "2024-05-03T07:00", "UTC+03:00"),
        ("DTSTART;TZID=home:20240331T100000", OLD_MOZILLA_ZONE, "2024-03-31T08:00", "UTC+02:00"),
        ("DTSTART;TZID=home:20240330T100000", OLD_MOZILLA_ZONE, "2024-03-30T09:00", "UTC+01:00"),
        ("DTSTART;TZID=(UTC+02:00) Helsinki\\, Vilnius:20240503T100000", "", "2024-05-03T08:00", "UTC+02:00"),
        ("DTSTART;TZID=GMT-0530:20240503T100000", "", "2024-05-03T15:30", "UTC-05:30"),
        ("DTSTART:20240503T100000", "", "2024-05-03T10:00", ""),
        ("DTSTART;TZID=Nowhere/Land:20240503T100000", "", "2024-05-03T10:00", ""),
    ],
)  # fmt: skip
def test_when_it_is(line: str, zones: str, start: str, zone: str) -> None:
    invite = only(event(line, zones=zones))
    assert invite.start == datetime.fromisoformat(start).replace(tzinfo=UTC)
    assert (invite.zone, invite.all_day) == (zone, False)


@pytest.mark.parametrize(
    ("lines", "end", "all_day"),
    [
        (("DTSTART:20240503T070000Z", "DTEND:20240503T080000Z"), "2024-05-03T08:00", False),
        (("DTSTART:20240503T070000Z", "DURATION:PT1H30M"), "2024-05-03T08:30", False),
        (("DTSTART:20240503T070000Z", "DURATION:P1W"), "2024-05-10T07:00", False),
        (("DTSTART:20240503T070000Z", "DTEND:20240503T060000Z"), None, False),
        (("DTSTART:20240503T070000Z",), None, False),
        (("DTSTART;VALUE=DATE:20240503",), "2024-05-04T00:00", True),
        (("DTSTART;VALUE=DATE:20240503", "DTEND;VALUE=DATE:20240506"), "2024-05-06T00:00", True),
    ],
)
def test_until_when(lines: tuple[str, ...], end: str | None, all_day: bool) -> None:
    invite = only(event(*lines))
    assert invite.end == (datetime.fromisoformat(end).replace(tzinfo=UTC) if end is not None else None)
    assert invite.all_day is all_day


def test_what_where_and_by_whom() -> None:
    invite = only(event(
        "UID:1@example.lt",
        "SUMMARY;LANGUAGE=lt:Susitikimas\\, antras\\n kartas",
        "LOCATION:Gedimino pr. 1\\; Vilnius ir dar labai ilgas adresas\n  kitoje eilutėje",
        'ORGANIZER;CN="Šūkys, Jonas":MAILTO:jonas@example.lt',
        "ATTENDEE;CN=a@example.lt;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:a@example.lt",
        "ATTENDEE;CN=Nobody:invalid:nomail",
        "DTSTART:20240503T070000Z",
        "RRULE:FREQ=WEEKLY",
    ))  # fmt: skip
    assert invite.method == "request"
    assert invite.summary == "Susitikimas, antras kartas"
    assert invite.location == "Gedimino pr. 1; Vilnius ir dar labai ilgas adresas kitoje eilutėje"
    assert invite.organizer == Mailbox("Šūkys, Jonas", "jonas@example.lt")
    assert invite.attendees == (Mailbox("", "a@example.lt"),)
    assert (invite.recurs, invite.answer, invite.uid) == (True, "", "1@example.lt")


@pytest.mark.parametrize(
    ("method", "lines", "shown", "answer"),
    [
        ("REPLY", ("ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@example.lt",), "reply", "accepted"),
        ("REPLY", ("ATTENDEE;PARTSTAT=DECLINED:mailto:a@example.lt",), "reply", "declined"),
        ("CANCEL", (), "cancel", ""),
        ("REQUEST", ("STATUS:CANCELLED",), "cancel", ""),
        ("X-ODD", (), "", ""),
    ],
)
def test_what_it_asks_for(method: str, lines: tuple[str, ...], shown: str, answer: str) -> None:
    invite = only(event("DTSTART:20240503T070000Z", *lines, method=method))
    assert (invite.method, invite.answer) == (shown, answer)


def test_a_changed_time_of_a_meeting_that_recurs_is_not_listed_beside_it() -> None:
    whole = "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:all\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\n"
    changed = "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:one\r\nRECURRENCE-ID:20240503T070000Z\r\nEND:VEVENT\r\n"
    calendar = "BEGIN:VCALENDAR\r\n{}END:VCALENDAR\r\n"
    assert [one.summary for one in read_invites([calendar.format(whole + changed)])] == ["all"]
    assert [one.summary for one in read_invites([calendar.format(changed)])] == ["one"]


def test_an_old_calendar_in_quoted_printable() -> None:
    text = "BEGIN:VCALENDAR\nVERSION:1.0\nBEGIN:VEVENT\nSUMMARY;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C5=BDod=\n=C5=BEiai\nEND:VEVENT\nEND:VCALENDAR"
    assert only(text).summary == "Žodžiai"


def test_the_mail_carries_it_once_though_the_file_came_twice() -> None:
    file = event("SUMMARY:会议", "DTSTART;TZID=China Standard Time:20240503T100000", "LOCATION:二楼会议室")
    for charset in ("utf-8", "gb2312"):
        part = f"--b\r\nContent-Type: text/calendar; method=REQUEST; charset={charset}\r\n\r\n{file}\r\n"
        raw = f"Content-Type: multipart/alternative; boundary=b\r\n\r\n{part * 2}--b--\r\n"
        (invite,) = parse(raw.encode(charset)).invites
        assert (invite.summary, invite.location) == ("会议", "二楼会议室")
        assert invite.start == datetime(2024, 5, 3, 2, tzinfo=UTC)


LINES = st.sampled_from(
    ["BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VTIMEZONE", "END:VTIMEZONE", "TZID:x", "BEGIN:DAYLIGHT", "END:DAYLIGHT",
     "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=13", "TZOFFSETTO:+9999", "TZOFFSETFROM:-0000", "DTSTART:00010101T000000", "DTSTART;TZID=x:99991231T235959",
     "DTSTART;TZID=Europe/..:20240101T000000", "DURATION:P9999W", "DTSTART;VALUE=DATE:99991231", " folded", "SUMMARY:\\", "ORGANIZER;CN=^:mailto:"]
)  # fmt: skip


@settings(max_examples=300)
@given(st.lists(LINES | st.text(max_size=20), max_size=40))
def test_any_lines_are_read_and_kept(lines: list[str]) -> None:
    invites = read_invites(["\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines])])
    assert unpacked(packed(invites)) == invites
