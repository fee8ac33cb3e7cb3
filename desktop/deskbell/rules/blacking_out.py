"""Taking a person's name, addresses and phone numbers out of what others wrote."""

import re
from collections.abc import Collection, Iterable
from html import unescape
from typing import Any, Final
from urllib.parse import unquote

BAR: Final = "█████"
"""What stands where something was taken out."""
_SHORTEST: Final = 6


class Blackout:
    """Knows one person by what they are called.

    A name of one word (Info, Anna) is many people's: it is taken out beside their address alone, never of running text. `emails` are in lower case.
    """

    def __init__(self, emails: Collection[str], names: Iterable[str], phones: Iterable[str] = ()) -> None:
        self._emails = frozenset(emails)
        called = {" ".join(name.split()) for name in names}
        kinds = (
            # Not within a longer address.
            (r"(?<![\w.+%-])(?:", emails, r")(?![\w-]|\.\w)"),
            (r"(?<!\w)(?:", [name for name in called if " " in name], r")(?!\w)"),
            (r"(?<![\d+])(?:", [one for one in phones if len(one) >= _SHORTEST], r")(?!\d)"),
        )
        words = "|".join(f"{before}{_any_of(said)}{behind}" for before, said, behind in kinds if said)
        self._said = re.compile(words, re.IGNORECASE) if words else None

    def knows(self, text: str) -> bool:
        """Whether the person stands in the text, plain or as HTML writes it."""
        return self._said is not None and any(map(self._said.search, (text, unescape(text), unquote(unescape(text)))))

    def text(self, text: str) -> str:
        """The text without them."""
        return text if self._said is None else self._said.sub(BAR, text)

    def value(self, value: Any) -> Any:
        """A value of JSON without them: of lists of addresses ([name, address]) theirs are left out, of all other texts they are taken."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.value(one) for one in value if not self._is_theirs(one)]
        if isinstance(value, dict):
            return {name: self.value(one) for name, one in value.items()}
        return value

    def _is_theirs(self, one: Any) -> bool:
        if isinstance(one, str):
            return one.casefold() in self._emails
        return isinstance(one, list) and any(isinstance(part, str) and part.casefold() in self._emails for part in one)


def unquoted(text: str) -> str:
    """The text without lines that quote."""
    return "\n".join(line for line in text.split("\n") if not line.lstrip().startswith(">"))


def _any_of(said: Iterable[str]) -> str:
    """The longest first: one may be part of another. They may stand on two lines, or with several spaces."""
    spelled = (r"\s+".join(map(re.escape, words.split())) for words in sorted(said, key=len, reverse=True))
    return "|".join(spelled)
