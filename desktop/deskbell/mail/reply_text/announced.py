"""Where a quoted mail is announced: by an attribution ("On … wrote:"), by the headers of a mail, or by a heading ("Original Message")."""

import re
from dataclasses import dataclass
from typing import Final

from deskbell.mail.reply_text.header_block import header_block, kind_of_header
from deskbell.mail.reply_text.labels import (
    FORWARDED,
    FORWARDED_ALONE,
    ORIGINAL_MESSAGE,
    QUOTING,
    REPLY_ABOVE,
    WROTE_AT_END,
    WROTE_INSIDE,
)
from deskbell.mail.reply_text.table import pattern

_AT_END: Final = pattern(r"(?:" + WROTE_AT_END + r")[\s*_]*[:：]?[\s*_]*$")
_INSIDE: Final = pattern(WROTE_INSIDE)
_FIRST_PERSON: Final = pattern(
    r"(?:^|\s)(?:i|we|ich|wir|je|j'ai|nous|yo|io|eu|ik|wij|ja|я|мы|ми|aš|mes|es|jag|vi|jeg|minä|já)\s(?:also |have |had |habe |haben |ai |auch )?(?:wrote|schrieb|schrieben|geschrieben|écrit|escrib|skrev|napisał|писал|написал)",
)
# Up to four words (a weekday, "On", "W dniu", "Le"), then a figure: dates begin so in every language of the table.
_DATE_FIRST: Final = pattern(r'^[\s"“*_\-—|]*(?:\p{L}[\p{L}.,\'’]*[\s,]+){0,4}["“]?\d')
_DATE: Final = pattern(
    r"\d{1,2}[:.h]\d{2}|(?:19|20)\d\d|\d{1,2}[./-]\s?\d{1,2}[./-]|\d{1,2}\.?\s+(?:de\s+)?\p{L}{3,}|\p{L}{3,}\.?\s+\d{1,2}\b|\d{1,2}월|\d{1,2}月",
)
# A day of a month, without its year.
_DAY: Final = pattern(
    r"(?:^|[^:.\d])\d{1,2}\.?\s+(?:de\s+)?\p{L}{3,}|\p{L}{3,}\.?\s+\d{1,2}(?:[\s,]|\.\s|st|nd|rd|th|$)|\d{1,2}[./-]\s?\d{1,2}[./-]|\d{1,2}월|\d{1,2}月"
)
_TIME: Final = pattern(r"\d{1,2}[:.h]\d{2}")
_YEAR: Final = pattern(r"(?:19|20)\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2}")
_EMAIL: Final = pattern(r"[^\s<>]@[^\s<>]")
_EMAIL_LAST: Final = pattern(
    r"(?:<\s*(?:mailto:)?[^\s<>]+@[^\s<>]+(?:\s*<[^<>]*>)?\s*>+[\"”»)]*|\d\S* (?:by|von|от|par|da|de|por|van|od) [^\s<>@]+@[^\s<>@:]+)\s*[:：]\s*$"
)
# A log or a diary: "4 May 10:00 - Ona wrote:".
_DIARY: Final = pattern(r"\d\)?\s[-–—]\s")
# Some phones begin the quote in the line of its attribution: "On … <ona@desk.example> wrote:   Hello".
_RUN_ON: Final = pattern(r"^([^<>]*<\s*[^\s<>]+@[^\s<>]+>\s?(?:" + WROTE_AT_END + r")\s?:)\s{2,}\S")
_QUOTING: Final = pattern(r"^\s*(?:" + QUOTING + r")\s[^:]*@[^:]*:\s*$")
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
_FORWARDED_STARTS: Final = tuple(
    part.strip()[:5] for part in FORWARDED_ALONE.replace("(?:", "").split("|") if part.strip()
)
_ABOVE_STARTS: Final = ("please", "reply", "bitte", "répondre", "ответьте", "escriba", "請在", "请在")
_ABOVE_WORDS: Final = ("above", "oberhalb", "au-dessus", "上方", "выше", "encima")
_LONGEST: Final = 500
_MOST_WRAPPED: Final = 4
_LONGEST_HEADING: Final = 160


@dataclass(frozen=True, slots=True)
class Announcement:
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
        found = _attribution(lines, index, bare)
        if found is not None:
            return found
    elif ":  " in bare and "@" in bare and (run_on := _RUN_ON.match(bare)) is not None:
        found = _attribution(lines, index, run_on[1])
        if found is not None and found.strong:
            return found
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
    if line.endswith(" >>>") and len(line) < _LONGEST and _GROUPWISE.match(line):
        return Announcement(index, index + 1, strong=True)
    return None


def _attribution(lines: list[str], index: int, last: str) -> Announcement | None:
    """`last`: what of lines[index] belongs to the attribution."""
    joined = ""
    found: Announcement | None = None
    for back in range(_MOST_WRAPPED):
        at = index - back
        if at < 0 or not lines[at].strip() or (back and _depth(lines[at]) != _depth(lines[index])):
            break
        joined = f"{lines[at].strip('> ')} {joined}".strip() if back else last.lstrip("> ")
        if len(joined) > _LONGEST:
            break
        verdict = _is_attribution(joined)
        # A date broken over lines: what begins with the time of day may go on one line higher.
        if verdict is not None and (found is None or _DATE_FIRST.match(lines[at])):
            found = Announcement(at, index + 1, verdict and ("@" in joined or _stands_free(lines, at, joined)))
        if found is not None and _YEAR.search(joined):
            break
    if found is not None:
        return found
    following = _next_filled(lines, index + 1)
    if (
        following < len(lines)
        and lines[following].lstrip().startswith(">")
        and (
            _AT_END.search(last)
            or (last[-1] in ":：" and _DATE.search(last) and (_EMAIL.search(last) or _TIME.search(last)))
            or _QUOTING.match(last)
        )
    ):
        return Announcement(index, index + 1, strong=False)
    return None


def _depth(line: str) -> int:
    """How many `>` a line begins with."""
    bare = line.lstrip()
    return len(bare) - len(bare.lstrip(">"))


def _stands_free(lines: list[str], start: int, text: str) -> bool:
    """Whether an attribution without an address has a blank line above it, as programs set it, and is no entry of a diary."""
    return (start == 0 or not lines[start - 1].strip()) and _DIARY.search(text) is None


def _is_attribution(text: str) -> bool | None:
    """Whether one line of text is an attribution: None for no, else whether only a program can have written it."""
    if text[-1] not in ":：-—" and not text.endswith(("wrote", "작성")) and not text.endswith(("*", "_")):
        return None
    if not _DATE.search(text) or _FIRST_PERSON.search(text):
        return None
    day = _YEAR.search(text) is not None or _DAY.search(text) is not None
    email, first = _EMAIL.search(text) is not None, _DATE_FIRST.match(text) is not None
    time, year = _TIME.search(text) is not None, _YEAR.search(text) is not None
    if _AT_END.search(text):
        if first or email:
            return (email and day) or (time and year)
        # "张三 于2024年5月3日 14:20写道："
        return True if time and year else None
    if _INSIDE.search(text) and text[-1] in ":：" and (first or email) and (email or (time and year)):
        return email and day and _ends_with_name(text)
    if first and year and time and _EMAIL_LAST.search(text):
        return True
    return None


def _ends_with_name(text: str) -> bool:
    """Whether an attribution closes with a name or address, not with a word such as "following"."""
    return (
        _EMAIL_LAST.search(text) is not None
        or text.rstrip(" :：")[-1:] in {">", ")", '"'}
        or _TIME.search(text[-12:]) is not None
    )


def _next_filled(lines: list[str], index: int) -> int:
    while index < len(lines) and not lines[index].strip():
        index += 1
    return index


def _above_is_rule(lines: list[str], index: int) -> bool:
    index -= 1
    while index >= 0 and not lines[index].strip():
        index -= 1
    return index >= 0 and (_is_rule(lines[index]) or _HEADING.match(lines[index]) is not None)


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
    end = _next_filled(lines, index + 1)
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
