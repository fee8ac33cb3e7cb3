"""Which searches that found nothing are worth keeping, and as what."""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from msgspec import Struct

from deskbell.rules.article_query import parse
from deskbell.rules.folding import PAIRED, fold

MOST: Final = 500
"""So many are kept: those that were searched for most."""
LONGEST: Final = 60
"""Letters. What is longer was pasted: a customer's words, not somebody's own."""
KEPT_DAYS: Final = 365
"""What nobody has searched for since is forgotten."""

_MOST_WORDS: Final = 6
# Of orders, phones and accounts; 365 and M210 are none.
_MOST_DIGITS: Final = 4
_TELLS_WHO: Final = re.compile(r"@|://|\bwww\.")
_LETTER: Final = re.compile(r"[^\W\d_]")
_PAIRED: Final = re.compile(f"[{PAIRED}]")
_FEWEST: Final = 3
_FEWEST_PAIRED: Final = 2


class Sought(Struct, frozen=True):
    """Words as they were written, and folded: by these they are the same as others."""

    key: str
    written: str


def kept(typed: str) -> Sought | None:
    """What is kept of a search: None of one that says what else an article must be, that is a letter or two, or that may tell who a customer is."""
    query = parse(typed)
    if query.conditions or any(one.negated for one in query.words):
        return None
    written = " ".join(" ".join(one.text for one in query.words).split())
    if len(written) > LONGEST or len(written.split()) > _MOST_WORDS:
        return None
    if _TELLS_WHO.search(written) or sum(map(str.isdigit, written)) > _MOST_DIGITS:
        return None
    paired = len(_PAIRED.findall(written))
    if paired < _FEWEST_PAIRED and len(_LETTER.findall(written)) < _FEWEST:
        return None
    return Sought(" ".join(fold(written).split()), written)


def tells(sought: Sought, people: Iterable[str]) -> bool:
    """Whether the words hold what is blanked out where an article is made of a ticket: an address, or the name of one of these people in any of its cases."""
    # Loaded once somebody found nothing.
    from deskbell.rules.blanking import Blank, Blanking

    marks = {kind: kind.value for kind in Blank}
    # Who searches writes no capitals, and leaves out accents.
    names = Blanking((fold(name).title() for name in people), marks)
    words = sought.key.title()
    return names.text(words) != words or Blanking((), marks).text(sought.written) != sought.written


def runs(sought: Sought) -> tuple[frozenset[str], ...]:
    """What of the words may be somebody's name by itself: all of them, or two side by side."""
    words = sought.key.split()
    pairs = {frozenset(pair) for pair in pairwise(words)}
    return tuple({frozenset(words), *pairs})
