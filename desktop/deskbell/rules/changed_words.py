"""What somebody changed about a text, word by word."""

import re
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

from msgspec import Struct

_WORDS: Final = re.compile(r"\s+|\w+|[^\w\s]")
# Beyond that many pieces comparing would keep the window waiting: all of it is said to be other.
_MOST: Final = 6_000


class Change(StrEnum):
    """What became of a piece: it was KEPT, taken OUT, or put IN."""

    KEPT = "kept"
    OUT = "out"
    IN = "in"


class Piece(Struct, frozen=True):
    """A piece of the two texts."""

    change: Change
    text: str


def changed_words(before: str, after: str) -> tuple[Piece, ...]:
    """Both texts as one: without what was put in it is `before`, without what was taken out `after`."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) + len(new) > _MOST:
        return tuple(Piece(change, text) for change, text in ((Change.OUT, before), (Change.IN, after)) if text)
    found: list[Piece] = []
    for _, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        out, into = "".join(old[first:last]), "".join(new[start:end])
        if out == into:
            found.append(Piece(Change.KEPT, out))
            continue
        found += [Piece(change, text) for change, text in ((Change.OUT, out), (Change.IN, into)) if text]
    return tuple(found)
