"""Statements for many rows of values that are as the columns keep them: straight to the driver, without a look at each value."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Compiled, Connection, Dialect, Table, Update
from sqlalchemy import insert as insert_into
from sqlalchemy.sql.compiler import SQLCompiler

# Statements whose words are remembered: where each mail is a commit of its own, making them anew would take longer than running them.
_STATEMENTS = 64


def insert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, all with the same columns."""
    _execute(connection, _inserted(connection.dialect, table, tuple(rows[0])), rows)


def update(connection: Connection, statement: Update, rows: Sequence[Mapping[str, Any]]) -> None:
    """Do an update once for each row of its bound values; they are all that it binds. The statement is one of a module, not made for this call."""
    _execute(connection, _updated(connection.dialect, statement), rows)


def _execute(connection: Connection, statement: SQLCompiler, rows: Sequence[Mapping[str, Any]]) -> None:
    values: Sequence[Any] = rows
    if order := statement.positiontup:
        values = [tuple(map(row.__getitem__, order)) for row in rows]
    connection.exec_driver_sql(str(statement), values)


@lru_cache(_STATEMENTS)
def _inserted(dialect: Dialect, table: Table, columns: tuple[str, ...]) -> SQLCompiler:
    return _compiler(insert_into(table).compile(dialect=dialect, column_keys=list(columns)))


@lru_cache(_STATEMENTS)
def _updated(dialect: Dialect, statement: Update) -> SQLCompiler:
    return _compiler(statement.compile(dialect=dialect))


def _compiler(made: Compiled) -> SQLCompiler:
    assert isinstance(made, SQLCompiler)
    return made
