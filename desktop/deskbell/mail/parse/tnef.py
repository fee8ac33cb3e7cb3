"""winmail.dat: what Outlook packs into application/ms-tnef ([MS-OXTNEF]), through tnefparse."""

import logging
from datetime import UTC, datetime
from typing import Any, Final

from msgspec import Struct

from deskbell.mail.parse.charsets import decode
from deskbell.mail.parse.meetings import ALL_DAY, END, GLOBAL_ID, LOCATION, RECURS, START, Meeting, calendar_of
from deskbell.mail.parse.names import attachment_name, type_of_name
from deskbell.mail.parse.rtf import html_or_text_of_rtf, uncompress
from deskbell.mail.parse.words import one_line
from deskbell.model.mail import InboundAttachment, Mailbox

WINMAIL: Final = b"\x78\x9f\x3e\x22"
"""How a winmail.dat begins."""
# An embedded OLE object comes behind the id of the interface IStorage.
_STORAGE: Final = bytes.fromhex("0b00000000000000c000000000000046")
_MOST_OBJECTS: Final = 5_000
_OF_ATTACHMENT: Final = 2
_PROPERTIES: Final = frozenset({0x9003, 0x9005})  # lists of MAPI properties: of the message, of an attachment
_READ: Final = frozenset(
    {0x9006, 0x9007, 0x800C, 0x9003, 0x8004, 0x8008}
)  # version, code page, body, properties, subject, class
_SUBJECT, _PLAIN_SUBJECT, _AT_SUBJECT, _SENT = 0x0037, 0x0E1D, 0x8004, 0x0039
_EMAILS: Final = (
    0x5D02,
    0x5D01,
    0x0065,
    0x0C1F,
)  # of whom it is sent, then of who sent it; SMTP addresses before Exchange's own
_NAMES: Final = (0x0042, 0x0C1A)
_CLASS, _AT_CLASS = 0x001A, 0x8008
_CONTENT_ID, _MIME_TAG, _LONG_NAME, _DISPLAY_NAME = 0x3712, 0x370E, 0x3707, 0x3001


def is_tnef(name: str, content_type: str, content: bytes) -> bool:
    """Whether an attachment is a winmail.dat, whatever it is called."""
    named = content_type in {"application/ms-tnef", "application/vnd.ms-tnef"} or name.lower() in {
        "winmail.dat",
        "win.dat",
    }
    return named and content.startswith(WINMAIL)


class Opened(Struct, frozen=True):
    """What is in a winmail.dat: a message with a body as text, HTML or both, and files. A mail has its own head; an attached message has only this.
    `calendar` is the calendar file of the meeting that it is, "" where it is none."""

    attachments: list[InboundAttachment]
    text: str
    html: str
    subject: str
    sender: Mailbox
    date: datetime | None
    calendar: str = ""


def open_tnef(content: bytes, first_number: int) -> Opened | None:
    """The message inside; None where it cannot be read. `first_number` numbers nameless attachments."""
    needed = _needed_objects(content)
    if needed is None:
        return None
    import tnefparse

    logging.getLogger("tnef-decode").setLevel(logging.CRITICAL)
    try:
        opened = tnefparse.TNEF(needed, do_checksum=False)
        attachments: list[InboundAttachment] = []
        for one in opened.attachments:
            attachments.append(_attachment(one, first_number + len(attachments)))
        codepage = str(opened.codepage or "")
        text, html = _string(opened.body, codepage), _string(opened.htmlbody, codepage)
        if not text.strip() and not html.strip() and opened._rtfbody:
            rtf = uncompress(opened._rtfbody)
            html, text = html_or_text_of_rtf(rtf, codepage) if rtf else ("", "")
        known = {one.name: one.data for one in opened.mapiprops}
        subject = _string(known.get(_SUBJECT), codepage) or _string(known.get(_PLAIN_SUBJECT), codepage)
        subject = subject or next(
            (_string(one.data, codepage) for one in opened.objects if one.name == _AT_SUBJECT), ""
        )
        email = next((found for name in _EMAILS if "@" in (found := _string(known.get(name), codepage))), "")
        name = next((found for name in _NAMES if (found := _string(known.get(name), codepage))), "")
        sent = known.get(_SENT)
        date = sent.replace(tzinfo=UTC) if isinstance(sent, datetime) else None
        sender = Mailbox("" if name == email else one_line(name), one_line(email))
        calendar = calendar_of(_meeting(opened, known, subject, sender, codepage))
    except Exception:  # noqa: BLE001  the library raises what its slices happen to raise, also when a value is first looked at; the mail is read without it
        return None
    return Opened(attachments, text, html, one_line(subject), sender, date, calendar)


def _meeting(opened: Any, known: dict[int, Any], subject: str, sender: Mailbox, codepage: str) -> Meeting:
    """What the named properties say of a meeting, if the message is one."""
    named = {(str(one.guid), one.guid_prop): one for one in opened.mapiprops if one.guid_prop is not None}

    def value(name: tuple[str, int]) -> Any:
        return named[name].data if name in named else None

    def moment(name: tuple[str, int]) -> datetime | None:
        found = value(name)
        return found.replace(tzinfo=UTC) if isinstance(found, datetime) else None

    of_object = next((one.data for one in opened.objects if one.name == _AT_CLASS), "")
    identity = named[GLOBAL_ID].raw_data if GLOBAL_ID in named else b""
    raw = identity[0] if isinstance(identity, list) and identity else identity
    return Meeting(
        item_class=_string(known.get(_CLASS), codepage) or _string(of_object, codepage),
        summary=subject,
        location=_string(value(LOCATION), codepage),
        start=moment(START),
        end=moment(END),
        all_day=bool(value(ALL_DAY)),
        recurs=bool(value(RECURS)),
        uid=raw.hex().upper() if isinstance(raw, bytes) else "",
        sender=sender,
    )


def _needed_objects(content: bytes) -> bytes | None:
    """The file with the objects that are read; None where there are too many, or where one claims more properties than it has bytes for: the library
    would count them all, and its time grows with the number of objects times their size."""
    out, position = [content[:6]], 6
    while position + 12 < len(content):
        end = position + int.from_bytes(content[position + 5 : position + 9], "little") + 11
        level, name = content[position], int.from_bytes(content[position + 1 : position + 3], "little")
        if (
            name in _PROPERTIES
            and int.from_bytes(content[position + 9 : position + 13], "little") > (end - position) // 4
        ):
            return None
        if level == _OF_ATTACHMENT or name in _READ:
            out.append(content[position:end])
        position = end
    return b"".join(out) if len(out) <= _MOST_OBJECTS else None


def _attachment(one: Any, number: int) -> InboundAttachment:
    known = {attribute.name: attribute.data for attribute in one.mapi_attrs}
    name = _string(known.get(_LONG_NAME), "") or _string(one._name, "") or _string(known.get(_DISPLAY_NAME), "")
    content_type = _string(known.get(_MIME_TAG), "").lower() or "application/octet-stream"
    data = one.data if isinstance(one.data, bytes) else b""
    data = data.removeprefix(_STORAGE)
    if data.startswith(WINMAIL):
        content_type = "application/ms-tnef"
    if name.lower().replace("_", " ").startswith("untitled attachment"):
        name = ""
    shown = attachment_name(name, content_type, number)
    if content_type == "application/octet-stream":
        content_type = type_of_name(shown)
    content_id = _string(known.get(_CONTENT_ID), "").strip("<>")
    return InboundAttachment(shown, content_type, data, content_id=content_id)


def _string(value: object, codepage: str) -> str:
    if isinstance(value, list | tuple):
        value = value[0] if value else ""
    if isinstance(value, bytes):
        value = decode(value.rstrip(b"\x00"), codepage)[0]
    return value.rstrip("\x00").strip() if isinstance(value, str) else ""
