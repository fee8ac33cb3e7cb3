"""Writing much at once: ids reserved beforehand, and only what is not there yet."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Dialect,
    Select,
    Table,
    Update,
    bindparam,
    column,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy import table as named

from deskbell.store import plain
from deskbell.store.session import Session

# A statement names at most so many values: both engines have a limit for them.
PART = 1_000

_LAST_NUMBER: Select[int] = (
    select(column("seq")).select_from(named("sqlite_sequence")).where(column("name") == bindparam("table"))
)
_NEXT_NUMBERS = text("SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)")
_FIRST_NUMBER = text("SELECT setval(pg_get_serial_sequence(:table, 'id'), :first, false)")


def insert_rows(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows of the program's values, all with the same columns; each column is asked once how its values are kept."""
    if rows:
        plain.insert(session.connection, table, as_kept(session, table, rows))


def insert_numbered(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert rows as `insert_rows` does, and give the ids that they get, in the same order."""
    if len(rows) == 1:
        (row,) = as_kept(session, table, rows)
        return [plain.insert_numbered(session.connection, table, row)]
    numbers = reserve(session, table, len(rows)) if rows else []
    insert_rows(session, table, [{**row, "id": number} for row, number in zip(rows, numbers, strict=True)])
    return numbers


def insert_asked(session: Session, table: Table, row: Mapping[str, Any]) -> Callable[[], int]:
    """Insert one row with what is sent next; what comes back gives its id."""
    (kept,) = as_kept(session, table, [row])
    return plain.insert_asked(session.connection, table, kept)


def change_row(session: Session, table: Table, row_id: int, values: Mapping[str, Any]) -> None:
    """Give the row with this id these values of the program's."""
    change_rows(session, table, [(row_id, values)])


def change_rows(session: Session, table: Table, rows: Sequence[tuple[int, Mapping[str, Any]]]) -> None:
    """Give each of the rows with these ids its values, all of the same columns."""
    kept = as_kept(session, table, [values for _, values in rows])
    new = [{f"new_{name}": value for name, value in values.items()} for values in kept]
    numbered = [values | {"row": row_id} for (row_id, _), values in zip(rows, new, strict=True)]
    plain.update_each(session.connection, _change(table, tuple(rows[0][1])), numbered)


@cache
def _change(table: Table, columns: tuple[str, ...]) -> Update:
    new: dict[str, Any] = {name: bindparam(f"new_{name}") for name in columns}
    return update(table).where(table.c.id == bindparam("row")).values(new)


def as_kept(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows of the program's values as the columns keep them."""
    kept = [dict(row) for row in rows]
    for name, convert in _ways_to_keep(session.connection.dialect, table, tuple(rows[0])):
        for row in kept:
            row[name] = convert(row[name])
    return kept


@cache
def _ways_to_keep(
    dialect: Dialect, table: Table, columns: tuple[str, ...]
) -> Sequence[tuple[str, Callable[[Any], Any]]]:
    """How the values of those of the columns are kept that are not kept as they are."""
    ways = [(name, table.c[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in columns]
    return [(name, convert) for name, convert in ways if convert is not None]


def reserve(session: Session, table: Table, count: int, first: int = 1) -> list[int]:
    """Ids that nobody else gets, rising; on a table with a sequence that never had a row they begin at `first`."""
    name = {"table": table.name}
    if session.engine_name == "postgresql":
        if first > 1 and session.connection.execute(select(table.c.id).limit(1)).first() is None:
            session.connection.execute(_FIRST_NUMBER, name | {"first": first})
        return sorted(session.connection.execute(_NEXT_NUMBERS, name | {"count": count}).scalars())
    # The write transaction keeps everybody else out; SQLite itself moves its sequence on when the rows go in.
    if not table.dialect_options["sqlite"]["autoincrement"]:
        ((largest,),) = plain.rows(session.connection, _largest_id(table), {})
        start = (largest or 0) + 1
        return list(range(start, start + count))
    last = plain.rows(session.connection, _LAST_NUMBER, name)
    start = last[0][0] + 1 if last else first
    return list(range(start, start + count))


@cache
def _largest_id(table: Table) -> Select[int]:
    return select(func.max(table.c.id))


def known_or_made(session: Session, table: Table, key: ColumnElement[str], rows: Sequence[dict[str, Any]]) -> list[int]:
    """The ids of rows by their address, in the same order; those that are not there are written."""
    known = look_up(session, key, table.c.id, [row[key.name] for row in rows])
    fresh = [row for row in rows if row[key.name] not in known]
    known.update(zip([row[key.name] for row in fresh], insert_all(session, table, fresh), strict=True))
    return [known[row[key.name]] for row in rows]


def insert_all(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert rows and give their ids, in the same order."""
    statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return [
        made
        for part in in_parts(rows)
        for made in session.connection.execute(statement, [dict(row) for row in part]).scalars()
    ]


def look_up(
    session: Session, key: ColumnElement[str], value: ColumnElement[int], wanted: Sequence[str]
) -> dict[str, int]:
    """What the table of `key` holds for these keys; those that are not there are left out."""
    return {
        found.key: found.value
        for part in in_parts(wanted)
        for found in session.connection.execute(select(key.label("key"), value.label("value")).where(key.in_(part)))
    }


def is_empty(session: Session, table: Table) -> bool:
    """Whether a table has no row."""
    return session.connection.execute(select(text("1")).select_from(table).limit(1)).first() is None


def in_parts(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    """The values in their order, so many at a time as one statement takes."""
    return (values[start : start + PART] for start in range(0, len(values), PART))
