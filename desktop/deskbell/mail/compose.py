"""An outgoing mail as the bytes that are kept, sent and filed in Sent. The same mail always gives the same bytes.

All bytes are ASCII (RFC 5322, 2045, 2047, 2231), but for local parts that only SMTPUTF8 can carry (RFC 6532). Line ends are CRLF.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from typing import Final
from urllib.parse import unquote

from msgspec import Struct

from deskbell.mail.header_lines import (
    addresses_line,
    good_id,
    ids_line,
    parameters_line,
    plain_line,
    refuse_line_breaks,
    text_line,
)
from deskbell.mail.html_text import text_of_html
from deskbell.model.mail import Mailbox, OutboundAttachment, OutboundMail

REFERENCES_KEPT: Final = 20
"""How many ids References holds: the thread's first and the latest ones."""
_LONGEST_LINE: Final = 998
_WIDTH: Final = 76
_BINARY: Final = "application/octet-stream"
_MEDIA_TYPE: Final = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,126}/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}")


def compose(mail: OutboundMail, encoded_files: Sequence[bytes] = ()) -> bytes:
    """The bytes of `mail`. Bcc is no part of it: the envelope is given to SMTP apart. `encoded_files` are what `encoded` made of its attachments, in their
    order, where that was done before.

    Raises `Mistake` text.line_break where a value of a header holds a line break, and address.bad for an address that is none.
    """
    for field, ids in (
        ("Message-ID", [mail.message_id]),
        ("In-Reply-To", [mail.in_reply_to]),
        ("References", mail.references),
    ):
        for one in ids:
            refuse_line_breaks(field, one)
    if not good_id(mail.message_id) or mail.date.tzinfo is None:
        raise ValueError("a mail needs a Message-ID of its own and a date with its zone")
    body = _body(mail, encoded_files or [encoded(file) for file in mail.attachments])
    return "".join(_headers(mail)).encode() + body.headers.encode("ascii") + b"\r\n" + body.content


def redated(raw: bytes, date: datetime) -> bytes:
    """The bytes of a composed mail with another date; all else, its Message-ID too, stays. `date` is aware."""
    first, end, rest = raw.partition(b"\r\n")
    assert first.startswith(b"Date: "), "no mail of ours"
    return plain_line("Date", format_datetime(date)).encode("ascii").removesuffix(b"\r\n") + end + rest


def _headers(mail: OutboundMail) -> list[str]:
    lines = [plain_line("Date", format_datetime(mail.date)), addresses_line("From", [mail.sender])]
    if mail.to:
        lines.append(addresses_line("To", mail.to))
    if mail.cc:
        lines.append(addresses_line("Cc", mail.cc))
    if not mail.to and not mail.cc:
        lines.append(plain_line("To", "undisclosed-recipients:;"))
    if mail.reply_to:
        lines.append(addresses_line("Reply-To", [Mailbox(mail.sender.name, mail.reply_to)]))
    lines += [text_line("Subject", mail.subject), ids_line("Message-ID", [mail.message_id])]
    if good_id(mail.in_reply_to):
        lines.append(ids_line("In-Reply-To", [mail.in_reply_to]))
    if thread := references(mail):
        lines.append(ids_line("References", thread))
    if mail.auto_submitted:
        # RFC 3834 5, and what Exchange understands in its stead: no machine shall answer this.
        lines += [
            plain_line("Auto-Submitted", "auto-replied" if mail.answers else "auto-generated"),
            plain_line("X-Auto-Response-Suppress", "OOF, AutoReply"),
        ]
    return [*lines, plain_line("MIME-Version", "1.0")]


def references(mail: OutboundMail) -> list[str]:
    """The thread so far, oldest first, the answered mail last (RFC 5322 3.6.4); shortened in its middle, ids that cannot be written left out."""
    answered = [mail.in_reply_to] if mail.in_reply_to else []
    thread = dict.fromkeys(one for one in mail.references if one not in answered)
    ids = [one for one in (*thread, *answered) if good_id(one)]
    return ids if len(ids) <= REFERENCES_KEPT else [ids[0], *ids[1 - REFERENCES_KEPT :]]


class _Part(Struct, frozen=True):
    """A MIME part: its header lines and its content, encoded, with CRLF at the end of each line."""

    headers: str
    content: bytes


def _body(mail: OutboundMail, contents: Sequence[bytes]) -> _Part:
    named = unquote(mail.html)
    inline, files = [], []
    for file, content in zip(mail.attachments, contents, strict=True):
        if good_id(file.content_id) and f"cid:{file.content_id}" in named:
            inline.append(_file(file, content, inline=True))
        else:
            files.append(_file(file, content))
    body = _text("plain", mail.text or text_of_html(mail.html))
    if mail.html:
        html = _text("html", mail.html)
        if inline:
            html = _multipart("related", [html, *inline], mail.message_id)
        body = _multipart("alternative", [body, html], mail.message_id)
    return _multipart("mixed", [body, *files], mail.message_id) if files else body


def _text(kind: str, text: str) -> _Part:
    """A text in UTF-8: as it is where it is plain and its lines are short, else by whichever encoding is shorter."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n") + "\n"
    data = lines.encode("utf-8", "replace")
    if _is_plain(lines):
        way, content = "7bit", data
    else:
        way, content = "quoted-printable", binascii.b2a_qp(data, istext=True)
        if len(content) > len(data) * 4 // 3 + len(data) // 57:
            way, content = "base64", base64.encodebytes(data.replace(b"\n", b"\r\n"))
    headers = parameters_line("Content-Type", f"text/{kind}", [("charset", "utf-8")])
    return _Part(headers + plain_line("Content-Transfer-Encoding", way), content.replace(b"\n", b"\r\n"))


def _is_plain(text: str) -> bool:
    """Whether every server on the way will leave the text alone: also no line that a mbox file would escape, no space at the end of one."""
    return text.isascii() and all(
        len(line) <= _WIDTH
        and line.replace("\t", " ").isprintable()
        and not line.startswith("From ")
        and (line == "-- " or not line.endswith((" ", "\t")))
        for line in text.split("\n")
    )


def encoded(file: OutboundAttachment) -> bytes:
    """The content of a file as it stands in a mail; for 25 MB that takes half a second."""
    as_it_is = _kind(file) == "message/rfc822" and _may_travel(file.content)
    return file.content if as_it_is else base64.encodebytes(file.content).replace(b"\n", b"\r\n")


def _kind(file: OutboundAttachment) -> str:
    return file.content_type.partition(";")[0].strip().lower()


def _file(file: OutboundAttachment, content: bytes, *, inline: bool = False) -> _Part:
    kind = _kind(file)
    as_it_is = kind == "message/rfc822" and content == file.content
    if (
        not _MEDIA_TYPE.fullmatch(kind)
        or kind.startswith("multipart/")
        or (kind.startswith("message/") and not as_it_is)
    ):
        # RFC 2046 5.2: neither may be encoded, and this one cannot go as it is.
        kind = _BINARY
    headers = [
        parameters_line("Content-Type", kind),
        parameters_line(
            "Content-Disposition", "inline" if inline else "attachment", [("filename", file.name)] if file.name else []
        ),
        plain_line("Content-Transfer-Encoding", "7bit" if as_it_is else "base64"),
    ]
    if inline:
        headers.append(ids_line("Content-ID", [file.content_id]))
    return _Part("".join(headers), content)


def _may_travel(content: bytes) -> bool:
    """Whether these bytes are text that any server takes: ASCII, CRLF line ends, no long lines (RFC 5321 4.5.3.1.6)."""
    lines = content.split(b"\r\n")
    bare = re.search(rb"[\x00\x80-\xff]|\r(?!\n)|(?<!\r)\n", content)
    return bare is None and not lines[-1] and max(map(len, lines)) <= _LONGEST_LINE


def _multipart(kind: str, parts: Sequence[_Part], seed: str) -> _Part:
    boundary = _boundary(kind, parts, seed)
    content = b"".join(
        b"--%b\r\n%b\r\n%b\r\n" % (boundary, part.headers.encode("ascii"), part.content) for part in parts
    )
    headers = parameters_line("Content-Type", f"multipart/{kind}", [("boundary", boundary.decode("ascii"))])
    return _Part(headers, content + b"--%b--\r\n" % boundary)


def _boundary(kind: str, parts: Sequence[_Part], seed: str) -> bytes:
    """A line that none of the parts holds. "=_" stands in no encoded text (RFC 2045 6.7)."""
    number = 0
    while True:
        digest = hashlib.sha256(f"{seed} {kind} {number}".encode()).hexdigest()[:24]
        boundary = f"=_{digest}".encode("ascii")
        if not any(boundary in part.content for part in parts):
            return boundary
        number += 1
