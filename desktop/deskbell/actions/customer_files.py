"""Files with customers in them, read piece by piece however long they are: tables (CSV) and vCards, and their people."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from deskbell.actions import table_files
from deskbell.actions.table_files import LOST, Sheet, read_rows, unreadable
from deskbell.mail.parse import vcard
from deskbell.model.customer_file import Refused
from deskbell.model.customers import Written
from deskbell.model.table_forms import Form
from deskbell.rules import customer_columns
from deskbell.rules.column_forms import in_forms


def look(path: Path) -> Sheet:
    """What a file is. Raises `Trouble` file.unreadable, and `Mistake` import.no_people for one that is neither CSV nor vCard, or is empty."""
    return table_files.look(path, customer_columns.has_headings, "import.no_people", cards=True)


def people(
    sheet: Sheet, columns: Sequence[str], *, headings: bool, forms: Mapping[int, Form] = MappingProxyType({})
) -> Iterator[Written | Refused]:
    """The people of a file, one after the other, `columns` saying what its columns hold, and `forms` how those of them (by their places) that have dates and numbers are
    written. Raises `Trouble` file.unreadable."""
    if sheet.delimiter:
        taken = in_forms(forms)
        yield from read_rows(
            sheet,
            lambda line, cells: customer_columns.read_row(line, taken(cells), columns),
            headings=headings,
        )
        return
    try:
        with sheet.path.open(encoding=sheet.charset, errors="replace", newline="") as file:
            yield from map(_without_lost, vcard.cards(file))
    except OSError as error:
        raise unreadable(sheet.path, error) from error


def guessed(sheet: Sheet, *, headings: bool, fields: Sequence[str] = ()) -> tuple[str, ...]:
    """What each column holds, as it seems (`rules.customer_columns.guess`)."""
    if not sheet.rows:
        return ()
    first = sheet.rows[0]
    return customer_columns.guess(first, fields) if headings else customer_columns.guess_of_values(first)


def _without_lost(one: Written | Refused) -> Written | Refused:
    if isinstance(one, Written) and any(LOST in text for text in (one.name, one.organisation, one.note, *one.emails)):
        return Refused(one.line, "import.charset", text=one.name)
    return one
