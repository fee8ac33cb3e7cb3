"""Cutting text into terms, the same before indexing and before asking, on both engines.

Case, accents and width are folded away (ą and a, ё and е, ａ and a are one), Chinese, Japanese and Korean runs become pairs of characters:
退款 is found in 订单的退款还没有到账 although nothing separates the words there. A run's last character is a term of its own, so that a
single character, asked as the beginning of a term, is found at any place.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from deskbell.rules.folding import LETTER, PAIRED, fold

# What stands between two words.
GAP = rf"(?:[\W_](?<![{PAIRED}]))+"
_TOKEN = re.compile(rf"([{PAIRED}]+)|({LETTER}+)")
_HAS_PAIRS = re.compile(f"[{PAIRED}]")
# A word in a text that has none of them: the same as LETTER+, in half the time.
_WORD = re.compile(r"[^\W_]+")
# A longer run of letters is no word that anybody asks for (base64, a URL's tail): the index keeps its beginning.
LONGEST_TERM = 64
# Subjects, people and names of files come again with each message of a thread; bodies don't.
_SHORT = 200


def indexed(text: str) -> str:
    """`text` as the index takes it: its terms in order, with spaces between them."""
    return _kept(text) if len(text) <= _SHORT else _terms(text)


def _terms(text: str) -> str:
    folded = fold(text)
    if _HAS_PAIRS.search(folded) is None:
        return " ".join([word[:LONGEST_TERM] for word in _WORD.findall(folded)])
    found: list[str] = []
    for paired, word in _TOKEN.findall(folded):
        if word:
            found.append(word[:LONGEST_TERM])
        else:
            found.extend(_pairs(paired))
            found.append(paired[-1])
    return " ".join(found)


_kept = lru_cache(maxsize=4096)(_terms)


def phrases(text: str) -> Iterator[tuple[str, ...]]:
    """What to ask for `text`: phrases of terms that stand side by side in the index.

    A run of pairs is a phrase of its own: in the index its last character stands between it and what follows.
    """
    words: list[str] = []
    for paired, word in _TOKEN.findall(fold(text)):
        if word:
            words.append(word[:LONGEST_TERM])
            continue
        if words:
            yield tuple(words)
            words = []
        yield tuple(_pairs(paired)) or (paired,)
    if words:
        yield tuple(words)


def of_pairs(term: str) -> bool:
    """Whether `term` is of a script that is cut into pairs."""
    return _HAS_PAIRS.match(term) is not None


def _pairs(run: str) -> list[str]:
    return [run[start : start + 2] for start in range(len(run) - 1)]
