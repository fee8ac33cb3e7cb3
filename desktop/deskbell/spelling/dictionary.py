"""One dictionary: whether it knows a word, and what it would write instead."""

import re
from collections import Counter
from pathlib import Path
from typing import Final

from hunspell import Hunspell

from deskbell.rules.spelling import script_of

# "microsoft-cp1251" is what Python calls "cp1251".
_VENDOR: Final = re.compile(r"^microsoft-(?=cp)", re.IGNORECASE)
_SAID: Final = re.compile(rb"^(?:\xef\xbb\xbf)?SET[ \t]+(\S+)", re.MULTILINE)
_PLAIN: Final = "ISO8859-1"
_SAMPLE_BYTES: Final = 1 << 16


class Dictionary:
    """A word list with its rules, from the `.dic` at `file` and the `.aff` beside it. Raises `OSError` where one of them cannot be read."""

    def __init__(self, file: Path) -> None:
        self._spell = Hunspell(file.stem, str(file.parent), "UTF-8")
        said = _said_encoding(file.with_suffix(".aff"))
        self._spell._dic_encoding = said
        self.script = _script(file, said)

    def knows(self, word: str) -> bool:
        """Whether it has the word; one in letters that it cannot even write it has not."""
        try:
            return bool(self._spell.spell(word))
        except UnicodeEncodeError:
            return False

    def suggest(self, word: str) -> tuple[str, ...]:
        """What may be meant, the likeliest first."""
        try:
            return tuple(one for one in self._spell.suggest(word) if one)
        except UnicodeEncodeError:
            return ()


def _said_encoding(rules: Path) -> str:
    """The encoding that a dictionary says it is in; Hunspell's own default where it says none, or one that Python doesn't know."""
    with rules.open("rb") as lines:
        found = _SAID.search(lines.read(_SAMPLE_BYTES))
    name = _VENDOR.sub("", found.group(1).decode("ascii", "replace")) if found else _PLAIN
    try:
        "".encode(name)
    except LookupError:
        return _PLAIN
    return name


def _script(file: Path, encoding: str) -> str:
    """The script that most of its first words are written in."""
    with file.open("rb") as words:
        sample = words.read(_SAMPLE_BYTES).decode(encoding, "ignore")
    scripts = Counter(script_of(line) for line in sample.splitlines()[1:])
    scripts.pop("", None)
    return scripts.most_common(1)[0][0] if scripts else ""
