"""What of a text in Markdown is prose, whose spelling can be checked."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from deskbell.rules.markdown.emphasis import CODE, spans

_FENCE: Final = re.compile(r"[ \t]*(?:>[ \t]?)*[ \t]*(`{3,}|~{3,})([^`]*)")
_ADDRESS: Final = re.compile(r"\]\((?:<[^<>]*>|[^()\s]*)\)|\[!\w+\]|\[\[[^\[\]]*")


def lines_of_none(lines: Sequence[str]) -> frozenset[int]:
    """The lines, counted from 0, that are code, or the facts in front of a text that was brought in."""
    found: set[int] = set()
    begin = 0
    if lines and lines[0] == "---" and "---" in lines[1:]:
        begin = lines.index("---", 1) + 1
        found.update(range(begin))
    opened = ""
    for number in range(begin, len(lines)):
        line = lines[number]
        fence = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if opened or fence is not None:
            found.add(number)
        if fence is not None and not opened:
            opened = fence[1]
        elif fence is not None and fence[1].startswith(opened) and not fence[2].strip():
            opened = ""
    return frozenset(found)


def none_of_line(line: str) -> Iterator[tuple[int, int]]:
    """From where to where there is code in a line, or where a link leads."""
    if "`" in line:
        yield from ((one.start, one.end) for one in spans(line) if one.mark == CODE)
    if "[" in line:
        yield from (found.span() for found in _ADDRESS.finditer(line))
