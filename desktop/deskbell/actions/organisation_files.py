"""Files with organisations in them: tables (CSV), read piece by piece however long they are."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from deskbell.actions import table_files
from deskbell.actions.table_files import Sheet, read_rows
from deskbell.model.customer_file import Refused
from deskbell.model.customers import WrittenOrganisation
from deskbell.rules import organisation_columns


def look(path: Path) -> Sheet:
    """What a file is. Raises `Trouble` file.unreadable, and `Mistake` import.no_organisations for one that is no CSV, or is empty."""
    return table_files.look(path, organisation_columns.has_headings, "import.no_organisations")


def organisations(sheet: Sheet, columns: Sequence[str], *, headings: bool) -> Iterator[WrittenOrganisation | Refused]:
    """The organisations of a file, one after the other, `columns` saying what its columns hold. Raises `Trouble` file.unreadable."""
    return read_rows(sheet, lambda line, cells: organisation_columns.read_row(line, cells, columns), headings=headings)


def guessed(sheet: Sheet, *, headings: bool, fields: Sequence[str] = ()) -> tuple[str, ...]:
    """What each column holds, as it seems (`rules.organisation_columns.guess`)."""
    if not sheet.rows:
        return ()
    first = sheet.rows[0]
    return organisation_columns.guess(first, fields) if headings else organisation_columns.guess_of_values(first)
