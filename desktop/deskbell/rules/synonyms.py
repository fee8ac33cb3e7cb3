"""Words that mean the same to those who search the knowledge base: one group a line, as `knowledge.synonyms` keeps them."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from deskbell.rules.folding import fold

MOST: Final = 1_000
"""So many groups are kept."""
LONGEST: Final = 60
"""Letters of one word, or of several that stand side by side."""
_BETWEEN: Final = re.compile(r"[,;=，；、＝]+")


@lru_cache(maxsize=4)
def groups(kept: str) -> tuple[tuple[str, ...], ...]:
    """The groups of two words and more; each word once."""
    found = []
    for line in kept.splitlines():
        words = {fold(word): word for one in _BETWEEN.split(line) if (word := " ".join(one.split())[:LONGEST])}
        if len(words) > 1:
            found.append(tuple(words.values()))
    return tuple(found[:MOST])


def tidy(kept: str) -> str:
    """What is written, as it is kept: what is no group is left out."""
    return "\n".join(", ".join(group) for group in groups(kept))


def same_as(kept: str, word: str) -> Sequence[str]:
    """What else to search for in place of `word`, whatever its case and accents."""
    sought = fold(word).strip()
    found = {fold(one): one for group in groups(kept) if sought in map(fold, group) for one in group}
    return [one for key, one in found.items() if key != sought]


def joined(kept: str, word: str, other: str) -> str:
    """What is kept with `word` in a group with `other`: in the one that has either of the two, else in a new one."""
    found = list(groups(kept))
    for number, group in enumerate(found):
        there = {fold(one) for one in group}
        new = [one for one in (other, word) if fold(one).strip() not in there]
        if len(new) < 2:
            found[number] = (*group, *new)
            break
    else:
        found.append((other, word))
    return tidy("\n".join(", ".join(group) for group in found))


def is_word(word: str) -> bool:
    """Whether it can stand in a group as it is."""
    return bool(word.strip()) and len(word.strip()) <= LONGEST and _BETWEEN.search(word) is None and "\n" not in word
