"""Tables in HTML that comes into the editor: those that hold facts stay tables, of plain cells; those that only lay something out become words."""

import re
from typing import Final

_MOST_ROWS: Final = 300
_MOST_COLUMNS: Final = 30
_DEEPEST: Final = 8
_ONE: Final = re.compile(r"<table\b[^>]*>((?:(?!</?table\b).)*)</table>", re.DOTALL)
_ROW: Final = re.compile(r"<tr\b[^>]*>((?:(?!</?tr\b).)*)</tr>", re.DOTALL)
_CELL: Final = re.compile(r"<(t[dh])\b([^>]*)>((?:(?!</?t[dh]\b).)*)</\1>", re.DOTALL)
_SPAN: Final = re.compile(r'colspan="([1-9]\d?)"')
_PARTS: Final = re.compile(r"</?(?:table|thead|tbody|tfoot|tr)\b[^>]*>")
_CELL_EDGE: Final = re.compile(r"</?t[dh]\b[^>]*>")
# What makes lines of its own within a cell.
_BLOCK_END: Final = re.compile(r"</(?:p|div|li|ul|ol|blockquote|pre)>\s*")
_BLOCK: Final = re.compile(r"</?(?:p|div|li|ul|ol|blockquote|pre)\b[^>]*>\s*")
_BREAKS: Final = re.compile(r"^(?:\s|&nbsp;|<br>)+|(?:\s|&nbsp;|<br>)+$")
_ATTRIBUTES: Final = ' border="1" cellspacing="0" cellpadding="4"'
_KEPT: Final = "\ue000table\ue001"
"""Marks a table that is done with; letters for private use, which a sanitizer's output need not hold."""


def plain_tables(html: str, *, allowed: bool = True) -> str:
    """`html`, well-formed as `nh3` gives it, with its tables made plain; or, where none is `allowed`, made words with a space between cells."""
    html = html.replace(_KEPT, "")
    done: list[str] = []

    def look(found: re.Match[str]) -> str:
        table = _table(found.group(1)) if allowed and _KEPT not in found.group(1) else ""
        if not table:
            return _words(found.group(1))
        done.append(table)
        return _KEPT

    # From the innermost to the outermost, which then only lays them out.
    for _ in range(_DEEPEST):
        html, count = _ONE.subn(look, html)
        if not count:
            break
    pieces = _words(html).split(_KEPT)
    return pieces[0] + "".join(table + piece for table, piece in zip(done, pieces[1:], strict=True))


def _table(inside: str) -> str:
    """The plain table, "" where it is none of facts: fewer than two rows or columns, or too large to be read in a mail."""
    rows = [_cells(row) for row in _ROW.findall(inside)]
    rows = [row for row in rows if row]
    columns = max((sum(span for _, span, _ in row) for row in rows), default=0)
    if not 2 <= len(rows) <= _MOST_ROWS or not 2 <= columns <= _MOST_COLUMNS:
        return ""
    lines = []
    for row in rows:
        short = columns - sum(span for _, span, _ in row)
        cells = [
            f"<{kind}{f' colspan={chr(34)}{span}{chr(34)}' if span > 1 else ''}>{text}</{kind}>"
            for kind, span, text in row
        ]
        lines.append(f"<tr>{''.join(cells)}{'<td></td>' * short}</tr>")
    return f"<table{_ATTRIBUTES}>{''.join(lines)}</table>"


def _cells(row: str) -> list[tuple[str, int, str]]:
    """Kind, width in columns, and content in one paragraph of the cells of a row."""
    found = []
    for kind, attributes, inside in _CELL.findall(row):
        span = _SPAN.search(attributes)
        text = _BLOCK.sub("", _BLOCK_END.sub("<br>", inside))
        found.append((kind, int(span.group(1)) if span else 1, _BREAKS.sub("", text)))
    return found


def _words(html: str) -> str:
    """Without tables: a space between cells, and each row in a line."""
    rows = html.replace("</tr>", "<br>").replace("</td>", " ").replace("</th>", " ")
    return _CELL_EDGE.sub("", _PARTS.sub("", rows))
