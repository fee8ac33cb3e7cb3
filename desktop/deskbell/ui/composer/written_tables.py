"""Tables in the editor's document: how they look, and what they become in a mail."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final
from unicodedata import east_asian_width

from PySide6.QtGui import (
    QBrush,
    QColor,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableCell,
    QTextTableCellFormat,
)

_WIDEST: Final = 78
"""Columns of signs that a line of plain text has room for in most mail programs."""

_PADDING: Final = 4


def tables(document: QTextDocument) -> dict[int, QTextTable]:
    """The tables of a document, by where their first cell begins."""
    frames = document.rootFrame().childFrames()
    return {frame.firstPosition(): frame for frame in frames if isinstance(frame, QTextTable)}


def after(document: QTextDocument, table: QTextTable) -> QTextBlock:
    """The paragraph behind a table of a document."""
    # Not by the table's own way to it: of a clone that makes an end.
    return document.findBlock(table.lastPosition() + 1)


def blocks_and_tables(document: QTextDocument) -> Iterator[QTextBlock | QTextTable]:
    """The paragraphs of a document, and each table in the place of those in it."""
    known = tables(document)
    block = document.begin()
    while block.isValid():
        table = known.get(block.position())
        yield block if table is None else table
        block = block.next() if table is None else after(document, table)


def dress(document: QTextDocument, line: QColor) -> None:
    """Give all tables thin lines of this colour."""
    solid, brush = QTextFrameFormat.BorderStyle.BorderStyle_Solid, QBrush(line)
    for table in tables(document).values():
        look = table.format()
        look.setBorderCollapse(True)
        look.setBorder(1)
        look.setBorderStyle(solid)
        look.setBorderBrush(brush)
        look.setCellPadding(_PADDING)
        look.setCellSpacing(0)
        look.setTopMargin(_PADDING)
        look.setBottomMargin(_PADDING)
        look.setWidth(QTextLength())
        table.setFormat(look)
        edges = QTextTableCellFormat()
        edges.setBorder(1)
        edges.setBorderStyle(solid)
        edges.setBorderBrush(brush)
        for row in range(table.rows()):
            for cell in _cells(table, row):
                kept = cell.format()
                kept.merge(edges)
                if kept != cell.format():
                    cell.setFormat(kept)


def drop_empty(document: QTextDocument, place: int) -> None:
    """Take out the empty paragraph at `place` that Qt leaves above a table which is put there; nothing at 0, where it has to have one."""
    block = document.findBlock(place)
    if place > 0 and not block.text() and QTextCursor(block.previous()).currentTable() is None:
        cursor = QTextCursor(document)
        cursor.setPosition(place - 1)
        cursor.setPosition(place, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()


def html_of_table(
    table: QTextTable, inline: Callable[[QTextBlock], str], direction: Callable[[QTextBlock], str]
) -> str:
    """A table as every mail program shows it; `inline` gives the content of a paragraph, `direction` the attribute that says where it goes."""
    rows = []
    for row in range(table.rows()):
        cells = []
        for cell in _cells(table, row):
            span = f' colspan="{cell.columnSpan()}"' if cell.columnSpan() > 1 else ""
            towards = direction(cell.firstCursorPosition().block())
            cells.append(f"<td{span}{towards}>{'<br>'.join(map(inline, blocks_of(cell)))}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    towards = direction(table.firstCursorPosition().block())
    return f'<table border="1" cellspacing="0" cellpadding="4"{towards}>{"".join(rows)}</table>'


def text_of_table(table: QTextTable, words: Callable[[QTextBlock], str]) -> list[str]:
    """A table as lines of text, with its columns below each other where a line has the room; numbers stand at the right of theirs."""
    rows = []
    for row in range(table.rows()):
        filled: list[str] = []
        for cell in _cells(table, row):
            filled += [" ".join(" ".join(map(words, blocks_of(cell))).split()), *[""] * (cell.columnSpan() - 1)]
        rows.append(filled)
    return aligned(rows)


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows of as many cells each, as lines."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    if sum(widths) + 3 * (len(widths) - 1) > _WIDEST:
        return [" | ".join(row).rstrip() for row in rows]
    right = [_is_number_column(column) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = [_pad(cell, wide, left=at_right) for cell, wide, at_right in zip(row, widths, right, strict=True)]
        lines.append(" | ".join(cells).rstrip())
    return lines


def blocks_of(cell: QTextTableCell) -> Iterator[QTextBlock]:
    """The paragraphs of a cell."""
    block, last = cell.firstCursorPosition().block(), cell.lastCursorPosition().block()
    while block.isValid():
        yield block
        if block == last:
            return
        block = block.next()


def _cells(table: QTextTable, row: int) -> Iterator[QTextTableCell]:
    """The cells that begin in a row; of one that reaches down from above stands an empty one in its place."""
    column = 0
    while column < table.columns():
        cell = table.cellAt(row, column)
        yield cell
        column += max(1, cell.columnSpan())


def _width(text: str) -> int:
    """How many columns a text takes where all letters are alike wide: those of Chinese and Japanese take two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _pad(text: str, wide: int, *, left: bool) -> str:
    space = " " * (wide - _width(text))
    return space + text if left else text + space


def _is_number_column(column: Sequence[str]) -> bool:
    """Whether all below the head are numbers, prices or empty."""
    below = [cell for cell in column[1:] if cell]
    return bool(below) and all(cell[:1] in "+-−€$£0123456789" and any(map(str.isdigit, cell)) for cell in below)
