"""Mails out of an mbox file, and into one (RFC 4155, and the older habits that it describes)."""

import re
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import BinaryIO, Final

# A separator names a sender and a date; "From here on" at the start of a paragraph does not. It stands at the start or after a blank line.
_SEPARATOR: Final = re.compile(rb"From [^\r\n]*\b\d{1,2}:\d{2}(?::\d{2})?\b[^\r\n]*\b(?:19|20)\d\d\b[^\r\n]*\r?\n?\Z")
# One word and a date as C writes it: so exact that no blank line is asked for, which some programs forget.
_EXACT: Final = re.compile(
    rb"From \S+ +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\d{1,2} \d\d:\d\d"
)
_QUOTED_FROM: Final = re.compile(rb"^>(>*From )", re.MULTILINE)
_FROM: Final = re.compile(rb"^>*From ", re.MULTILINE)
_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_BLANK: Final = frozenset({b"\n", b"\r\n"})
# What has no line ends is read in pieces of this size.
_LINE_BYTES: Final = 1 << 20
# The blanks that may come before the first separator.
_FIRST_BYTES: Final = 1_000


class TooLarge(Exception):
    """A mail of an mbox file was larger than it may be. `number` counts the file's mails from 1; those after it can be read on."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def is_mbox(raw: bytes) -> bool:
    """Whether `raw` begins as an mbox file does and holds more than one mail."""
    mails = split_mbox(raw)
    return raw.startswith(b"From ") and next(mails, None) is not None and next(mails, None) is not None


def begins_mbox(stream: BinaryIO) -> bool:
    """Whether a file begins with a separator, after blank lines at most; the stream is back at its start afterwards."""
    begin = stream.read(_FIRST_BYTES)
    stream.seek(0)
    return begin.lstrip(b"\r\n").startswith(b"From ")


def split_mbox(raw: bytes) -> Iterator[bytes]:
    """Each mail of an mbox file that is in memory; see `read_mbox`."""
    for mail in read_mbox(BytesIO(raw)):
        if isinstance(mail, bytes):
            yield mail


def read_mbox(stream: BinaryIO, largest: int = 0) -> Iterator[bytes | TooLarge]:
    """Each mail of an mbox file, without its separator and the blank line before the next, and with the `>` before "From " taken off again.

    One mail is in memory at a time. Instead of a mail of more than `largest` bytes (0: any) there is a `TooLarge`. A file that begins with
    no separator holds no mails.
    """
    number = 0
    for lines in _mails(stream, largest):
        number += 1
        if lines is None:
            yield TooLarge(number)
            continue
        if lines and lines[-1] in _BLANK:
            del lines[-1]
        if lines:
            yield _QUOTED_FROM.sub(rb"\1", b"".join(lines))


def _separates(line: bytes, after_blank: bool) -> bool:
    return _SEPARATOR.match(line) is not None and (after_blank or _EXACT.match(line) is not None)


def _mails(stream: BinaryIO, largest: int) -> Iterator[list[bytes] | None]:
    """The lines of each mail; None for one that is too large."""
    lines: list[bytes] | None = None
    begun, after_blank, whole, size = False, True, True, 0
    while line := stream.readline(_LINE_BYTES):
        if whole and line.startswith(b"From ") and (not begun or _separates(line, after_blank)):
            if begun:
                yield lines
            begun, lines, size = True, [], 0
        elif begun:
            size += len(line)
            if largest and size > largest:
                lines = None
            if lines is not None:
                lines.append(line)
        elif line not in _BLANK:
            return
        after_blank = whole and line in _BLANK
        whole = line.endswith(b"\n")
    if begun:
        yield lines


def mbox_entry(raw: bytes, sender: str, at: datetime) -> bytes:
    """A mail as it stands in an mbox file: behind a separator with its sender and time, ">" before what looks like one ("mboxrd"), and a blank line.

    `read_mbox` gives its bytes again, but for a line end that was missing at their end.
    """
    named = sender if sender and sender.isascii() and sender.isprintable() and " " not in sender else "MAILER-DAEMON"
    # The C locale's words, whatever ours are.
    day = f"{_DAYS[at.weekday()]} {_MONTHS[at.month - 1]} {at.day:2d} {at:%H:%M:%S} {at.year}"
    end = b"" if raw.endswith(b"\n") else b"\n"
    return f"From {named} {day}\n".encode() + _FROM.sub(rb">\g<0>", raw) + end + b"\n"
