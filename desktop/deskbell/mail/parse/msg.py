"""Outlook's .msg files ([MS-OXMSG]) as the mail they stand for: MIME bytes, which the reader then reads like any other.

What the mail's server had written in its headers is used where Outlook kept it; where it did not (what was sent from here, and mail within one
Exchange), they are made from the properties.
"""

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from email.utils import format_datetime
from itertools import count
from typing import Final

from deskbell.mail.header_lines import addresses_line, good_id, ids_line, parameters_line, text_line
from deskbell.mail.parse.charsets import decode
from deskbell.mail.parse.ids import message_ids
from deskbell.mail.parse.mapi import Attachment, Item, Properties, read_item
from deskbell.mail.parse.meetings import ALL_DAY, END, GLOBAL_ID, LOCATION, RECURS, START, Meeting, calendar_of
from deskbell.mail.parse.rtf import html_or_text_of_rtf, uncompress
from deskbell.model.errors import Mistake
from deskbell.model.mail import Mailbox

# PidTag… of [MS-OXPROPS].
_SUBJECT, _HEADERS, _CLASS = 0x0037, 0x007D, 0x001A
_MESSAGE_ID, _IN_REPLY_TO, _REFERENCES = 0x1035, 0x1042, 0x1039
_BODY, _RTF, _HTML = 0x1000, 0x1009, 0x1013
_SENT, _DELIVERED, _CREATED = 0x0039, 0x0E06, 0x3007
# Name, SMTP address, address, its kind: of whom the mail is from, of who sent it for them, and of a recipient.
_AUTHOR, _SENDER, _RECIPIENT = (
    (0x0042, 0x5D02, 0x0065, 0x0064),
    (0x0C1A, 0x5D01, 0x0C1F, 0x0C1E),
    (0x3001, 0x39FE, 0x3003, 0x3002),
)
_RECIPIENT_KIND, _TO, _CC = 0x0C15, 1, 2
_DATA, _LONG_NAME, _SHORT_NAME, _TITLE = 0x3701, 0x3707, 0x3704, 0x3001
_MEDIA_TYPE, _CONTENT_ID, _FLAGS, _HIDDEN = 0x370E, 0x3712, 0x3714, 0x7FFE
_SHOWN_IN_HTML: Final = 4
# A mail signed in the clear is kept whole, as the one attachment of an empty one ([MS-OXOSMIME]).
_SIGNED: Final = "ipm.note.smime.multipartsigned"
_NOBODY: Final = "nobody@address.invalid"
_DEEPEST: Final = 20
# Of the headers as they came: the content is written anew here.
_NOT_TAKEN: Final = ("content-", "mime-version", "bcc", "x-ms-tnef", "status", "from ")
_MEDIA: Final = re.compile(r"(?!multipart/|message/)[a-z0-9-]{1,40}/[a-z0-9.+_-]{1,120}", re.IGNORECASE)


def eml_of_msg(raw: bytes) -> bytes:
    """The mail in a .msg file, as MIME (RFC 2045). The same file always gives the same bytes.

    Raises `Trouble` parse.msg where there is none in it or the file is damaged, parse.depth where items are attached too deep.
    """
    return _Writer(hashlib.sha256(raw).hexdigest()[:24]).mail(read_item(raw, _DEEPEST))


class _Writer:
    """Writes items. No sender can write a boundary in advance: it is made from the bytes of the whole file."""

    def __init__(self, seed: str) -> None:
        self._boundaries: Iterator[bytes] = (f"=_{seed}_{number}".encode() for number in count())

    def mail(self, item: Item) -> bytes:
        headers = b"".join(_headers(item))
        if item.properties.text(_CLASS).lower() == _SIGNED and len(item.attachments) == 1:
            signed = item.attachments[0].properties.binary(_DATA)
            if signed[:8].lower() == b"content-":
                return headers + signed
        return headers + b"MIME-Version: 1.0\r\n" + self._content(item)

    def _content(self, item: Item) -> bytes:
        inline = [one for one in item.attachments if _is_inline(one)]
        files = [one for one in item.attachments if one not in inline]
        text, html = _bodies(item.properties)
        body = _text("plain", text)
        if html:
            shown = self._together("related", [_text("html", html), *(self._file(one) for one in inline)])
            body = self._together("alternative", [body, shown]) if text else shown
        else:
            files = list(item.attachments)
        parts = [body, *(self._file(one) for one in files)]
        if calendar := _calendar(item):
            parts.append(_text("calendar", calendar))
        return self._together("mixed", parts)

    def _together(self, kind: str, parts: Sequence[bytes]) -> bytes:
        if len(parts) == 1:
            return parts[0]
        boundary = next(self._boundaries)
        head = parameters_line("Content-Type", f"multipart/{kind}", [("boundary", boundary.decode())]).encode()
        inside = b"".join(b"--%b\r\n%b\r\n" % (boundary, part) for part in parts)
        return head + b"\r\n" + inside + b"--%b--\r\n" % boundary

    def _file(self, one: Attachment) -> bytes:
        properties = one.properties
        name = properties.text(_LONG_NAME, _SHORT_NAME, _TITLE)
        disposition = parameters_line(
            "Content-Disposition", "inline" if _is_inline(one) else "attachment", [("filename", name)] if name else []
        )
        if one.item is not None:
            return b"Content-Type: message/rfc822\r\n" + disposition.encode() + b"\r\n" + self.mail(one.item)
        kind = properties.text(_MEDIA_TYPE)
        headers = parameters_line("Content-Type", kind if _MEDIA.fullmatch(kind) else "application/octet-stream")
        if good_id(content_id := properties.text(_CONTENT_ID).strip("<>")):
            headers += ids_line("Content-ID", [content_id])
        return _encoded(headers + disposition, properties.binary(_DATA) or one.object_bytes)


def _calendar(item: Item) -> str:
    """The calendar file of the meeting that the item is; "" where it is none, or has one with it."""
    if any(one.properties.text(_MEDIA_TYPE).lower() == "text/calendar" for one in item.attachments):
        return ""
    known = item.properties
    sender = _mailbox(known, *_AUTHOR) or _mailbox(known, *_SENDER)
    return calendar_of(
        Meeting(
            item_class=known.text(_CLASS),
            summary=known.text(_SUBJECT),
            location=known.text(known.named(LOCATION)),
            start=known.time(known.named(START)),
            end=known.time(known.named(END)),
            all_day=bool(known.number(known.named(ALL_DAY)) & 1),
            recurs=bool(known.number(known.named(RECURS)) & 1),
            uid=known.binary(known.named(GLOBAL_ID)).hex().upper(),
            sender=sender or Mailbox("", ""),
        )
    )


def _is_inline(one: Attachment) -> bool:
    """Whether the HTML shows it."""
    properties = one.properties
    shown = bool(properties.number(_FLAGS) & _SHOWN_IN_HTML or properties.number(_HIDDEN) & 1)
    return one.item is None and shown and good_id(properties.text(_CONTENT_ID).strip("<>"))


def _bodies(properties: Properties) -> tuple[str, str]:
    """Plain text and HTML; the one that is wrapped in Rich Text where there is no other."""
    text, html = properties.text(_BODY), properties.text(_HTML)
    if coded := properties.binary(_HTML):
        html, _ = decode(coded, properties.body_codec)
    if not html.strip() and (rtf := uncompress(properties.binary(_RTF))):
        html, wrapped = html_or_text_of_rtf(rtf, properties.body_codec)
        text = text if text.strip() else wrapped
    return text, html


def _headers(item: Item) -> Iterator[bytes]:
    """The header lines without those of MIME, each with its line end."""
    properties = item.properties
    if kept := _kept_headers(properties.text(_HEADERS)):
        yield from kept
        return
    if author := (_mailbox(properties, *_AUTHOR) or _mailbox(properties, *_SENDER)):
        yield _addresses("From", [author])
    for name, kind in (("To", _TO), ("Cc", _CC)):
        people = [_mailbox(one, *_RECIPIENT) for one in item.recipients if one.number(_RECIPIENT_KIND) == kind]
        if known := [one for one in people if one is not None]:
            yield _addresses(name, known)
    yield text_line("Subject", _line(properties.text(_SUBJECT))).encode()
    if at := (properties.time(_SENT) or properties.time(_DELIVERED) or properties.time(_CREATED)):
        yield f"Date: {format_datetime(at)}\r\n".encode()
    for name, number in (("Message-ID", _MESSAGE_ID), ("In-Reply-To", _IN_REPLY_TO), ("References", _REFERENCES)):
        if ids := [one for one in message_ids(properties.text(number).encode()) if good_id(one)]:
            yield ids_line(name, ids).encode()


def _kept_headers(text: str) -> list[bytes]:
    """The headers that the mail came with, but for those of its content; none where they do not say who it is from."""
    fields: list[str] = []
    for line in text.splitlines():
        if not line.strip():
            # Headers of a report's parts come behind the mail's own.
            break
        if line[0] in " \t" and fields:
            fields[-1] += f"\r\n{line}"
        else:
            fields.append(line)
    taken = [f"{one}\r\n".encode() for one in fields if not one.lower().startswith(_NOT_TAKEN) and ":" in one]
    return taken if any(one[:5].lower() == b"from:" for one in taken) else []


def _mailbox(properties: Properties, name: int, smtp: int, address: int, kind: int) -> Mailbox | None:
    """A person; None where neither name nor address is known. Within an Exchange the address may be none of the internet's."""
    email = properties.text(smtp)
    if not email and properties.text(kind).upper() in ("SMTP", ""):
        email = properties.text(address)
    called = _line(properties.text(name)).strip("'\"")
    email = email if "@" in email else ""
    return Mailbox("" if called == email else called, email) if called or email else None


def _addresses(field: str, people: Sequence[Mailbox]) -> bytes:
    """A field of addresses. Who has none that can be written is named, with empty brackets for it."""
    values = []
    for one in people:
        try:
            line = addresses_line(field, [one])
        except Mistake:
            nameless = Mailbox(one.name or _line(one.email), _NOBODY)
            line = addresses_line(field, [nameless]).replace(f"<{_NOBODY}>", "<>")
        values.append(line.removeprefix(f"{field}:").removesuffix("\r\n"))
    return (f"{field}:" + ",\r\n".join(values) + "\r\n").encode()


def _text(kind: str, text: str) -> bytes:
    return _encoded(
        parameters_line("Content-Type", f"text/{kind}", [("charset", "utf-8")]), text.encode("utf-8", "replace")
    )


def _encoded(headers: str, content: bytes) -> bytes:
    lines = base64.encodebytes(content).replace(b"\n", b"\r\n")
    return headers.encode() + b"Content-Transfer-Encoding: base64\r\n\r\n" + lines


def _line(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())
