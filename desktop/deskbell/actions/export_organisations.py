"""All organisations as a table that spreadsheets open (CSV): what is known of each, and how many customers it has."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from deskbell.actions.whole_file import table_in, whole_file
from deskbell.model.fields import CustomField, FieldOwner
from deskbell.model.organisations import OrganisationRow
from deskbell.rules.customer_columns import own_heading, tags_in_a_cell
from deskbell.rules.field_files import in_file
from deskbell.rules.fields import from_lines
from deskbell.rules.spreadsheet import guarded
from deskbell.store.course import Course
from deskbell.store.queries import owned_fields
from deskbell.store.queries.fields import definitions
from deskbell.store.queries.organisations import following
from deskbell.store.session import Session

HEADINGS: Final = ("Organisation", "Domains", "Notes", "VIP", "Tags", "Customers")
"""The columns that are written, in their order, before the custom fields. Programs read these, so they are the same in all languages."""


def export_organisations(session: Session, path: Path, course: Course | None = None) -> int:
    """Write all organisations to a new file at `path`, in place of one that is there; how many. `course` counts them, and ends it.

    Raises `Trouble` file.unwritable, and `Mistake` deed.stopped; the file that was there is as it was then.
    """
    fields = [field for field in definitions(session, FieldOwner.ORGANISATION) if not field.retired]
    written = 0
    with whole_file(path) as file:
        write = table_in(file, (*HEADINGS, *(own_heading(field.name) for field in fields)))
        for row, held in _each(session):
            write(_cells(row, held, fields))
            written += 1
            if course is not None:
                course.go_on()
    return written


def _each(session: Session) -> Iterator[tuple[OrganisationRow, Mapping[int, str]]]:
    """Each with what it holds in custom fields."""
    last = 0
    while rows := following(session, last):
        last = rows[-1].id
        held = owned_fields.held(session, FieldOwner.ORGANISATION, [row.id for row in rows])
        for row in rows:
            yield row, from_lines(held.get(row.id, ""))


def _cells(row: OrganisationRow, held: Mapping[int, str], fields: Sequence[CustomField]) -> list[str]:
    cells = (
        row.name,
        "\n".join(row.domains),
        row.note,
        "yes" if row.vip else "no",
        tags_in_a_cell(row.tags),
        str(row.customers),
        *(in_file(field, held[field.id]) if field.id in held else "" for field in fields),
    )
    return [guarded(cell) for cell in cells]
