"""Who is meant by an @ in a note: found in what was written, and offered while it is written."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from deskbell.rules.folding import LETTER, fold
from deskbell.rules.likeness import mistyped, named

_SIGNS: Final = ("@", "＠")
# Letters, and what stands within an address: behind them an @ is one of that.
_WITHIN_ADDRESS: Final = r"_.%+/@-"
_BEGIN: Final = rf"(?<!{LETTER})(?<![{_WITHIN_ADDRESS}])"
_MAY_BEGIN: Final = re.compile(rf".*(?:{LETTER}|[{_WITHIN_ADDRESS}])", re.DOTALL)
_ENDS_IN_LETTER: Final = re.compile(rf".*(?:{LETTER}|_)", re.DOTALL)
# Where a name ends no letter goes on, nor a second name that is joined to it.
_END: Final = rf"(?!{LETTER}|[_@]|-{LETTER})"
_GAP: Final = r"[^\S\n]+"
_LONGEST_QUERY: Final = 40
_MOST_WORDS: Final = 4


def may_mention(text: str) -> bool:
    """Whether a text could mention anybody: it has the sign for it."""
    return any(sign in text for sign in _SIGNS)


def mentioned(
    text: str, people: Iterable[tuple[int, str]], teams: Iterable[tuple[str, Iterable[int]]] = ()
) -> tuple[int, ...]:
    """Whom a note mentions by @ and their name, in the order of the note. `people` are those whom it can: ids and names. By the name of a team all of
    those are meant who are in it (`teams`: names and ids).

    Their first name is enough where no two have it. Of two names the longer one is meant. Case, accents and the width of spaces count as little as in the
    search. Of one name that two have, both are meant. A mail address mentions nobody.
    """
    if not may_mention(text):
        return ()
    there = tuple(people)
    called = _called(there)
    ids = {person for person, _ in there}
    for name, members in teams:
        if key := " ".join(fold(name).split()):
            called[key] = [*called.get(key, ()), *sorted(ids.intersection(members))]
    if not called:
        return ()
    names = sorted(called, key=len, reverse=True)
    asked = re.compile(f"{_BEGIN}@(?:{'|'.join(map(_pattern, names))})")
    found = (" ".join(one[0].removeprefix("@").split()) for one in asked.finditer(fold(text)))
    return tuple(dict.fromkeys(person for name in found for person in called[name]))


def may_begin(before: str) -> bool:
    """Whether an @ behind these words of a line asks for somebody: not within a word or an address."""
    return _MAY_BEGIN.fullmatch(fold(before)) is None


def at_query(typed: str) -> str | None:
    """What `typed`, from an @ up to the caret, asks the list of colleagues for; None where it is something else."""
    query = typed[1:]
    if not typed.startswith(_SIGNS) or query[:1].isspace() or query[-2:].isspace() or len(query) > _LONGEST_QUERY:
        return None
    return None if may_mention(query) or len(query.split()) > _MOST_WORDS else query


def offered(query: str, people: Sequence[tuple[int, str]]) -> tuple[int, ...]:
    """Those of these people (ids and names) whose name is like what was typed, best first, else in the order given; all where nothing was."""
    words = fold(query).split()
    found = []
    for place, (person, name) in enumerate(people):
        folded = fold(name)
        matches = [named(word, folded) or (1 if mistyped(word, folded) else 0) for word in words]
        if all(matches):
            found.append((-sum(matches), place, person))
    return tuple(person for _, _, person in sorted(found))


def _called(people: Iterable[tuple[int, str]]) -> dict[str, list[int]]:
    """These people by what they can be called, folded."""
    called: dict[str, list[int]] = {}
    firsts: Counter[str] = Counter()
    for person, name in people:
        if words := fold(name).split():
            called.setdefault(" ".join(words), []).append(person)
            firsts[words[0]] += 1
    for name, ids in list(called.items()):
        first = name.partition(" ")[0]
        # A title, or a letter with a dot, is nothing to be called by.
        if firsts[first] == 1 and not first.endswith("."):
            called.setdefault(first, ids)
    return called


def _pattern(name: str) -> str:
    """A name, folded, as a regular expression that ends where it does."""
    words = _GAP.join(map(re.escape, name.split(" ")))
    return f"{words}{_END}" if _ENDS_IN_LETTER.fullmatch(name) else words
