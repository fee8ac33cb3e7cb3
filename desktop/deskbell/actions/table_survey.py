"""Columns of dates and numbers in a file, gone through before it is said what they hold: nothing else of a row is looked at."""

from collections.abc import Generator, Mapping
from typing import Final

from deskbell.actions.table_files import Sheet, read_rows
from deskbell.model.customer_file import Refused
from deskbell.rules.column_forms import Tally

_AT_ONCE: Final = 5_000


def survey(sheet: Sheet, tallies: Mapping[int, Tally], *, headings: bool) -> Generator[int, None, None]:
    """Count the cells of these columns (by their places); gives, now and then, how many rows were gone through by then. Raises `Trouble` file.unreadable."""
    each = tuple(tallies.items())
    done = 0
    for cells in read_rows(sheet, lambda _, cells: cells, headings=headings):
        if isinstance(cells, Refused):
            continue
        for place, tally in each:
            if place < len(cells):
                tally.add(cells[place])
        done += 1
        if done % _AT_ONCE == 0:
            yield done
    for tally in tallies.values():
        tally.look()
