"""Rows that may be there already: ON CONFLICT, which each engine's INSERT knows and the common one does not."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Table, bindparam

from deskbell.store import plain
from deskbell.store.bulk import as_kept
from deskbell.store.session import Session


def insert_into(session: Session, table: Table) -> Any:
    """An INSERT with `on_conflict_do_nothing` and `on_conflict_do_update`, in the dialect of the session's engine."""
    return insert_of(session.engine_name, table)


def keep(session: Session, table: Table, key: tuple[str, ...], row: Mapping[str, Any]) -> Callable[[], Any]:
    """Insert a row of the program's values, or give them to the one with this key, whose `version` goes up where the table has one. In one statement: the
    same may be done by somebody else in this very moment. What comes back gives what the table's first column says of it.
    """
    (kept,) = as_kept(session, table, [row])
    new = {f"new_{name}": value for name, value in kept.items()}
    answer = plain.ask(session.connection, _keeping(session.engine_name, table, key, tuple(row)), new)
    return lambda: answer()[0][0]


@cache
def _keeping(engine_name: str, table: Table, key: tuple[str, ...], columns: tuple[str, ...]) -> Any:
    new = insert_of(engine_name, table).values({name: bindparam(f"new_{name}") for name in columns})
    values = {name: new.excluded[name] for name in columns if name not in key}
    if "version" in table.c:
        values["version"] = table.c.version + 1
    first = next(iter(table.c))
    return new.on_conflict_do_update(index_elements=[table.c[name] for name in key], set_=values).returning(first)


def insert_of(engine_name: str, table: Table) -> Any:
    """The same for an engine by its name, for statements that are made once."""
    # Loaded here, and one of them only: a window begins without either.
    if engine_name == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table)
