"""All organisations as a table that spreadsheets open (CSV): what is known of each, and how many customers it has. Whoever takes it in again has the same."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from deskbell.actions.whole_file import table_in, whole_file
from deskbell.model.customers import WrittenOrganisation
from deskbell.model.errors import Mistake
from deskbell.model.fields import CustomField, FieldOwner
from deskbell.rules.field_files import in_file
from deskbell.rules.fields import from_lines
from deskbell.rules.organisation_columns import columns_with, headings_of, write_row
from deskbell.store.course import Course
from deskbell.store.queries import owned_fields
from deskbell.store.queries.fields import definitions
from deskbell.store.queries.organisations import following
from deskbell.store.session import Session


def export_organisations(
    session: Session, path: Path, course: Course | None = None, left_out: Collection[str] = ()
) -> int:
    """Write all organisations to a new file at `path`, in place of one that is there; how many. `course` counts them, and ends it. The table has all columns
    (`rules.organisation_columns.columns_with`) but those that are `left_out`.

    Raises `Trouble` file.unwritable, and `Mistake` deed.stopped, and export.nothing where no column is left; the file that was there is as it was then.
    """
    fields = {field.id: field for field in definitions(session, FieldOwner.ORGANISATION) if not field.retired}
    every = columns_with([field.name for field in fields.values()])
    columns = [column for column in every if column not in left_out]
    if not columns:
        raise Mistake("export.nothing")
    written = 0
    with whole_file(path) as file:
        write = table_in(file, headings_of(columns))
        for one, customers in _each(session, fields):
            write(write_row(one, customers, columns))
            written += 1
            if course is not None:
                course.go_on()
    return written


def _each(session: Session, fields: Mapping[int, CustomField]) -> Iterator[tuple[WrittenOrganisation, int]]:
    """Each with how many customers it has."""
    last = 0
    while rows := following(session, last):
        last = rows[-1].id
        held = owned_fields.held(session, FieldOwner.ORGANISATION, [row.id for row in rows])
        for row in rows:
            values = from_lines(held.get(row.id, ""))
            filled = tuple(
                (field.name, in_file(field, values[field.id])) for field in fields.values() if field.id in values
            )
            yield WrittenOrganisation(row.id, row.name, row.domains, row.note, row.vip, row.tags, filled), row.customers
