"""Mails out of an mbox file (RFC 4155, and the older habits that it describes)."""

import re
from collections.abc import Iterator
from typing import Final

# A separator names a sender and a date; "From here on" at the start of a paragraph does not. It stands at the start or after a blank line.
_SEPARATOR: Final = re.compile(
    rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\r\n]*\b\d{1,2}:\d{2}(?::\d{2})?\b[^\r\n]*\b(?:19|20)\d\d\b[^\r\n]*\r?\n"
)
_QUOTED_FROM: Final = re.compile(rb"^>(>*From )", re.MULTILINE)


def is_mbox(raw: bytes) -> bool:
    """Whether `raw` begins as an mbox file does and holds more than one mail."""
    return raw.startswith(b"From ") and len(_SEPARATOR.findall(raw)) > 1


def split_mbox(raw: bytes) -> Iterator[bytes]:
    """Each mail of an mbox file, without its separator and with the `>` before "From " in its text taken off again."""
    starts = list(_SEPARATOR.finditer(raw))
    for match, following in zip(starts, [*starts[1:], None], strict=False):
        mail = raw[match.end() : following.start() if following else len(raw)]
        mail = mail.removesuffix(b"\n").removesuffix(b"\r") if following else mail
        yield _QUOTED_FROM.sub(rb"\1", mail)
