"""Whether HTML can be laid out while somebody waits. Qt needs seconds for what a sender can write in a few kilobytes.

Measured on 2 cores, 60 kB each: 4,000 nested lists or quotes 5 s, a table 18 deep 4 s, 12,000 list items 5 s, one word of 60,000 letters 0.1 s.
Below these limits nothing that was tried took longer than 40 ms.
"""

import re
from typing import Final

LONGEST_HTML: Final = 40_000
"""Characters of HTML that are laid out without asking."""
LONGEST_TEXT: Final = 40_000
"""Characters of text that are laid out without asking."""
_MOST_TAGS: Final = 2_500
_MOST_ITEMS: Final = 1_000
_DEEPEST: Final = 60
_DEEPEST_TABLE: Final = 8
_TABLES: Final = 8_000
"""Each table counts two to the power of its depth, which is what it costs."""
_TAG: Final = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
_ENDLESS_WORD: Final = re.compile(r"[^\s<>]{12000}")
_VOID: Final = frozenset({"br", "img", "hr", "col", "wbr", "input", "area", "meta", "link"})
_ITEMS: Final = frozenset({"li", "td", "th"})


def fits(html: str) -> bool:
    """Whether this sanitised HTML may be laid out at once."""
    if len(html) > LONGEST_HTML or _ENDLESS_WORD.search(html):
        return False
    tags = items = depth = table_depth = tables = 0
    for match in _TAG.finditer(html):
        closing, name = match.group(1), match.group(2).lower()
        if closing:
            depth -= 1
            table_depth -= name == "table"
            continue
        tags += 1
        items += name in _ITEMS
        if name not in _VOID:
            depth += 1
        if name == "table":
            table_depth += 1
            tables += 1 << min(table_depth, 20)
        if (
            tags > _MOST_TAGS
            or items > _MOST_ITEMS
            or depth > _DEEPEST
            or table_depth > _DEEPEST_TABLE
            or tables > _TABLES
        ):
            return False
    return True
