"""Attributions: the line above a quote that says who wrote it and when ("On Friday, 3 May 2024, Ona <ona@desk.example> wrote:")."""

import re
from typing import Final

from deskbell.mail.reply_text.labels import QUOTING, WROTE_AT_END, WROTE_INSIDE
from deskbell.mail.reply_text.table import pattern

_AT_END: Final = pattern(r"(?:" + WROTE_AT_END + r")[\s*_]*[:：]?[\s*_]*$")
_INSIDE: Final = pattern(WROTE_INSIDE)
_FIRST_PERSON: Final = pattern(
    r"(?:^|\s)(?:i|we|ich|wir|je|j'ai|nous|yo|io|eu|ik|wij|ja|я|мы|ми|aš|mes|es|jag|vi|jeg|minä|já)\s(?:also |have |had |habe |haben |ai |auch )?(?:wrote|schrieb|schrieben|geschrieben|écrit|escrib|skrev|napisał|писал|написал)|(?:^|\s)(?:我们?|我們|私|제가|저는|내가)",
)
# Up to four words (a weekday, "On", "W dniu", "Le"), then a figure: dates begin so in every language of the table.
_DATE_FIRST: Final = pattern(r'^[\s"“*_\-—|]*(?:\p{L}[\p{L}.,\'’]*[\s,]+){0,4}["“]?\d')
# A sentence, or a word of thanks, stands before the date: "Yes, do. On Friday, 3 May …".
_OWN_START: Final = pattern(
    r"^[^\d]*\p{L}{2}[.!?]\s+\p{L}|^\W*(?:thanks|thank|yes|ok|okay|hi|hello|danke|ja|nein|hallo|merci|oui|bonjour|gracias|sí|hola|grazie|sì|ciao|obrigad[oa]|sim|"
    r"bedankt|dziękuję|спасибо|да|дякую|ačiū|taip|paldies|tack|tak|takk|kiitos|děkuji|ano)[\s,]"
)
# "Ona Desk <ona@desk.example> schrieb am …", "Ona Desk kirjoitti 3.5.2024 …".
_NAME_FIRST: Final = pattern(r"^[\s\"“*_‐-―|]*(?:[^\s!?:<>@\d]+\s+){0,6}?[^\s!?:@]*(?:@|\d)")
# What is short and simple is quicker without RE2; a line is never longer than _LONGEST.
_DATE_OR_EMAIL: Final = re.compile(r"\d|[^\s<>]@[^\s<>]")
_DATE: Final = re.compile(
    r"\d{1,2}[:.h]\d{2}|(?:19|20)\d\d|\d{1,2}[./-]\s?\d{1,2}[./-]|\d{1,2}\.?\s+(?:de\s+)?[^\W\d_]{3,}|[^\W\d_]{3,}\.?\s+\d{1,2}\b|\d{1,2}월|\d{1,2}月",
)
# A day of a month, without its year.
_DAY: Final = re.compile(
    r"(?:^|[^:.\d])\d{1,2}\.?\s+(?:de\s+)?[^\W\d_]{3,}|[^\W\d_]{3,}\.?\s+\d{1,2}(?:[\s,]|\.\s|st|nd|rd|th|$)|\d{1,2}[./-]\s?\d{1,2}[./-]|\d{1,2}월|\d{1,2}月"
)
_TIME: Final = re.compile(r"\d{1,2}[:.h]\d{2}")
_YEAR: Final = re.compile(r"(?:19|20)\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2}")
_EMAIL: Final = re.compile(r"[^\s<>]@[^\s<>]")
_EMAIL_LAST: Final = pattern(
    r"(?:<\s*(?:mailto:)?[^\s<>]+@[^\s<>]+(?:\s*<[^<>]*>)?\s*>+[\"”»)]*|\d\S* (?:by|von|от|par|da|de|por|van|od) [^\s<>@]+@[^\s<>@:]+)\s*[:：]\s*$"
)
# A log or a diary: "4 May 10:00 - Ona wrote:".
_DIARY: Final = re.compile(r"\d\)?\s[-–—]\s")
_QUOTING: Final = pattern(r"^\s*(?:" + QUOTING + r")\s[^:]*@[^:]*:\s*$")
# What stands between a date and the verb, or inside a name.
_PARTICLES: Final = frozenset({
    "a", "al", "bin", "by", "ha", "har", "het", "da", "das", "de", "del", "della", "der", "di", "do", "dos", "du", "e", "el", "ibn", "la",
    "le", "o", "of", "pm", "am", "schrieb", "skrev", "hat", "van", "von", "vom", "via", "y", "zu", "użytkownik", "odesílatel", "uhr", "kl",
    "klo",
})  # fmt: skip
_LONGEST: Final = 500
_MOST_WRAPPED: Final = 4


def attribution_at(lines: list[str], index: int, last: str) -> tuple[int, bool] | None:
    """Where the attribution begins that ends with lines[index], and whether only a program can have written it, so that all that follows is the
    quoted mail even where it bears no `>`. None where there is none. `last`: what of lines[index] belongs to it."""
    joined = ""
    found: tuple[int, bool] | None = None
    for back in range(_MOST_WRAPPED):
        at = index - back
        if at < 0 or not lines[at].strip() or (back and _depth(lines[at]) not in {0, _depth(lines[index])}):
            break
        joined = f"{lines[at].strip('> ')} {joined}".strip() if back else last.lstrip("> ")
        if len(joined) > _LONGEST:
            break
        verdict = _is_attribution(joined)
        # A date broken over lines: what begins with the time of day may go on one line higher.
        if verdict is not None and (found is None or _DATE_FIRST.match(lines[at])):
            found = at, verdict and ("@" in joined or _stands_free(lines, at, index, joined))
        if found is not None and (_YEAR.search(joined) or _DAY.search(joined)):
            break
    if found is None and next_starts(lines, index, ">") and _may_announce(last.lstrip("> ")):
        return index, False
    return found


def next_filled(lines: list[str], index: int) -> int:
    """The first line from lines[index] on that is not blank; len(lines) where there is none."""
    while index < len(lines) and not lines[index].strip():
        index += 1
    return index


def next_starts(lines: list[str], index: int, start: str) -> bool:
    """Whether the next filled line below lines[index] begins with `start`."""
    following = next_filled(lines, index + 1)
    return following < len(lines) and lines[following].lstrip().startswith(start)


def _depth(line: str) -> int:
    """How many `>` a line begins with."""
    bare = line.lstrip()
    return len(bare) - len(bare.lstrip(">"))


def _may_announce(line: str) -> bool:
    """Whether a line above a quote is rather an attribution than a sentence of the sender's own ("I agree with what Bob wrote:")."""
    if _QUOTING.match(line):
        return True
    if _FIRST_PERSON.search(line) or not (_leads_in(line) or _names_first(line)) or not _DATE_OR_EMAIL.search(line):
        return False
    if _AT_END.search(line):
        return True
    return line[-1] in ":：" and (
        _EMAIL.search(line) is not None or (_TIME.search(line) is not None and _only_a_name_behind(line))
    )


def says_who_wrote(line: str) -> bool:
    """Whether a line ends with "wrote", and it is not the sender who did."""
    return _AT_END.search(line) is not None and _FIRST_PERSON.search(line) is None


def _leads_in(text: str) -> bool:
    """Whether a text begins with a date as programs write it, and not with a sentence of the sender's own before it."""
    return _DATE_FIRST.match(text) is not None and _OWN_START.match(text) is None


def _names_first(text: str) -> bool:
    """Whether a text begins with a name, before its address or date."""
    return _NAME_FIRST.match(text) is not None and _OWN_START.match(text) is None


def _stands_free(lines: list[str], start: int, end: int, text: str) -> bool:
    """Whether an attribution without an address has a blank line above it, as programs set it, holds but a name, and is no entry of a diary."""
    if next_starts(lines, end, ">"):
        return False
    return (start == 0 or not lines[start - 1].strip()) and _DIARY.search(text) is None and _only_a_name_behind(text)


def _only_a_name_behind(text: str) -> bool:
    """Whether behind the date of an attribution no words stand but a name. "My colleague", "the display": a person tells of somebody."""
    words = text.rstrip(":： ").split()
    if _AT_END.search(text):
        words.pop()
    dates = [number for number, word in enumerate(words) if _TIME.search(word) or _YEAR.search(word)]
    after = words[dates[-1] + 1 :] if dates else []
    return not any(word.isalpha() and word.islower() and word not in _PARTICLES for word in after)


def _is_attribution(text: str) -> bool | None:
    """Whether one line of text is an attribution: None for no, else whether only a program can have written it."""
    if text[-1] not in ":：-—" and not text.endswith(("wrote", "작성")) and not text.endswith(("*", "_")):
        return None
    if not _DATE.search(text) or _FIRST_PERSON.search(text):
        return None
    day = _YEAR.search(text) is not None or _DAY.search(text) is not None
    first = _leads_in(text)
    if not first and not _names_first(text):
        return None
    email = _EMAIL.search(text) is not None
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
