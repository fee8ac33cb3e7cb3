"""What the palette offers, and how well an entry answers what was typed."""

from collections.abc import Callable, Iterable

from msgspec import Struct

from deskbell.ui.theme.icons import Icon

AT_MOST = 12


class Entry(Struct, frozen=True):
    """One line: its words, what stands faintly behind them (keys, a count, a customer), and what choosing it does."""

    words: str
    detail: str
    icon: Icon
    do: Callable[[], None]


def fit(typed: str, words: str) -> int:
    """How well `words` answer: 0 not at all; more for beginnings of words than for letters within, most for the very beginning."""
    asked = typed.casefold().split()
    text = words.casefold()
    parts = text.replace("-", " ").split()
    score = 1
    for word in asked:
        if text.startswith(word):
            score += 100
        elif any(part.startswith(word) for part in parts):
            score += 60
        elif word in text:
            score += 20
        else:
            return 0
    return score


def best(typed: str, entries: Iterable[Entry]) -> list[Entry]:
    """The entries that answer, the best first; of equals the first stays first."""
    scored = [(fit(typed, entry.words), entry) for entry in entries]
    return [entry for score, entry in sorted(scored, key=lambda pair: -pair[0]) if score > 0][:AT_MOST]


def number_in(typed: str) -> int:
    """The ticket number that was typed ("#1042" or "1042"), 0 for none."""
    digits = typed.strip().removeprefix("#")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 12 else 0
