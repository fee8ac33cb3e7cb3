"""Patterns written as tables, compiled by RE2, which reads any text in linear time."""

import re
from typing import Any, Final

import re2

_BOUNDARY_BEFORE_LETTER: Final = re.compile(r"\\b(?=[^\x00-\x7f])")


def alternatives(table: str, **parts: str) -> str:
    """The cells of a table (cells between " | ", rows by line) as one alternation. `{name}` in a cell stands for parts["name"].

    `\\b` before a letter beyond ASCII is left out: RE2 knows word boundaries of ASCII alone, and would find none there.
    """
    cells = [cell.strip() for row in table.strip().splitlines() for cell in row.split(" | ")]
    joined = "|".join(cell for cell in cells if cell)
    for name, part in parts.items():
        joined = joined.replace(f"{{{name}}}", part)
    return _BOUNDARY_BEFORE_LETTER.sub("", joined)


def pattern(expression: str) -> Any:
    """`expression` compiled by RE2, letters of either case alike; it has `search`, `match` and `fullmatch`."""
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    return re2.compile(expression, options)
