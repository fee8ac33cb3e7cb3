"""What the custom fields of customers and of organisations hold."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from sqlalchemy import Column, Table, delete, select

from deskbell.model.fields import FieldOwner
from deskbell.rules import fields as rules
from deskbell.store.bulk import in_parts, insert_rows
from deskbell.store.queries.fields import ask_some, sought
from deskbell.store.session import Session
from deskbell.store.tables import customer_value, organisation_value

TABLES: Final[Mapping[FieldOwner, tuple[Table, Column[Any]]]] = {
    FieldOwner.CUSTOMER: (customer_value, customer_value.c.customer_id),
    FieldOwner.ORGANISATION: (organisation_value, organisation_value.c.organisation_id),
}
"""Where what an owner holds is kept, and the column that says whose it is."""


def held(session: Session, owner: FieldOwner, ids: Collection[int]) -> dict[int, str]:
    """What each of these holds, as a fact (`rules.fields.as_lines`); who holds nothing is left out."""
    table, whose = TABLES[owner]
    found: dict[int, dict[int, str]] = {}
    for part in in_parts(sorted(ids)):
        rows = select(whose, table.c.field_id, table.c.value).where(whose.in_(part))
        for number, field_id, value in session.connection.execute(rows):
            found.setdefault(number, {})[field_id] = value
    return {number: rules.as_lines(values) for number, values in found.items()}


def put(session: Session, owner: FieldOwner, facts: Mapping[int, str]) -> None:
    """Let this, of each a fact, be all that these hold. A field that is no more is left out."""
    table, whose = TABLES[owner]
    for part in in_parts(sorted(facts)):
        session.connection.execute(delete(table).where(whose.in_(part)))
    wanted = {number: rules.from_lines(text) for number, text in facts.items()}
    ids = {field_id for values in wanted.values() for field_id in values}
    known = ask_some(session, ids)() if ids else {}
    insert_rows(
        session,
        table,
        [
            {
                whose.name: number,
                "field_id": field_id,
                "value": value,
                "sought": sought(value),
                "measure": rules.measure(known[field_id], value),
            }
            for number, values in sorted(wanted.items())
            for field_id, value in values.items()
            if field_id in known
        ],
    )
