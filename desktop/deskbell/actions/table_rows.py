"""A file cut into rows (CSV), whatever stands in it: what is no row is told with its line, and the rest goes on behind."""

import csv
from collections import deque
from collections.abc import Iterator
from typing import Final, TextIO

from deskbell.model.customer_file import Refused

SHOWN: Final = 200
"""So much is told of what cannot be read."""
_PIECE: Final = 1 << 20
_FARTHEST: Final = 16 << 20
_ENDS: Final = ("\n", "\r")


def rows(file: TextIO, delimiter: str) -> Iterator[tuple[int, list[str] | Refused]]:
    """Rows with the number of the line that each begins on; empty ones are left out. A cell that is too long (`csv.field_size_limit`) is refused with its row. Where a quotation
    mark is never closed its line is refused; what came into that cell (at most as much as one may have) is lost with it, and told by that."""
    lines = _Lines(file, delimiter)
    lines.skip_hint()
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        lines.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield lines.begun, _too_long(lines) if lines.ends_row() else _torn(lines)
            continue
        if lines.over:
            # More was wanted and there was none.
            yield lines.begun, _torn(lines)
        elif any(map(str.strip, cells)):
            yield lines.begun, cells


class _Lines:
    """The lines of a file, without NUL; one that has no end comes in pieces. `begun` is the number of the one that a row begins on, `beginning` what stands there first;
    `over` is whether more was asked for than there is."""

    def __init__(self, file: TextIO, delimiter: str) -> None:
        self._file = file
        self._delimiter = delimiter
        self._held: deque[str] = deque()
        self._number = 0
        self._whole = True
        self._quotes = 0
        self.begun = 1
        self.beginning = ""
        self.over = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        piece = self._next()
        if not piece:
            self.over = True
            raise StopIteration
        if not self.beginning:
            self.beginning = piece[:SHOWN].strip()
        return piece

    def begin(self) -> None:
        """A row begins."""
        self.begun = self._number + 1
        self.beginning = ""
        self._quotes = 0

    def skip_hint(self) -> None:
        """The first line may say to spreadsheets what stands between the cells (sep=;)."""
        first = self._file.readline(_PIECE)
        if first.strip().casefold() == f"sep={self._delimiter}".strip():
            self._number = 1
        elif first:
            self._held.append(first)

    def ends_row(self) -> bool:
        """Go to the end of a row that has a cell without end; or to the end of the line, where its quotation mark is never closed: False."""
        while not self._whole and self._next():
            pass
        ended = self._quotes % 2 == 0
        number, length, ahead = self._number, 0, list[str]()
        while not ended and length < _FARTHEST:
            piece = self._next()
            if not piece:
                ended = self._quotes % 2 == 0
                break
            ahead.append(piece)
            length += len(piece)
            if self._opens(piece):
                break
            ended = self._whole and self._quotes % 2 == 0
        if not ended:
            self._held.extendleft(reversed(ahead))
            self._number, self._whole = number, True
        return ended

    def _opens(self, piece: str) -> bool:
        """Whether a cell begins with the first quotation mark of a line: so none was open."""
        before, mark, after = piece.partition('"')
        return (
            bool(mark) and before[-1:] in ("", self._delimiter) and after[:1] not in ("", '"', self._delimiter, *_ENDS)
        )

    def _next(self) -> str:
        piece = self._held.popleft() if self._held else self._file.readline(_PIECE)
        if piece:
            self._number += self._whole
            self._whole = piece.endswith(_ENDS)
            piece = piece.replace("\0", "")
            self._quotes += piece.count('"')
        return piece


def _too_long(lines: _Lines) -> Refused:
    return Refused(lines.begun, "import.cell_long", {"limit": csv.field_size_limit()}, lines.beginning)


def _torn(lines: _Lines) -> Refused:
    return Refused(lines.begun, "import.quote", text=lines.beginning)
