"""The shortest way to the driver, for the statements that each mail runs: values as the columns keep them, in and out.

SQLAlchemy makes the words of a statement, once; what it does beside that for each execution (events, results that know their columns, types)
takes ten times as long as SQLite takes to run most of them. Errors are raised as SQLAlchemy raises them.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import Compiled, CompoundSelect, Connection, Dialect, Select, Table, TableClause, Update
from sqlalchemy import insert as insert_into
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler

# Statements whose words are remembered: where each mail is a commit of its own, making them anew would take longer than running them.
_STATEMENTS = 256
T = TypeVar("T")

_LISTS = frozenset({list, tuple, set, frozenset})


def rows(
    connection: Connection, statement: Select[Any] | CompoundSelect[Any], values: Mapping[str, Any]
) -> list[tuple[Any, ...]]:
    """What a select finds. It is one of a module, not made for this call, and binds all of `values`; a list stands for what `in_` is asked of, and
    where one is empty nothing is found.
    """
    sizes = tuple([len(value) if type(value) in _LISTS else None for value in values.values()])
    if 0 in sizes:
        return []
    words, names, own, order = _selected(connection.dialect, statement, tuple(values), sizes)
    bound = {**own, **values}
    for name, parts in names.items():
        bound.update(zip(parts, values[name], strict=True))
    return _run(connection, words, [bound if order is None else [bound[name] for name in order]], _all)


def run(connection: Connection, words: str) -> None:
    """Run words that bind nothing and answer nothing."""
    _run(connection, words, [()], _nothing)


def insert(connection: Connection, table: TableClause, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, all with the same columns."""
    _execute(connection, _inserted(connection.dialect, table, tuple(rows[0])), rows)


def insert_numbered(connection: Connection, table: Table, row: Mapping[str, Any]) -> int:
    """Insert one row; the id that the database gave it."""
    # SQLite's driver tells it; RETURNING would take twice the insert's time there.
    told = connection.dialect.name == "sqlite"
    statement = _inserted(connection.dialect, table, tuple(row), numbered=not told)
    values = row if not statement.positiontup else tuple(map(row.__getitem__, statement.positiontup))
    return _run(connection, statement.string, [values], _told_number if told else _only_number)


def update(connection: Connection, statement: Update, rows: Sequence[Mapping[str, Any]]) -> None:
    """Do an update once for each row of its bound values; they are all that it binds. The statement is one of a module, not made for this call."""
    _execute(connection, _updated(connection.dialect, statement), rows)


def _execute(connection: Connection, statement: SQLCompiler, rows: Sequence[Mapping[str, Any]]) -> None:
    values: Sequence[Any] = rows
    if order := statement.positiontup:
        values = [tuple(map(row.__getitem__, order)) for row in rows]
    _run(connection, statement.string, values, _nothing)


def _all(cursor: DBAPICursor) -> list[tuple[Any, ...]]:
    return list(cursor.fetchall())


def _nothing(cursor: DBAPICursor) -> None:
    del cursor


def _told_number(cursor: DBAPICursor) -> int:
    return int(cursor.lastrowid)


def _only_number(cursor: DBAPICursor) -> int:
    ((number,),) = cursor.fetchall()
    return int(number)


def _run(connection: Connection, words: str, values: Sequence[Any], take: Callable[[DBAPICursor], T]) -> T:
    """Run a statement once for each of the values; what is taken of its answer."""
    driven = connection.connection.driver_connection
    assert driven is not None
    cursor = driven.cursor()
    dialect = connection.dialect
    try:
        if len(values) == 1:
            cursor.execute(words, values[0])
        else:
            cursor.executemany(words, values)
        return take(cursor)
    except dialect.loaded_dbapi.Error as error:
        broken = dialect.is_disconnect(error, driven, cursor)
        if broken:
            connection.invalidate(error)
        # Without words and values: they are what people wrote.
        raise DBAPIError.instance(
            None, None, error, dialect.loaded_dbapi.Error, connection_invalidated=broken, dialect=dialect
        ) from error
    finally:
        cursor.close()


@lru_cache(_STATEMENTS)
def _selected(
    dialect: Dialect,
    statement: Select[Any] | CompoundSelect[Any],
    values: tuple[str, ...],
    sizes: tuple[int | None, ...],
) -> tuple[str, Mapping[str, Sequence[str]], dict[str, Any], Sequence[str] | None]:
    """The words of a select for values of these names, of which those with a size are lists; what the values of lists are called there; the values
    that it has of its own; and the order of all."""
    made = _compiler(statement.compile(dialect=dialect))
    sized = dict(zip(values, sizes, strict=True))
    state = made.construct_expanded_state({name: size and [None] * size for name, size in sized.items()})
    names = {name: state.parameter_expansion[name] for name, size in sized.items() if size is not None}
    return state.statement, names, dict(state.parameters), state.positiontup


@lru_cache(_STATEMENTS)
def _inserted(dialect: Dialect, table: TableClause, columns: tuple[str, ...], *, numbered: bool = False) -> SQLCompiler:
    statement = insert_into(table)
    if numbered:
        statement = statement.returning(table.c.id)
    return _compiler(statement.compile(dialect=dialect, column_keys=list(columns)))


@lru_cache(_STATEMENTS)
def _updated(dialect: Dialect, statement: Update) -> SQLCompiler:
    return _compiler(statement.compile(dialect=dialect))


def _compiler(made: Compiled) -> SQLCompiler:
    assert isinstance(made, SQLCompiler)
    return made
