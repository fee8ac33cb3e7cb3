"""Taking out of a ticket's words what tells who wrote them, before they become an article that all read: as far as it is sure, and marked to be looked at."""

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Final

from deskbell.rules.folding import PAIRED


class Blank(StrEnum):
    """What stood where something was taken out."""

    EMAIL = "email"
    LINK = "link"
    ADDRESS = "address"
    PHONE = "phone"
    NUMBER = "number"
    NAME = "name"


_EMAIL: Final = re.compile(r"(?<![\w.+%-])[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
# With what a server would know somebody by: a question, a fragment, or a part that no person has thought of.
_LINK: Final = re.compile(r"(?:https?://|www\.)[^\s<>\"']*(?:[?#][^\s<>\"']+|/(?=[^\s/]*\d)[\w.~%=-]{12,})[^\s<>\"']*")
_ANY_LINK: Final = re.compile(r"(?:https?://|www\.)[^\s<>\"']+")
_CAPITAL: Final = r"[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁ]"
_ADDRESS: Final = re.compile(
    "|".join(
        (
            # 12 Mill Road; 221B Baker Street
            rf"\b\d{{1,4}}[A-Za-z]? (?:{_CAPITAL}[\w'’]+ ){{1,3}}(?:Street|St\.|Road|Rd\.|Lane|Avenue|Ave\.|Drive|Close|Square|Court|Way)\b",
            # Lindenstraße 5, Am Alten Markt wants more than this knows
            rf"\b{_CAPITAL}[\w-]*(?:straße|strasse|str\.|weg|platz|gasse|allee) ?\d{{1,4}}[a-z]?\b",
            # Gedimino pr. 9-12
            rf"\b{_CAPITAL}\w+ (?:g\.|gatvė|pr\.|prospektas|al\.|alėja|pl\.) ?\d{{1,4}}\w?(?:[-–]\d+)?",
            # ул. Ленина, д. 5, кв. 12
            r"(?:ул\.|улица|пр\.|проспект|пер\.|переулок|ш\.|шоссе) ?[А-ЯЁ][\w-]+,? ?(?:д\.|дом)? ?\d+\w?(?:,? (?:корп\.|кв\.) ?\d+)*",
            # 南京西路1266号恒隆广场38楼
            r"[\u4e00-\u9fff]{2,12}?(?:路|街|大道|巷|弄)\d+[号號弄](?:[\u4e00-\u9fff]{0,8}\d*(?:楼|樓|室|栋|棟))*",
            # 10115 Berlin, LT-01103 Vilnius, SW1A 1AA
            rf"\b(?:[A-Z]{{1,2}}-)?\d{{5}} {_CAPITAL}[a-zß-öø-ÿā-ž]{{2,}}\b",
            r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b",
        )
    )
)
_DATE: Final = re.compile(
    r"\d{4}([-./])\d{1,2}\1\d{1,2}|\d{1,2}([-./])\d{1,2}\2\d{2,4}|(?:\d{1,3}\.){3}\d{1,3}|\d{1,3}(?: \d{3})+(?=[.,]\d\d\b)"
)
_PHONE: Final = re.compile(r"(?<![\w.,-])(?:\+|\(?\+?\d)[\d() ./-]{5,}\d(?![\w])")
_DIGITS: Final = range(7, 16)
# Of orders, invoices, parcels, accounts and cards; 300 of Aria 300, 2.4 GHz and M210 are none.
_NUMBER: Final = re.compile(
    r"(?<![\w.,])(?:#|№ ?|[Nn]o\. ?)?(?:[A-Z]{1,5}-?)?\d(?:[\d-]|(?<=\d{4}) (?=\d{4})){3,}\d(?![\w]|[.,]\d)|(?:#|№ ?)\d+"
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_LATIN: Final = 3
_STEMMED: Final = 5
_TITLED: Final = r"(?:先生|女士|小姐|太太|さん|様)"


class Blanking:
    """Knows the people of a ticket by what they are called; `words` is what each kind of blank is called."""

    def __init__(self, names: Iterable[str], words: Mapping[Blank, str]) -> None:
        self._marks = {kind: f"⟦{words[kind]}⟧" for kind in Blank}
        self._names = _pattern(names)

    def text(self, text: str) -> str:
        """The text with a mark in place of each."""
        text = _LINK.sub(self._marks[Blank.LINK], text)
        kept: list[str] = []

        def keep(found: re.Match[str]) -> str:
            """A link, or a date, holds digits that are no phone number."""
            kept.append(found[0])
            return f"\ue000{len(kept) - 1}\ue001"

        text = _EMAIL.sub(self._marks[Blank.EMAIL], text.replace("\ue000", "").replace("\ue001", ""))
        text = _ANY_LINK.sub(keep, text)
        text = _ADDRESS.sub(self._marks[Blank.ADDRESS], text)
        text = _DATE.sub(keep, text)
        text = _PHONE.sub(self._phone, text)
        text = _NUMBER.sub(self._number, text)
        if self._names is not None:
            text = self._names.sub(self._marks[Blank.NAME], text)
        return re.sub("\ue000(\\d+)\ue001", lambda found: kept[int(found[1])], text)

    def _phone(self, found: re.Match[str]) -> str:
        digits = sum(map(str.isdigit, found[0]))
        if digits in _DIGITS and (found[0][0] in "+(0" or re.search(r"[ ()./-]", found[0])):
            return self._marks[Blank.PHONE]
        return found[0]

    def _number(self, found: re.Match[str]) -> str:
        return found[0] if _YEAR.fullmatch(found[0]) else self._marks[Blank.NUMBER]


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """Whole names, and each of their words where it has its capital, in all its cases: Petrausko of Petrauskas."""
    parts: set[str] = set()
    for name in names:
        words = name.replace(",", " ").split()
        parts |= {_word(word) for word in words if len(word) >= _LATIN and word[0].isupper()}
        run = "".join(words)
        if re.fullmatch(f"[{PAIRED}]{{2,4}}", run):
            parts |= {re.escape(run), f"{re.escape(run[0])}{_TITLED}", re.escape(run[1:]) if len(run) > 2 else ""}
    found = sorted(parts - {""}, key=len, reverse=True)
    # Two of them side by side are one name.
    return re.compile(f"(?:{'|'.join(found)})(?: (?:{'|'.join(found)}))*") if found else None


def _word(word: str) -> str:
    stem = word[:-2] if len(word) >= _STEMMED else word
    return rf"(?<!\w){re.escape(stem)}\w{{0,4}}(?!\w)" if stem != word else rf"(?<!\w){re.escape(word)}(?!\w)"


def marks_in(text: str) -> int:
    """How many blanks stand in a text."""
    return text.count("⟦")


def drafted(question: str, answer: str, heads: Sequence[str]) -> str:
    """An article's Markdown of what somebody asked and what they were told, both blanked out; `heads` stand above the two."""
    # Loaded where somebody makes one.
    from deskbell.rules.markdown.escaping import escaped, line

    parts = []
    for head, words in zip(heads, (question, answer), strict=True):
        lines = [line(escaped(one.strip())) for one in words.strip().split("\n")]
        if any(lines):
            parts.append(f"## {head}\n\n" + "\n".join(lines))
    return "\n\n".join(parts) + "\n" if parts else ""
