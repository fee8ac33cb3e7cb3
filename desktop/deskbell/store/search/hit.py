"""The line in which a search found something, for the card in the list."""

import re
from collections.abc import Iterable, Sequence

from deskbell.rules.folding import LETTER, fold
from deskbell.store.search.asked import Phrase
from deskbell.store.search.terms import GAP, LONGEST_TERM, of_pairs

# About so many characters are shown, the found word among them.
WIDTH = 120
# Of a longer text only the beginning is looked through.
LOOKED_THROUGH = 20_000
# So much is left before the word that was found, so that it is seen in its sentence.
_BEFORE = 40
_MORE = "…"


def pattern(wanted: Iterable[Phrase]) -> re.Pattern[str]:
    """What finds any of these phrases in a folded line."""
    return re.compile("|".join(map(_one, wanted)) or r"(?!)")


def line(texts: Sequence[str], wanted: re.Pattern[str]) -> str:
    """The first line of the first of `texts` that holds what is wanted, cut to about `WIDTH` characters around it; "" where none does."""
    for text in texts:
        for written in text[:LOOKED_THROUGH].splitlines():
            found = wanted.search(fold(written))
            if found:
                return _cut(written, _place(written, found.start()))
    return ""


def places(text: str, wanted: re.Pattern[str]) -> list[tuple[int, int]]:
    """Where in a text what is wanted begins and ends, each time that it stands there."""
    folded = fold(text)
    at = range(len(text)) if text.isascii() else [place for place, one in enumerate(text) for _ in fold(one)]
    found = ((one.start(), one.end()) for one in wanted.finditer(folded))
    return [(at[start], at[end - 1] + 1) for start, end in found if start < end <= len(at)]


def _one(phrase: Phrase) -> str:
    if of_pairs(phrase.terms[0]):
        # Pairs overlap by one: 订单 单的 was 订单的.
        return re.escape("".join(pair[0] for pair in phrase.terms[:-1]) + phrase.terms[-1])
    words = GAP.join(map(re.escape, phrase.terms))
    whole = not phrase.prefix and len(phrase.terms[-1]) < LONGEST_TERM
    return f"(?<!{LETTER}){words}" + (f"(?!{LETTER})" if whole else "")


def _place(written: str, at: int) -> int:
    """Where in `written` the character lies that is at `at` once the text is folded: folding makes some letters two, and marks none."""
    if written.isascii():
        return at
    length = 0
    for place, character in enumerate(written):
        length += len(fold(character))
        if length > at:
            return place
    return 0


def _cut(written: str, at: int) -> str:
    """About `WIDTH` characters of `written` around `at`, whole words, spaces made one."""
    start, end = 0, len(written)
    if end > WIDTH:
        start = max(0, min(at - _BEFORE, end - WIDTH))
        end = start + WIDTH
        # Begin at a word, if one begins before what was found.
        space = written.find(" ", start - 1, at) if start else -1
        start = space + 1 if space >= 0 else start
        space = written.rfind(" ", at, end) if end < len(written) else -1
        end = space if space > at else end
    shown = " ".join(written[start:end].split())
    return (_MORE if start else "") + shown + (_MORE if end < len(written) else "")
