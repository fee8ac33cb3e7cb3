"""How well what somebody types answers words on the screen, and which of their letters it is that answer."""

from itertools import pairwise
from typing import Final

from msgspec import Struct

from deskbell.rules.folding import fold
from deskbell.rules.likeness import mistyped

_LONGEST: Final = 64
"""So many letters of what was typed, and of the words twice as many, are compared: who types more knows the words."""
_ALL, _BEGINS, _WORD, _WITHIN, _LETTERS, _MISTYPED = 160, 100, 60, 30, 10, 4
# A letter at the beginning of a word, and one right behind the last that answered.
_FIRST, _NEXT = 3, 2
# Over several words one letter of so many may stand elsewhere.
_LOOSE: Final = 4

STRONG: Final = 1 + _WORD
"""From this score on a word of it begins with what was typed."""
WITHIN: Final = 1 + _WITHIN
"""From this score on it holds what was typed as it was, and not only its letters or nearly that."""


class Fit(Struct, frozen=True):
    """`score` is 0 where the words do not answer; `marks` are the places of the letters that do, in the words as they are written."""

    score: int
    marks: tuple[int, ...] = ()


_NONE: Final = Fit(0)


def fit(typed: str, words: str) -> Fit:
    """The whole beginning answers best, then beginnings of words, letters that stand together, letters in their order ("sndsol" is Send and solve), and
    nearly the same word.
    """
    asked = fold(typed[:_LONGEST]).split()
    if not asked:
        return Fit(1)
    text, places = _folded(words[: 2 * _LONGEST])
    starts = {at for at in range(len(text)) if text[at].isalnum() and (at == 0 or not text[at - 1].isalnum())}
    score, marks = 1, set[int]()
    for word in asked:
        at, worth = _stands(word, text, starts)
        if at < 0:
            break
        score += worth
        marks.update(range(at, at + len(word)))
    else:
        whole = " ".join(asked)
        score += _ALL if text == whole else _BEGINS if text.startswith(whole) else 0
        return Fit(score, _written(marks, places))
    letters = _letters("".join(asked), text, starts)
    if letters:
        return Fit(_LETTERS + len(set(letters) & starts), _written(set(letters), places))
    if all(_stands(word, text, starts)[0] >= 0 or mistyped(word, text) for word in asked):
        return Fit(_MISTYPED)
    return _NONE


def _folded(words: str) -> tuple[str, list[int]]:
    """The words folded letter by letter, and of each folded letter where it comes from."""
    text, places = [], []
    for at, letter in enumerate(words):
        for one in fold(letter):
            text.append(one)
            places.append(at)
    return "".join(text), places


def _stands(word: str, text: str, starts: set[int]) -> tuple[int, int]:
    """Where a word stands best, -1 for nowhere, and what that is worth."""
    first = at = text.find(word)
    while at >= 0:
        if at in starts or (at == 0 and first == 0):
            return at, _BEGINS if at == 0 else _WORD
        at = text.find(word, at + 1)
    return first, _WITHIN


def _letters(typed: str, text: str, starts: set[int]) -> tuple[int, ...]:
    """The letters of `text` that are those typed, in their order: as many as can be at beginnings and side by side. None where they are strewn about."""
    rest = iter(text)
    if len(typed) < 2 or not all(letter in rest for letter in typed):
        return ()
    # For each place that may answer the letters so far: what that is worth, and the places before.
    best: dict[int, tuple[int, tuple[int, ...]]] = {
        at: (_FIRST, (at,)) for at in sorted(starts) if text[at] == typed[0]
    }
    for letter in typed[1:]:
        following: dict[int, tuple[int, tuple[int, ...]]] = {}
        reached: tuple[int, tuple[int, ...]] | None = None
        for at in range(1, len(text)):
            before = best.get(at - 1)
            if before is not None and (reached is None or before[0] > reached[0]):
                reached = before
            if text[at] != letter or reached is None:
                continue
            here = (reached[0] + (_FIRST if at in starts else 0), (*reached[1], at))
            if before is not None and before[0] + _NEXT >= here[0]:
                here = (before[0] + max(_NEXT, _FIRST if at in starts else 0), (*before[1], at))
            following[at] = here
        best = following
    if not best:
        return ()
    _, found = max(best.values())
    loose = sum(at not in starts and at - 1 != before for before, at in pairwise(found))
    in_one_word = text[found[0] : found[-1] + 1].isalnum()
    return found if in_one_word or loose <= len(typed) // _LOOSE else ()


def _written(marks: set[int], places: list[int]) -> tuple[int, ...]:
    return tuple(sorted({places[at] for at in marks}))
