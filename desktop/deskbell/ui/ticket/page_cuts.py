"""Where a long document may be cut between two sheets of paper: never through a line, a picture or a row's letters."""

from collections.abc import Iterable, Sequence

from PySide6.QtGui import QTextDocument

Span = tuple[float, float]


def lines_of(document: QTextDocument) -> list[Span]:
    """Top and bottom of every line of a document that is laid out, in its own coordinates."""
    layout = document.documentLayout()
    found: list[Span] = []
    block = document.begin()
    while block.isValid():
        shape, top = block.layout(), layout.blockBoundingRect(block).top()
        for number in range(shape.lineCount()):
            line = shape.lineAt(number).naturalTextRect().united(shape.lineAt(number).rect())
            found.append((top + line.top(), top + line.bottom()))
        block = block.next()
    return found


def slices(lines: Iterable[Span], height: float, first_room: float, room: float) -> Sequence[Span]:
    """Pieces from 0 to `height`, the first at most `first_room` high and the others `room`; each ends between two lines.

    A first piece of no height means that nothing fits there. A line that is higher than a whole sheet is cut all the same.
    """
    spans = sorted(lines)
    made: list[Span] = []
    start, left = 0.0, first_room
    while height - start > left:
        end = start + left
        # Cells of one row have lines side by side: going up may meet another one that is cut.
        for top, bottom in reversed(spans):
            if top < end < bottom and top >= start:
                end = top
        if end <= start and (made or first_room >= room):
            end = start + left
        made.append((start, end))
        start, left = end, room
    made.append((start, height))
    return made
