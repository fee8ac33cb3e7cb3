"""How well a message answers a search, which sorts the best matches first.

Both engines could rank, each in its own way; here both give the same order. How well and how lately are one number, as of a site where stories rise by
votes and sink by age: each doubling of the weight is worth so many days. It does not change as time goes by, so that pages can be read by key.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from math import log2
from typing import Final

from deskbell.rules.folding import fold
from deskbell.store.search import hit
from deskbell.store.search.asked import Phrase
from deskbell.store.search.terms import GAP
from deskbell.store.tables.base import to_milliseconds

# Of a message so many characters are weighed.
LOOKED_AT: Final = 2_000
_DAYS: Final = 60
_MILLISECONDS: Final = _DAYS * 86_400_000
# A word weighs this where it is found; in what is quoted, or in the name of a file, 1.
_IN_SUBJECT: Final = 8
_IN_PEOPLE: Final = 4
_IN_TEXT: Final = 2


class Relevance:
    """Weighs messages for a search for `wanted`, at least one phrase."""

    def __init__(self, wanted: Sequence[Phrase]) -> None:
        self._each = [(hit.pattern((phrase,)), hit.pattern((_whole(phrase),))) for phrase in wanted]
        between = f"(?:{GAP})?"
        alone = [hit.pattern((phrase,)).pattern for phrase in wanted]
        self._together = re.compile(between.join(f"(?:{one})" for one in alone)) if len(alone) > 1 else None

    def of(self, subject: str, people: str, text: str, at: datetime) -> int:
        """What sorts falling: when the message was written, in milliseconds since 1970, and its weight in the same measure. `text` is what its sender
        wrote this time.
        """
        places = ((fold(subject), _IN_SUBJECT), (fold(people), _IN_PEOPLE), (fold(text[:LOOKED_AT]), _IN_TEXT))
        doublings = sum(log2(_weight(loose, whole, places)) for loose, whole in self._each) / len(self._each)
        if self._together is not None and any(self._together.search(there) for there, _ in places):
            doublings += 1
        return to_milliseconds(at) + round(doublings * _MILLISECONDS)


def _whole(phrase: Phrase) -> Phrase:
    """The same as it was typed, which counts for more than the beginning of a longer word."""
    return Phrase(phrase.terms, False, phrase.place)


def _weight(loose: re.Pattern[str], whole: re.Pattern[str], places: Sequence[tuple[str, int]]) -> float:
    weight = 1.0
    for text, worth in places:
        times = len(loose.findall(text))
        if times:
            # The second time says less than the first.
            weight += worth * (1 + log2(times + bool(whole.search(text))))
    return weight
