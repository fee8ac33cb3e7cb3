"""What can stand in the search box where the caret is: the name of a condition, or one of its values."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct

from deskbell.rules.folding import fold
from deskbell.rules.search_query import CHOICES, OF_FIELDS, Key, Place

AT_MOST: Final = 8
"""So many are offered."""
_SHORTEST: Final = 2
"""Letters of a word before it may be the beginning of a condition's name: one letter is that of any word."""

Names = Callable[[Key], Iterable[str]]
"""What the desk has of a kind: its agents, its tags."""

# What may stand for a name besides.
_WORDS: Final[Mapping[Key, tuple[str, ...]]] = {
    **CHOICES,
    Key.ASSIGNEE: ("me", "none"),
    Key.FOLLOWER: ("me", "none"),
    Key.MENTIONED: ("me",),
    Key.TEAM: ("mine", "none"),
    Key.ORG: ("none",),
    Key.DUE: ("overdue", "today", "tomorrow", "<=7d", "none"),
    Key.BEFORE: ("today", "7d", "30d", "1y"),
    Key.AFTER: ("today", "yesterday", "7d", "30d", "1y"),
}
# In the order in which they are likely to be meant.
_KEYS: Final = (
    *(Key.STATUS, Key.ASSIGNEE, Key.TEAM, Key.MAILBOX, Key.TAG, Key.IS, Key.HAS, Key.PRIORITY, Key.TYPE, Key.DUE),
    *(
        Place.SENDER,
        Place.RECIPIENT,
        Place.SUBJECT,
        Key.CUSTOMER,
        Key.CUSTOMER_TAG,
        Key.CUSTOMER_FIELD,
        Key.ORG,
        Key.ORG_FIELD,
        Key.VIP,
        Key.FOLLOWER,
        Key.MENTIONED,
        Key.LEVEL,
    ),
    *(Key.BEFORE, Key.AFTER, Key.FIELD, Key.NUMBER),
)
_COLONS: Final = str.maketrans({"：": ":", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "＂": '"'})
# What is being written: the last word before the caret, which may be in quotes that are still open, and may have quotes behind its colon.
_WRITTEN: Final = re.compile(r'(?:^|(?<=\s))-?(?:(?P<key>[A-Za-z]+(?:-[A-Za-z]+)?):)?(?P<value>"[^"]*|[^\s"]*)$')


class Offer(Struct, frozen=True):
    """What can be put in the place of the letters from `start` up to the caret; `text` is how it is written. `words` are what it is called in a list."""

    start: int
    text: str
    words: str


def offers(text: str, caret: int, names: Names) -> Sequence[Offer]:
    """What goes on with what stands before the caret, the likeliest first; nothing where all of it may be plain words, or is whole already."""
    before = text[:caret].translate(_COLONS)
    # Inside a word or behind an open quote nothing is begun.
    found = _WRITTEN.search(before)
    if found is None or (caret < len(text) and not text[caret].isspace()):
        return ()
    if found["key"] is None:
        return _of_keys(found["value"], found.start("value"))
    try:
        key = Key(found["key"].lower())
    except ValueError:
        return ()
    value, start = found["value"], found.start("value")
    quoted = value.startswith('"')
    typed = value[1:] if quoted else value.rpartition(",")[2]
    begin = start if quoted else start + len(value) - len(typed)
    whole = (*_WORDS.get(key, ()), *names(key))
    best = _best(typed, whole)
    if [fold(one) for one in best] == [fold(typed)]:
        return ()
    return tuple(Offer(begin, _written(key, one, alone=begin == start), one) for one in best)


def _of_keys(typed: str, start: int) -> Sequence[Offer]:
    letters = typed.lower()
    if len(letters) < _SHORTEST or not letters.replace("-", "").isalpha():
        return ()
    keys = [key for key in _KEYS if key.startswith(letters)]
    return tuple(Offer(start, f"{key}:", f"{key}:") for key in keys[:AT_MOST])


def _best(typed: str, whole: Iterable[str]) -> list[str]:
    """Those that begin so, then those with a word that does, then those that hold it."""
    sought = fold(typed).lstrip()
    ranked = []
    for number, one in enumerate(dict.fromkeys(whole)):
        folded = fold(one)
        if folded.startswith(sought):
            rank = 0
        elif any(part.startswith(sought) for part in folded.split()):
            rank = 1
        elif sought in folded:
            rank = 2
        else:
            continue
        ranked.append((rank, number, one))
    return [one for _, _, one in sorted(ranked)[:AT_MOST]]


def _written(key: Key, one: str, *, alone: bool) -> str:
    """As it must be typed. A field is followed by what it is to hold; in quotes no other value can stand beside it."""
    quoted = any(letter.isspace() or letter in ',"' for letter in one)
    if quoted and (not alone or '"' in one):
        # What has quotes of its own is found by what it holds.
        plain = one.split('"', maxsplit=1)[0].strip() or one
        return plain.split()[0] if not alone else f'"{plain}" '
    words = f'"{one}"' if quoted else one
    return words if key in OF_FIELDS else f"{words} "
