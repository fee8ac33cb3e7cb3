"""Where a quoted mail is announced: by an attribution ("On … wrote:"), by the headers of a mail, or by a heading ("Original Message")."""

import re
from typing import Final

from msgspec import Struct

from deskbell.mail.reply_text.attribution import attribution_at, next_filled, next_starts
from deskbell.mail.reply_text.header_block import header_block, kind_of_header
from deskbell.mail.reply_text.labels import (
    FORWARDED,
    FORWARDED_ALONE,
    ORIGINAL_MESSAGE,
    REPLY_ABOVE,
    WROTE_AT_END,
)
from deskbell.mail.reply_text.table import pattern

# Some phones begin the quote in the line of its attribution: "On … <ona@desk.example> wrote:   Hello".
_RUN_ON: Final = pattern(r"^([^<>]*<\s*[^\s<>]+@[^\s<>]+>\s?(?:" + WROTE_AT_END + r")\s?:)\s{2,}\S")
# "2011/4/7 Ona Desk <ona@desk.example>"
_OLD_GMAIL: Final = pattern(r"^\d{4}/\d{1,2}/\d{1,2} [^<>]{1,100}<[^\s<>]+@[^\s<>]+>$")
_DASHES: Final = r"[-_=‐‑‒–—―─━－+*~ ]{2,}"
_HEADING: Final = pattern(
    r"^[\s>*#|]*"
    + _DASHES
    + r"\s*(?:original|"
    + ORIGINAL_MESSAGE
    + "|("
    + FORWARDED
    + r"))\s*:?\s*"
    + _DASHES
    + r"\s*$"
)
_BARE_HEADING: Final = pattern(
    r"^[\s*]*(?:"
    + FORWARDED_ALONE
    + r"|[-_‐–—─]{2,}\s*(?:"
    + ORIGINAL_MESSAGE
    + "|"
    + FORWARDED
    + r"))[\s*]*[:：]?[\s*]*$"
)
_ORIGINAL_ALONE: Final = pattern(r"^[\s*]*(?:" + ORIGINAL_MESSAGE + r")[\s*]*[:：]?[\s*]*$")
_GROUPWISE: Final = pattern(r"^>>> .{2,200}\d{1,2}[./-]\d{1,2}[./-]\d{2,4}.{1,20}>>>$")
_ABOVE: Final = pattern(REPLY_ABOVE)
_RULE: Final = re.compile(r"[\s>*|]*(?:[-_=—–*]\s?){3,}\s*")

_DASH_CHARACTERS: Final = frozenset("-_=‐‑‒–—―─━－+*~#|")
_FORWARDED_STARTS: Final = frozenset(
    part.strip()[:5] for part in FORWARDED_ALONE.replace("(?:", "").split("|") if part.strip()
)
_ABOVE_STARTS: Final = ("please", "reply", "bitte", "répondre", "ответьте", "escriba", "請在", "请在")
_ABOVE_WORDS: Final = ("above", "oberhalb", "au-dessus", "上方", "выше", "encima")
_LONGEST: Final = 500
_LONGEST_HEADING: Final = 160


class Announcement(Struct, frozen=True):
    """A quoted mail begins behind lines[start:end]. `strong`: a program wrote this, so that all that follows is the quoted mail even where
    it bears no `>`. `forwarded`: it is passed on, so that no answers stand in it."""

    start: int
    end: int
    strong: bool
    forwarded: bool = False


def announcement_at(lines: list[str], index: int) -> Announcement | None:
    """The announcement that ends (attributions) or begins (headers, headings) at lines[index], None where there is none."""
    line = lines[index]
    bare = line.strip()
    if not bare or len(bare) > _LONGEST:
        return None
    if bare[-1] in "：:*_" or bare.endswith(("wrote", "-", "—")) or bare[-1] == "작":
        attribution = attribution_at(lines, index, bare)
        if attribution is not None:
            return Announcement(attribution[0], index + 1, strong=attribution[1])
    elif bare[-1] == ">" and bare[0].isdigit() and _OLD_GMAIL.match(bare):
        if next_starts(lines, index, ">"):
            return Announcement(index, index + 1, strong=False)
    elif ":  " in bare and "@" in bare and (run_on := _RUN_ON.match(bare)) is not None:
        attribution = attribution_at(lines, index, run_on[1])
        if attribution is not None and attribution[1]:
            return Announcement(attribution[0], index + 1, strong=True)
    if ":" in bare[:40] or "：" in bare[:12] or "|" in bare[:3]:
        end = header_block(lines, index, ruled=_above_is_rule(lines, index))
        if end is not None:
            return Announcement(index, end, strong=True)
    if len(bare) > _LONGEST_HEADING:
        return None
    if bare[0] in _DASH_CHARACTERS or bare[:5].lower() in _FORWARDED_STARTS:
        found = _heading(lines, index)
        if found is not None:
            return found
    if (bare[0] in _DASH_CHARACTERS or bare[:12].lower().startswith(_ABOVE_STARTS)) and _asks_for_answers_above(bare):
        return Announcement(index, index + 1, strong=True)
    return None


def quoted_announcement_at(lines: list[str], index: int) -> Announcement | None:
    """The announcement of GroupWise (">>> Ona <ona@desk.example> 5/3/2024 2:20 PM >>>"), which looks like a quoted line and is followed by none."""
    line = lines[index].rstrip()
    if line.endswith(" >>>") and len(line) < _LONGEST and _GROUPWISE.match(line) and not next_starts(lines, index, ">"):
        return Announcement(index, index + 1, strong=True)
    return None


def _above_is_rule(lines: list[str], index: int) -> bool:
    index -= 1
    while index >= 0 and not lines[index].strip():
        index -= 1
    if index < 0 or _HEADING.match(lines[index]) is not None:
        return index >= 0
    return _is_rule(lines[index]) and not _is_underline(lines, index)


def _is_underline(lines: list[str], index: int) -> bool:
    """Whether a rule underlines the title above it: it is as long, and no Outlook's, which draws underscores."""
    above = lines[index - 1].strip() if index else ""
    return bool(above) and "_" not in lines[index] and abs(len(above) - len(lines[index].strip())) <= 2


def _is_rule(line: str) -> bool:
    return len(line) < 200 and _RULE.fullmatch(line) is not None


def _heading(lines: list[str], index: int) -> Announcement | None:
    """A heading, with the headers below it where there are any."""
    line = lines[index]
    found = _HEADING.match(line)
    if found is not None:
        forwarded = found[1] is not None
    elif _BARE_HEADING.match(line):
        forwarded = _ORIGINAL_ALONE.match(line.strip(" -_‐–—─")) is None
    else:
        return None
    end = next_filled(lines, index + 1)
    below = header_block(lines, end, ruled=True) if end < len(lines) else None
    return Announcement(index, below or index + 1, strong=True, forwarded=forwarded)


def _asks_for_answers_above(bare: str) -> bool:
    small = bare.lower()
    return any(word in small for word in _ABOVE_WORDS) and _ABOVE.search(bare) is not None


def start_with_rules(lines: list[str], start: int) -> int:
    """`start` moved up over what programs set directly above an announcement: blank lines, drawn rules, "Original Message", and Yandex's first headers."""
    while True:
        above = start
        while above > 0 and (not lines[above - 1].strip() or _is_rule(lines[above - 1])):
            above -= 1
        if above > 0 and len(lines[above - 1]) <= _LONGEST_HEADING and _ORIGINAL_ALONE.match(lines[above - 1]):
            above -= 1
        else:
            above = _above_headers(lines, above)
        if above == start:
            return start
        start = above


def _above_headers(lines: list[str], start: int) -> int:
    """`start` moved up over To and Subject, where they stand below a rule."""
    at = start
    while at > 0 and start - at < 3 and kind_of_header(lines[at - 1]) in {"to", "cc", "subject"}:
        at -= 1
    return at if 0 < at < start and _is_rule(lines[at - 1]) else start
