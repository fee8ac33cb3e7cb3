"""Whether two mails with one Message-ID are one mail that came on two ways, or two that a careless sender gave the same id.

What stays the same on every way is compared: sender, the sender's date, subject and text (RFC 5322 3.6). A mailing list may put its tag into the
subject, its footer below the text, and its own address, "via" its name, in the place of the sender. In doubt there are two: a mail shown twice is a
smaller harm than one that nobody sees.
"""

import re
from datetime import datetime
from typing import Final

from msgspec import Struct

_TAG: Final = re.compile(r"^((?:\s*(?:re|fwd?|aw|sv)\s*:)*)\s*\[[^\[\]]{1,60}\]", re.IGNORECASE)
# What lists draw above their footers.
_FOOTER: Final = re.compile(r"\s*(?:--|_{5,}|={5,}|\*{5,}|-{5,})[-_=*\s]")
_LONGEST_FOOTER: Final = 3_000


class Trace(Struct, frozen=True):
    """What is compared of a mail. `sent_at` is its own date, None where that is not known; `files` are the names and sizes of its attachments."""

    name: str
    email: str
    sent_at: datetime | None
    subject: str
    text: str
    files: frozenset[tuple[str, int]] = frozenset()


def same_mail(one: Trace, other: Trace) -> bool:
    """Whether two mails with the same Message-ID are the same mail."""
    return (
        _same_sender(one, other)
        and (one.sent_at is None or other.sent_at is None or one.sent_at == other.sent_at)
        and _subject(one.subject) == _subject(other.subject)
        and _same_text(one.text, other.text)
        and (one.files <= other.files or other.files <= one.files)
    )


def _same_sender(one: Trace, other: Trace) -> bool:
    return one.email.casefold() == other.email.casefold() or _is_via(one, other) or _is_via(other, one)


def _is_via(listed: Trace, direct: Trace) -> bool:
    """Whether a list has written "Kim Lee via Support" for Kim Lee, as lists do where the sender's domain forbids them to send in its name."""
    who, via, _ = listed.name.casefold().partition(" via ")
    return bool(via) and who.strip("'\" ") in {direct.name.casefold(), direct.email.casefold()}


def _subject(text: str) -> str:
    while (shorter := _TAG.sub(r"\1 ", text)) != text:
        text = shorter
    return " ".join(text.casefold().split())


def _same_text(one: str, other: str) -> bool:
    short, long = sorted((one.strip(), other.strip()), key=len)
    if long.startswith(short):
        rest = long[len(short) :]
        return not rest.strip() or bool(len(rest) <= _LONGEST_FOOTER and short and _FOOTER.match(rest))
    # Lines are wrapped anew on some ways.
    return "".join(short.split()) == "".join(long.split())
