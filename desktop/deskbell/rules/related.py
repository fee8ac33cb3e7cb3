"""Which articles are related to the one that is read: the more they have in common with it, the sooner they are named."""

from collections.abc import Iterable
from typing import Final

from msgspec import Struct

MOST: Final = 5
"""So many are named."""

_LINKED: Final = 3.0
_TAG: Final = 1.5
_MOST_TAGS: Final = 2
_WORDS: Final = 3.0
_CATEGORY: Final = 1.0


class InCommon(Struct, frozen=True):
    """What an article has in common with the one that is read. `likeness` is how much their words are alike, whatever number says so."""

    article_id: int
    linked: bool = False
    tags: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    likeness: float = 0.0
    same_category: bool = False


def nearest(candidates: Iterable[InCommon]) -> tuple[InCommon, ...]:
    """Those that are named, the nearest first. One that has nothing in common is not."""
    some = tuple(candidates)
    most = max((one.likeness for one in some), default=0.0)
    scored = [(_score(one, most), one) for one in some]
    ranked = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: (-pair[0], pair[1].article_id))
    return tuple(one for _, one in ranked[:MOST])


def _score(one: InCommon, most: float) -> float:
    alike = one.likeness / most if most else 0.0
    tags = min(len(one.tags), _MOST_TAGS)
    return _LINKED * one.linked + _TAG * tags + _WORDS * alike + _CATEGORY * one.same_category
