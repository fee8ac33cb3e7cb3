"""All customers as a file: a table that spreadsheets open (CSV), or vCards. Whoever takes it in again has the same."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, TextIO

from sqlalchemy import select

from deskbell.actions.whole_file import table_in, whole_file
from deskbell.mail.parse import vcard
from deskbell.model.customers import Fact, Written
from deskbell.model.errors import Mistake
from deskbell.model.fields import CustomField, FieldOwner
from deskbell.rules.customer_columns import columns_with, headings_of, write_row
from deskbell.rules.field_files import in_file
from deskbell.rules.fields import from_lines
from deskbell.store.course import Course
from deskbell.store.queries.customer_facts import facts_of
from deskbell.store.queries.fields import definitions
from deskbell.store.session import Session
from deskbell.store.tables import customer

_AT_ONCE: Final = 500


def export_customers(
    session: Session,
    path: Path,
    course: Course | None = None,
    left_out: Collection[str] = (),
    *,
    cards: bool = False,
) -> int:
    """Write all customers to a new file at `path`, in place of one that is there; how many. Who was merged into another one is that one. `course` counts them,
    and ends it. A table has all columns (`rules.customer_columns.columns_with`) but those that are `left_out`; `cards` are vCards, and whole. What
    the file is called makes it neither.

    Raises `Trouble` file.unwritable, and `Mistake` deed.stopped, and export.nothing where no column is left; the file that was there is as it was then.
    """
    fields = {field.id: field for field in definitions(session, FieldOwner.CUSTOMER) if not field.retired}
    every = columns_with([field.name for field in fields.values()])
    columns = [column for column in every if column not in left_out]
    if not columns and not cards:
        raise Mistake("export.nothing")
    written = 0
    with whole_file(path) as file:
        write = _cards(file) if cards else _table(file, columns)
        for person in _people(session, fields):
            write(person)
            written += 1
            if course is not None:
                course.go_on()
    return written


def _cards(file: TextIO) -> Callable[[Written], object]:
    return lambda person: file.write(vcard.written(person))


def _table(file: TextIO, columns: Sequence[str]) -> Callable[[Written], object]:
    write = table_in(file, headings_of(columns))
    return lambda person: write(write_row(person, columns))


def _people(session: Session, fields: Mapping[int, CustomField]) -> Iterator[Written]:
    last = 0
    page = select(customer.c.id).where(customer.c.merged_into.is_(None)).order_by(customer.c.id).limit(_AT_ONCE)
    while ids := session.connection.execute(page.where(customer.c.id > last)).scalars().all():
        last = ids[-1]
        for number, (row, facts) in facts_of(session, ids).items():
            yield Written(
                line=number,
                name=row.name,
                emails=tuple(filter(None, facts[Fact.EMAILS].split("\n"))),
                phones=tuple(filter(None, facts[Fact.PHONES].split("\n"))),
                organisation=facts[Fact.ORGANISATION],
                language=row.language,
                time_zone=row.time_zone,
                note=row.note,
                vip=bool(row.vip),
                tags=tuple(filter(None, facts[Fact.TAGS].split("\n"))),
                fields=tuple(
                    (fields[field_id].name, in_file(fields[field_id], value))
                    for field_id, value in from_lines(facts[Fact.FIELDS]).items()
                    if field_id in fields
                ),
            )
