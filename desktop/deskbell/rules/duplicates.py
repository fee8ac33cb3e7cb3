"""Whether two tickets of one customer are about the same: by their subjects, else by what was written first."""

import re
from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from deskbell.rules.folding import LETTER, PAIRED, fold
from deskbell.rules.quoting import bare_subject

MOST: Final = 3
"""So many are offered at most."""
LOOKED_AT: Final = 2_000
"""So many characters of a text tell what it is about."""

# Words; of scripts without spaces each pair of letters.
_TERM: Final = re.compile(rf"{LETTER}+|[{PAIRED}](?=([{PAIRED}]?))")
_NUMBERED: Final = re.compile(r"[\[(【]?\s?#\d{1,18}\s?[\])】]?")
# What tells one order or invoice from another.
_NUMBER: Final = re.compile(r"\d{4,}")
# A subject of fewer letters says too little by itself: "Hello", "Question".
_TELLING: Final = 9
_PAIRED_TELLING: Final = 4
_SUBJECTS_ALIKE: Final = 0.6
_TEXTS_ALIKE: Final = 0.6
# Of a text with fewer terms half may be a greeting.
_LONG_ENOUGH: Final = 8


class Written(Struct, frozen=True):
    """What is compared of a ticket: its subject, and what was written first."""

    id: int
    subject: str
    text: str = ""


class _Terms(Struct, frozen=True):
    subject: frozenset[str]
    text: frozenset[str]
    numbers: frozenset[str]
    telling: bool


def likely(one: Written, others: Iterable[Written]) -> tuple[int, ...]:
    """Those of `others` (ids) that may well be about the same as `one`, at most `MOST`; the likeliest first, of equals in their order."""
    here = _terms(one)
    alike = [(_likeness(here, _terms(other)), other.id) for other in others]
    found = sorted((pair for pair in alike if pair[0]), key=lambda pair: -pair[0])
    return tuple(number for _, number in found[:MOST])


def _likeness(here: _Terms, there: _Terms) -> float:
    """From 0, not alike, to 1."""
    if here.numbers and there.numbers and not here.numbers & there.numbers:
        # The same form for another order.
        return 0
    subjects = _shared(here.subject, there.subject) if here.telling and there.telling else 0
    enough = min(len(here.text), len(there.text)) >= _LONG_ENOUGH
    texts = _shared(here.text, there.text) if enough else 0
    return max(subjects if subjects >= _SUBJECTS_ALIKE else 0, texts if texts >= _TEXTS_ALIKE else 0)


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of both is in both (Dice's coefficient)."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0


def _terms(of: Written) -> _Terms:
    subject = fold(_NUMBERED.sub(" ", bare_subject(of.subject)))
    text = fold(of.text[:LOOKED_AT])
    terms = _split(subject)
    numbers = frozenset(_NUMBER.findall(subject)) or frozenset(_NUMBER.findall(text))
    paired = sum(len(term) for term in terms if re.match(f"[{PAIRED}]", term))
    letters = sum(len(term) for term in terms) - paired
    return _Terms(terms, _split(text), numbers, letters >= _TELLING or paired >= _PAIRED_TELLING)


def _split(text: str) -> frozenset[str]:
    return frozenset(match[0] + (match[1] or "") for match in _TERM.finditer(text))
