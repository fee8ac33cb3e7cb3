"""The headers of a mail as text ("From: … Sent: … To: … Subject: …"), which Outlook and many others put above the mail they answer."""

import re
from typing import Final

from deskbell.mail.reply_text.labels import KIND_OF_LABEL
from deskbell.mail.reply_text.table import pattern

_LABEL: Final = re.compile(r"[\s*_>|]*([^:：|\d]{1,24}?)[\s*_]*(?:[:：|])")
_ANY_LABEL: Final = re.compile(r"[^:：\d]{1,24}[:：]\s*\S")
_CORE: Final = frozenset({"from", "date", "to", "subject"})
_MOST_LINES: Final = 24
# People paste headers to ask about them. No program that quotes a mail gives these.
_RAW: Final = pattern(
    r"^[\s>]*(?:return-path|received|delivered-to|message-id|mime-version|content-type|content-transfer-encoding|dkim-signature|"
    r"authentication-results|received-spf|arc-[\w-]+|x-[\w-]+|references|in-reply-to|list-[\w-]+)\s*:"
)
_NEAR: Final = 30
_MOMENT: Final = re.compile(r"\d[:.h点點時시]\s?\d|\b\d{4}\b|\d{4}[年년]|\d{1,2}[./-]\d{1,2}[./-]\d{2}")


def kind_of_header(line: str) -> str:
    """Which header a line like "**Von:** Jane" names (from, date, to, cc, subject, other), "" where none."""
    match = _LABEL.match(line[:80])
    if match is None:
        return ""
    return KIND_OF_LABEL.get("".join(match[1].split()).lower().strip("*_ "), "")


def header_block(lines: list[str], index: int, *, ruled: bool) -> int | None:
    """Where the headers end that begin at lines[index]; None where there are none of a quoted mail.

    `ruled`: a drawn line or a heading stands above them. Continuation lines and single blank lines may stand between. What the sender introduces with a colon or pastes as raw headers is no quote.
    """
    if kind_of_header(lines[index]) not in _CORE:
        return None
    kinds: set[str] = set()
    address = moment = False
    last, misses = index, 0
    for at in range(index, min(index + _MOST_LINES, len(lines))):
        line = lines[at]
        kind = kind_of_header(line)
        if kind:
            if kind == "from" and "from" in kinds:
                break
            kinds.add(kind)
            last, misses = at, 0
            address = address or "@" in line
            moment = moment or (kind == "date" and _MOMENT.search(line) is not None)
        elif line.strip():
            misses += 1
            if misses > 3 or "subject" in kinds:
                break
            address = address or "@" in line
        elif at + 1 < len(lines) and not kind_of_header(lines[at + 1]):
            break
    if not _enough(kinds & _CORE, address=address, ruled=ruled, free=moment and not _touched(lines, index)):
        return None
    if (not ruled and _introduced(lines, index)) or _is_raw(lines, index, last):
        return None
    return last + 1


def looks_like_headers(lines: list[str], index: int) -> bool:
    """Whether three labels in a row begin at lines[index], in whatever language, and an address or a time of day stands behind them."""
    block = lines[index : index + 3]
    return (
        len(block) == 3
        and all(_ANY_LABEL.match(line[:80]) for line in block)
        and any("@" in line or _MOMENT.search(line) for line in block)
    )


def _enough(core: set[str], *, address: bool, ruled: bool, free: bool) -> bool:
    """Whether these headers can only be a quoted mail's. Web forms and orders have labels too, but hardly a sender and a recipient with addresses."""
    if ruled:
        return len(core) >= 3 or (len(core) == 2 and address and "from" in core)
    if address:
        return {"from", "date", "to"} <= core
    return len(core) == 4 and free


def _touched(lines: list[str], index: int) -> bool:
    """Whether text stands directly above: programs leave a blank line there."""
    return index > 0 and bool(lines[index - 1].strip())


def _introduced(lines: list[str], index: int) -> bool:
    """Whether the line above says that the sender shows something: it ends with a colon."""
    above = index - 1
    while above >= 0 and not lines[above].strip():
        above -= 1
    return above >= 0 and lines[above].rstrip()[-1] in ":："


def _is_raw(lines: list[str], first: int, last: int) -> bool:
    """Whether headers that only machines read stand among these or in the lines that touch them."""
    start = first
    while start > 0 and first - start < _NEAR and lines[start - 1].strip():
        start -= 1
    end = last + 1
    while end < len(lines) and end - last < _NEAR and lines[end].strip():
        end += 1
    return any(_RAW.match(line[:80]) for line in lines[start:end])
