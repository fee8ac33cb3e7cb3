"""Where a quoted mail is announced: by an attribution ("On … wrote:"), by the headers of a mail, or by a heading ("Original Message")."""

import re
from dataclasses import dataclass
from typing import Final

from deskbell.mail.reply_text.labels import (
    FORWARDED,
    KIND_OF_LABEL,
    ORIGINAL_MESSAGE,
    REPLY_ABOVE,
    WROTE_AT_END,
    WROTE_INSIDE,
)
from deskbell.mail.reply_text.table import alternatives, pattern

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
_TIME: Final = pattern(r"\d{1,2}[:.h]\d{2}")
_YEAR: Final = pattern(r"(?:19|20)\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2}")
_EMAIL: Final = pattern(r"[^\s<>]@[^\s<>]")
_EMAIL_LAST: Final = pattern(r"<\s*(?:mailto:)?[^\s<>]+@[^\s<>]+(?:\s*<[^<>]*>)?\s*>+[\"”»)]*\s*[:：]\s*$")
_HEADING: Final = pattern(
    r"^[\s>*#|]*[-_=—–+*~ ]{2,}\s*(?:" + ORIGINAL_MESSAGE + "|" + FORWARDED + r")\s*:?\s*[-_=—–+*~ ]{2,}\s*$"
)
_BARE: Final = alternatives(
    r"""
    begin forwarded message | anfang der weitergeleiteten nachricht | début du message (?:transféré|réexpédié)
    inicio del mensaje reenviado | inizio messaggio inoltrato | início da mensagem (?:reencaminhada|encaminhada)
    begin doorgestuurd bericht | начало переадресованного сообщения | [-_—–]{2,}\s*(?:{known})
""",
    known=f"{ORIGINAL_MESSAGE}|{FORWARDED}",
)
_BARE_HEADING: Final = pattern(r"^[\s*]*(?:" + _BARE + r")[\s*]*[:：]?[\s*]*$")
_ABOVE: Final = pattern(REPLY_ABOVE)
_RULE: Final = re.compile(r"[\s>*|]*(?:[-_=—–*]\s?){3,}\s*")
_LABEL: Final = re.compile(r"[\s*_>|]*([^:：|\d]{1,24}?)[\s*_]*(?:[:：|])")

_HEADING_WORDS: Final = (
    "begin", "anfang", "début", "inicio", "inizio", "início", "начало", "please", "reply", "bitte", "répondre", "ответьте", "escriba", "請在", "请在",
)  # fmt: skip
_LONGEST: Final = 500
_MOST_WRAPPED: Final = 4


@dataclass(frozen=True, slots=True)
class Announcement:
    """A quoted mail begins behind lines[start:end]. `strong`: a program wrote this, so that all that follows is the quoted mail even where
    it bears no `>`."""

    start: int
    end: int
    strong: bool


def announcement_at(lines: list[str], index: int) -> Announcement | None:
    """The announcement that ends (attributions) or begins (headers, headings) at lines[index], None where there is none."""
    line = lines[index]
    bare = line.strip()
    if not bare or len(bare) > _LONGEST:
        return None
    if bare[-1] in "：:*_" or bare.endswith(("wrote", "-", "—")) or bare[-1] == "작":
        found = _attribution(lines, index)
        if found is not None:
            return found
    if ":" in bare[:40] or "：" in bare[:12] or "|" in bare[:3]:
        found = _mail_headers(lines, index)
        if found is not None:
            return found
    if bare[0] in "-_=—–+*~#|" or bare[:12].lower().startswith(_HEADING_WORDS):
        return _heading(lines, index)
    return None


def _attribution(lines: list[str], index: int) -> Announcement | None:
    joined = ""
    found: Announcement | None = None
    for back in range(_MOST_WRAPPED):
        at = index - back
        if at < 0 or not lines[at].strip() or (back and lines[at].lstrip().startswith(">")):
            break
        joined = f"{lines[at].strip()} {joined}".strip()
        if len(joined) > _LONGEST:
            break
        verdict = _is_attribution(joined)
        # A date broken over lines: what begins with the time of day may go on one line higher.
        if verdict is not None and (found is None or _DATE_FIRST.match(lines[at])):
            found = Announcement(at, index + 1, verdict)
        if found is not None and _YEAR.search(joined):
            break
    if found is not None:
        return found
    last = lines[index].strip()
    quoted = _next_line(lines, index + 1).startswith(">")
    if quoted and (
        _AT_END.search(last)
        or (last[-1] in ":：" and _DATE.search(last) and (_EMAIL.search(last) or _TIME.search(last)))
    ):
        return Announcement(index, index + 1, strong=False)
    return None


def _is_attribution(text: str) -> bool | None:
    """Whether one line of text is an attribution: None for no, else whether only a program can have written it."""
    if text[-1] not in ":：-—" and not text.endswith(("wrote", "작성")) and not text.endswith(("*", "_")):
        return None
    if not _DATE.search(text) or _FIRST_PERSON.search(text):
        return None
    email, first = _EMAIL.search(text) is not None, _DATE_FIRST.match(text) is not None
    time, year = _TIME.search(text) is not None, _YEAR.search(text) is not None
    if _AT_END.search(text):
        if first or email:
            return email or (time and year)
        # "张三 于2024年5月3日 14:20写道："
        return True if time and year else None
    if _INSIDE.search(text) and text[-1] in ":：" and (first or email) and (email or (time and year)):
        return email and _ends_with_name(text)
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


def _next_line(lines: list[str], index: int) -> str:
    while index < len(lines) and not lines[index].strip():
        index += 1
    return lines[index].lstrip() if index < len(lines) else ""


def kind_of_header(line: str) -> str:
    """Which header a line like "**Von:** Jane" names (from, date, to, cc, subject, other), "" where none."""
    match = _LABEL.match(line[:80])
    if match is None:
        return ""
    return KIND_OF_LABEL.get("".join(match[1].split()).lower().strip("*_ "), "")


def _mail_headers(lines: list[str], index: int) -> Announcement | None:
    """A run of at least three headers of a mail, two below a rule; continuation lines and single blank lines may stand between them."""
    first = kind_of_header(lines[index])
    if first not in {"from", "date", "to", "subject"}:
        return None
    kinds: set[str] = set()
    address = False
    last, misses = index, 0
    for at in range(index, min(index + 24, len(lines))):
        line = lines[at]
        kind = kind_of_header(line)
        if kind:
            if kind == "from" and "from" in kinds:
                break
            kinds.add(kind)
            last, misses = at, 0
            address = address or "@" in line
        elif line.strip():
            misses += 1
            if misses > 3 or "subject" in kinds:
                break
            address = address or "@" in line
        elif at + 1 < len(lines) and not kind_of_header(lines[at + 1]):
            break
    core = kinds & {"from", "date", "to", "subject"}
    ruled = _above_is_rule(lines, index)
    enough = (
        len(core) >= 4
        or (len(core) >= 3 and (address or ruled) and "from" in core)
        or (len(core) >= 2 and address and ruled and "from" in core)
    )
    return Announcement(index, last + 1, strong=True) if enough else None


def _above_is_rule(lines: list[str], index: int) -> bool:
    index -= 1
    while index >= 0 and not lines[index].strip():
        index -= 1
    return index >= 0 and (_RULE.fullmatch(lines[index]) is not None or _HEADING.match(lines[index]) is not None)


def _heading(lines: list[str], index: int) -> Announcement | None:
    line = lines[index]
    if len(line) > 160:
        return None
    if _HEADING.match(line) or _BARE_HEADING.match(line):
        return Announcement(index, index + 1, strong=True)
    if (
        "above" in line.lower()
        or "oberhalb" in line.lower()
        or "au-dessus" in line
        or "上方" in line
        or "выше" in line
        or "encima" in line
    ):
        return Announcement(index, index + 1, strong=True) if _ABOVE.search(line) else None
    return None


def start_with_rules(lines: list[str], start: int) -> int:
    """`start` moved up over the blank lines and drawn rules directly above an announcement."""
    while start > 0 and (
        not lines[start - 1].strip() or (len(lines[start - 1]) < 200 and _RULE.fullmatch(lines[start - 1]))
    ):
        start -= 1
    return start
