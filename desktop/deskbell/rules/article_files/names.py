"""Names of files and folders that people can read and every system takes: Windows is the strictest of them."""

import re
import unicodedata
from typing import Final

_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³"}
)
_MOST_BYTES: Final = 180
NAMELESS: Final = "untitled"


def safe(name: str, longest: int, nameless: str = NAMELESS) -> str:
    """A name that every system takes, as near to `name` as can be, of so many characters at most."""
    shown = "".join(one for one in unicodedata.normalize("NFC", name) if unicodedata.category(one)[0] != "C")
    words = " ".join(_FORBIDDEN.sub("-", shown).split()).strip(" .-_~")[:longest]
    while len(words.encode()) > _MOST_BYTES:
        words = words[:-1]
    words = words.rstrip(" .") or nameless
    return f"{words}-" if words.partition(".")[0].strip().casefold() in _RESERVED else words


class Taken:
    """The names that a folder has: case and the way accents are written make no difference between two of them."""

    def __init__(self, *names: str) -> None:
        self._names = {_seen(name) for name in names}

    def free(self, name: str, *ends: str) -> str:
        """`name`, or it with a number behind, so that with none of these ends it is one that is there; it is taken then."""
        chosen, number = name, 1
        while any(_seen(chosen + end) in self._names for end in ends or ("",)):
            number += 1
            chosen = f"{name} ({number})"
        self._names |= {_seen(chosen + end) for end in ends or ("",)}
        return chosen


def _seen(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())
