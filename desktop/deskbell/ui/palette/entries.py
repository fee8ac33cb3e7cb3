"""What the palette offers, and how well an entry answers what was typed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import IntEnum
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from deskbell.rules.finding import STRONG, WITHIN, fit
from deskbell.ui.theme.icons import Icon


class Part(IntEnum):
    """What an entry is; the value is the order of parts that answer equally well."""

    RECENT = 0
    OPENED = 1
    DO = 2
    GO = 3
    SETTING = 4
    TICKET = 5
    CUSTOMER = 6
    ARTICLE = 7


MOST: Final[Mapping[Part, int]] = {
    Part.RECENT: 6,
    Part.OPENED: 4,
    Part.DO: 5,
    Part.GO: 4,
    Part.SETTING: 3,
    Part.TICKET: 5,
    Part.CUSTOMER: 4,
    Part.ARTICLE: 4,
}
"""So many of each part are shown."""


class Entry(Struct, frozen=True):
    """One line: its words, what stands faintly behind them (keys, a count, a customer), and what choosing it does. `also` is what it is found by as
    well, `key` what it is remembered by ("" for not at all), `marks` the places of the letters that answer.
    """

    words: str
    detail: str
    icon: Icon
    do: Callable[[], None]
    part: Part = Part.DO
    key: str = ""
    also: str = ""
    marks: tuple[int, ...] = ()


class Answers(Struct, frozen=True):
    """The entries of one part that answer, the best first. `strong`: a word of the best begins with what was typed."""

    part: Part
    entries: tuple[Entry, ...]
    strong: bool


def answers(typed: str, entries: Iterable[Entry], lately: Sequence[str] = ()) -> list[Answers]:
    """The entries that answer, with the letters that do: the part with the best entry first. Of equals what was
    chosen `lately` (keys, the last one first), then who stood first. Where words begin with what was typed, those that only have its letters here and
    there, or nearly, are left out.
    """
    rank = {key: number for number, key in enumerate(lately)}
    fits = [(entry, fit(typed, entry.words)) for entry in entries]
    least = WITHIN if any(one.score >= STRONG for _, one in fits) else 1
    scored: dict[Part, list[tuple[int, int, Entry]]] = {}
    for entry, one in fits:
        score = one.score if one.score >= least else 0
        if not score and entry.also:
            also = fit(typed, entry.also).score
            # Behind what the words answer as well.
            score = (also + 1) // 2 if also >= least else 0
        if score:
            line = (
                -score,
                rank.get(entry.key, len(rank)),
                replace(entry, marks=one.marks if one.score >= least else ()),
            )
            scored.setdefault(entry.part, []).append(line)
    found = []
    for part, lines in sorted(scored.items(), key=lambda of: (min(line[:2] for line in of[1]), of[0])):
        lines.sort(key=lambda line: line[:2])
        found.append(Answers(part, tuple(line[2] for line in lines[: MOST[part]]), -lines[0][0] >= STRONG))
    return found


def number_in(typed: str) -> int:
    """The ticket number that was typed ("#1042" or "1042"), 0 for none."""
    digits = typed.strip().removeprefix("#")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 12 else 0
