"""Addresses in plain text: which pieces of a line are links."""

import re
from collections.abc import Iterator
from typing import Final

# Linear on any text: each alternative is bounded or takes whatever follows. Wide punctuation ends an address, as it does in Chinese prose.
_LINK: Final = re.compile(
    r"\bdeskbell://(?:ticket|article)/[0-9]{1,19}\b|(?:https?://|www\.)[^\s<>\"'\u3000-\u303f\uff00-\uff20]+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"
)
_LINK_TAIL: Final = ".,;:!?)]}*_"


def linked(line: str) -> Iterator[tuple[str, str]]:
    """The pieces of a line, each with the address it links to ("" for none)."""
    start = 0
    for match in _LINK.finditer(line):
        shown = match.group().rstrip(_LINK_TAIL)
        if not shown:
            continue
        if match.start() > start:
            yield line[start : match.start()], ""
        yield shown, _address(shown)
        start = match.start() + len(shown)
    if start < len(line):
        yield line[start:], ""


def _address(shown: str) -> str:
    if shown.startswith(("http", "deskbell:")):
        return shown
    return f"http://{shown}" if shown.startswith("www.") else f"mailto:{shown}"
