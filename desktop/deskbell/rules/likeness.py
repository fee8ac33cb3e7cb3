"""How well what somebody types answers a name in a list. All texts are folded."""

import re
from typing import Final

_WORD: Final = re.compile(r"\w+")
_CLOSE: Final = 78
"""So alike (of 100) must a mistyped word be to a word of a name."""
_SHORTEST: Final = 3
"""A shorter word is like too many others."""

WHOLE: Final = 110
"""The name begins with what was typed."""
WORD: Final = 100
"""A word of it does."""
WITHIN: Final = 80
"""It stands somewhere in it."""


def named(word: str, name: str) -> int:
    """How well a word that was typed answers a name; 0 where it is not in it."""
    if any(part.startswith(word) for part in _WORD.findall(name)):
        return WHOLE if name.startswith(word) else WORD
    return WITHIN if word in name else 0


def mistyped(word: str, name: str) -> bool:
    """Whether a word is nearly one of the name, as far as it was typed: nobody types it to its end."""
    if len(word) < _SHORTEST:
        return False
    # Loaded where somebody searches: no window begins with it.
    from rapidfuzz import fuzz

    parts = (part[: len(word) + 1] for part in _WORD.findall(name))
    return any(fuzz.ratio(word, part) >= _CLOSE for part in parts)
