"""Tables of HTML as tables of Markdown, whose cells are lines."""

from collections.abc import Callable, Iterator
from typing import Final

from deskbell.mail.html_tree import Element

_MOST_COLUMNS: Final = 60
_PARTS: Final = frozenset({"thead", "tbody", "tfoot"})


def is_table(element: Element) -> bool:
    """Whether it holds facts: at least two rows or a row of heads, two columns, and no other table; others only lay something out."""
    rows = list(_rows(element))
    wide = max((sum(1 for _ in _cells(row)) for row in rows), default=0)
    headed = any(cell.name == "th" for row in rows[:1] for cell in _cells(row))
    return (len(rows) > 1 or headed) and 2 <= wide <= _MOST_COLUMNS and not _nests(element)


def table(element: Element, line: Callable[[Element], str]) -> str:
    """The table; its first row is the one of heads, as Markdown knows none without. `line` writes what is in a cell."""
    rows = []
    below: dict[int, int] = {}
    for row in _rows(element):
        cells: list[str] = []
        for cell in _cells(row):
            _fill(cells, below)
            words = line(cell).replace("|", "\\|")
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            for place in range(wide):
                if high > 1:
                    below[len(cells)] = high - 1
                cells.append("" if place else words)
        _fill(cells, below)
        rows.append(cells[:_MOST_COLUMNS])
    columns = max(map(len, rows))
    heads, *others = [[*row, *[""] * (columns - len(row))] for row in rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in (heads, ["---"] * columns, *others))


def _fill(cells: list[str], below: dict[int, int]) -> None:
    """Leave the places empty into which a cell of a row above reaches."""
    while below.get(len(cells), 0) and len(cells) < _MOST_COLUMNS:
        below[len(cells)] -= 1
        cells.append("")


def _span(cell: Element, name: str) -> int:
    value = cell.attributes.get(name, "")
    return min(max(int(value), 1), _MOST_COLUMNS) if value.isdecimal() and len(value) < 4 else 1


def _rows(element: Element) -> Iterator[Element]:
    for one in element.elements():
        if one.name == "tr":
            yield one
        elif one.name in _PARTS:
            yield from _rows(one)


def _cells(row: Element) -> Iterator[Element]:
    return (one for one in row.elements() if one.name in ("td", "th"))


def _nests(element: Element) -> bool:
    return any(one.name == "table" or _nests(one) for one in element.elements())
