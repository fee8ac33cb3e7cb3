"""Meetings that Outlook keeps in properties alone, in a winmail.dat and in a .msg file: shown as those of a calendar file are."""

import base64
import struct
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest

from deskbell.mail.parse import parse
from deskbell.mail.parse.meetings import ALL_DAY, END, GLOBAL_ID, LOCATION, RECURS, START
from deskbell.mail.parse.msg import eml_of_msg
from deskbell.mail.parse.tnef import WINMAIL
from deskbell.model.mail import Invite, Mailbox
from mail.outlook import compound_file, item

Value = str | bytes | bool | datetime
Named = dict[tuple[str, int], Value]
BEGINS, ENDS = datetime(2026, 6, 5, 7, 0, tzinfo=UTC), datetime(2026, 6, 5, 8, 30, tzinfo=UTC)
HOUR: Named = {START: BEGINS, END: ENDS, LOCATION: "Room 4; left, then right", GLOBAL_ID: b"\x04\x00\x82\x00"}
DAY: Named = {START: datetime(2026, 6, 4, 22, tzinfo=UTC), END: datetime(2026, 6, 5, 22, tzinfo=UTC), ALL_DAY: True}
KIM = Mailbox("Kim Lee", "kim@mail.example")


def winmail(item_class: str, named: Named) -> bytes:
    """A mail with nothing but a winmail.dat ([MS-OXTNEF])."""
    texts = {0x001A: item_class, 0x0037: "Stocktaking", 0x0042: KIM.name, 0x5D02: KIM.email}
    properties = [struct.pack("<HH", 0x001F, number) + _sized(value) for number, value in texts.items()]
    for place, ((guid, number), value) in enumerate(named.items()):
        kind, content = _coded(value)
        name = struct.pack("<HH", kind, 0x8000 + place) + UUID(guid).bytes_le + struct.pack("<II", 0, number)
        properties.append(name + content)
    data = struct.pack("<I", len(properties)) + b"".join(properties)
    whole = WINMAIL + b"\x01\x00" + b"\x01" + struct.pack("<HHI", 0x9003, 6, len(data)) + data + b"\0\0"
    head = b"From: Kim Lee <kim@mail.example>\r\nSubject: Stocktaking\r\nContent-Type: application/ms-tnef\r\n"
    return head + b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(whole)


def _coded(value: Value) -> tuple[int, bytes]:
    if isinstance(value, bool):
        return 0x000B, struct.pack("<I", value)
    if isinstance(value, datetime):
        return 0x0040, struct.pack("<Q", int((value - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000)
    return (0x001F if isinstance(value, str) else 0x0102), _sized(value)


def _sized(value: str | bytes) -> bytes:
    content = (value + "\0").encode("utf-16-le") if isinstance(value, str) else value
    return struct.pack("<II", 1, len(content)) + content.ljust(-(-len(content) // 4) * 4, b"\0")


def msg(item_class: str, named: Named) -> bytes:
    """A .msg file, as the mail that it stands for."""
    texts = {0x001A: item_class, 0x0037: "Stocktaking", 0x0042: KIM.name, 0x5D02: KIM.email, 0x1000: "See you"}
    tree = item({**texts, **{0x8000 + place: value for place, value in enumerate(named.values())}})
    guids = list(dict.fromkeys(guid for guid, _ in named))
    entries = (
        struct.pack("<IHH", number, (3 + guids.index(guid)) << 1, place) for place, (guid, number) in enumerate(named)
    )
    tree["__nameid_version1.0"] = {
        "__substg1.0_00020102": b"".join(UUID(guid).bytes_le for guid in guids),
        "__substg1.0_00030102": b"".join(entries),
    }
    return eml_of_msg(compound_file(tree))


WRITERS = pytest.mark.parametrize("written", [winmail, msg])


@WRITERS
@pytest.mark.parametrize(
    ("item_class", "method", "answer"),
    [
        ("IPM.Schedule.Meeting.Request", "request", ""),
        ("IPM.Schedule.Meeting.Canceled", "cancel", ""),
        ("IPM.Schedule.Meeting.Resp.Pos", "reply", "accepted"),
        ("IPM.Schedule.Meeting.Resp.Neg", "reply", "declined"),
        ("IPM.Schedule.Meeting.Resp.Tent", "reply", "tentative"),
        ("IPM.Microsoft Schedule.MtgReq", "request", ""),
        ("IPM.Appointment", "publish", ""),
    ],
)
def test_when_where_and_what_for(
    written: Callable[[str, Named], bytes], item_class: str, method: str, answer: str
) -> None:
    (invite,) = parse(written(item_class, HOUR)).invites
    assert (invite.method, invite.answer, invite.summary) == (method, answer, "Stocktaking")
    assert (invite.start, invite.end, invite.zone, invite.all_day) == (BEGINS, ENDS, "UTC", False)
    assert (invite.location, invite.uid, invite.recurs) == ("Room 4; left, then right", "04008200", False)
    assert (invite.attendees, invite.organizer) == (((KIM,), Mailbox("", "")) if answer else ((), KIM))


@WRITERS
def test_a_whole_day_is_the_day_of_who_wrote_it(written: Callable[[str, Named], bytes]) -> None:
    (invite,) = parse(written("IPM.Appointment", {**DAY, RECURS: True})).invites
    assert (invite.start, invite.all_day, invite.recurs) == (datetime(2026, 6, 5, tzinfo=UTC), True, True)
    assert invite.end == datetime(2026, 6, 6, tzinfo=UTC)


@WRITERS
@pytest.mark.parametrize(
    ("item_class", "named"),
    [("IPM.Note", HOUR), ("IPM.Appointment", {LOCATION: "Room 4"}), ("IPM.Task", DAY), ("", HOUR)],
)
def test_what_is_no_meeting_shows_none(written: Callable[[str, Named], bytes], item_class: str, named: Named) -> None:
    assert parse(written(item_class, named)).invites == ()


def test_the_calendar_file_that_came_along_is_the_one_that_counts() -> None:
    calendar = (
        "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:u\r\nDTSTART:20260605T100000Z\r\nSUMMARY:From the file\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    parts = f"--b\r\nContent-Type: text/calendar\r\n\r\n{calendar}\r\n--b\r\n".encode()
    inside = winmail("IPM.Schedule.Meeting.Request", HOUR).partition(b"Stocktaking\r\n")[2]
    raw = b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + parts + inside + b"\r\n--b--\r\n"
    assert [invite.summary for invite in parse(raw).invites] == ["From the file"]


def test_what_a_sender_wrote_makes_no_lines_of_its_own() -> None:
    named = {**HOUR, LOCATION: "Room\r\nMETHOD:CANCEL\r\nEND:VEVENT"}
    found = parse(winmail("IPM.Schedule.Meeting.Request", named)).invites
    assert [(one.method, one.location) for one in found] == [("request", "Room METHOD:CANCEL END:VEVENT")]
    assert isinstance(found[0], Invite)
