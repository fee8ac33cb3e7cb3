"""Files with organisations in them: tables (CSV), read piece by piece however long they are."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from deskbell.actions import table_files
from deskbell.actions.table_files import Sheet, read_rows
from deskbell.model.customer_file import Refused
from deskbell.model.customers import WrittenOrganisation
from deskbell.model.table_forms import Form
from deskbell.rules import organisation_columns
from deskbell.rules.column_forms import in_forms


def look(path: Path) -> Sheet:
    """What a file is. Raises `Trouble` file.unreadable, and `Mistake` import.no_organisations for one that is no CSV, or is empty."""
    return table_files.look(path, organisation_columns.has_headings, "import.no_organisations")


def organisations(
    sheet: Sheet, columns: Sequence[str], *, headings: bool, forms: Mapping[int, Form] = MappingProxyType({})
) -> Iterator[WrittenOrganisation | Refused]:
    """The organisations of a file, one after the other; `columns` and `forms` as `actions.customer_files.people` has them. Raises `Trouble` file.unreadable."""
    taken = in_forms(forms)
    return read_rows(
        sheet,
        lambda line, cells: organisation_columns.read_row(line, taken(cells), columns),
        headings=headings,
    )


def guessed(sheet: Sheet, *, headings: bool, fields: Sequence[str] = ()) -> tuple[str, ...]:
    """What each column holds, as it seems (`rules.organisation_columns.guess`)."""
    if not sheet.rows:
        return ()
    first = sheet.rows[0]
    return organisation_columns.guess(first, fields) if headings else organisation_columns.guess_of_values(first)
