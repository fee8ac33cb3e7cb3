"""The shortest way to the driver, for the statements that each mail runs: values as the columns keep them, in and out.

SQLAlchemy makes the words of a statement, once; what it does beside that for each execution (events, results that know their columns, types)
takes ten times as long as SQLite takes to run most of them. Errors are raised as SQLAlchemy raises them.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter, methodcaller
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import Compiled, CompoundSelect, Connection, Dialect, Select, Table, TableClause, Update
from sqlalchemy import insert as insert_into
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler

# Statements whose words are remembered: where each mail is a commit of its own, making them anew would take longer than running them.
_STATEMENTS = 256
T = TypeVar("T")
_Asked: TypeAlias = Select[Any] | CompoundSelect[Any]

# What is taken of an answer; no functions of our own, each call of which would show.
_all = methodcaller("fetchall")
_told_number: Callable[[DBAPICursor], int] = attrgetter("lastrowid")
_nothing = attrgetter("connection")


def rows(connection: Connection, statement: _Asked, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """What a select finds. It is one of a module, not made for this call, and binds all of `values`; a list stands for what `in_` is asked of, and
    where one is empty nothing is found.
    """
    dialect = connection.dialect
    sizes = tuple(map(len, map(values.__getitem__, _lists(dialect, statement))))
    if 0 in sizes:
        return []
    words, names, own, order = _selected(dialect, statement, sizes)
    bound = {**own, **values}
    for name, parts in names:
        bound.update(zip(parts, values[name], strict=True))
    return _run(connection, words, (bound if order is None else list(map(bound.__getitem__, order)),), _all)


def run(connection: Connection, words: str) -> None:
    """Run words that bind nothing and answer nothing."""
    _run(connection, words, [()], _nothing)


def insert(connection: Connection, table: TableClause, rows: Sequence[Mapping[str, Any]], then: str = "") -> None:
    """Insert rows, all with the same columns, and run the words `then`, which bind nothing: PostgreSQL is sent both at once."""
    statement = _inserted(connection.dialect, table, tuple(rows[0]))
    if then:
        _run_both(connection, statement.string, rows, then)
    else:
        _execute(connection, statement, rows)


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


def _only_number(cursor: DBAPICursor) -> int:
    ((number,),) = cursor.fetchall()
    return int(number)


def _run(connection: Connection, words: str, values: Sequence[Any], take: Callable[[DBAPICursor], T]) -> T:
    """Run a statement once for each of the values; what is taken of its answer."""
    driven = connection.connection.dbapi_connection
    assert driven is not None
    cursor = driven.cursor()
    try:
        if len(values) == 1:
            cursor.execute(words, values[0])
        else:
            cursor.executemany(words, values)
        return take(cursor)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _told(connection, error, cursor) from error
    finally:
        cursor.close()


def _run_both(connection: Connection, words: str, values: Sequence[Any], then: str) -> None:
    """Run a statement once for each of the values, and then another; no answer is waited for before the end. PostgreSQL only."""
    driven: Any = connection.connection.dbapi_connection
    cursor = driven.cursor()
    try:
        with driven.pipeline():
            for one in values:
                cursor.execute(words, one)
            cursor.execute(then)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _told(connection, error, cursor) from error
    finally:
        cursor.close()


def _told(connection: Connection, error: Exception, cursor: DBAPICursor) -> DBAPIError | Exception:
    """The error of a driver as SQLAlchemy raises it, without words and values: they are what people wrote."""
    dialect = connection.dialect
    kind = dialect.loaded_dbapi.Error
    assert isinstance(error, kind)
    broken = dialect.is_disconnect(error, connection.connection.dbapi_connection, cursor)
    if broken:
        connection.invalidate(error)
    return DBAPIError.instance(None, None, error, kind, connection_invalidated=broken, dialect=dialect)


@lru_cache(_STATEMENTS)
def _lists(dialect: Dialect, statement: _Asked) -> tuple[str, ...]:
    """What a select binds lists to."""
    return tuple(name for name, value in _compiler(statement.compile(dialect=dialect)).binds.items() if value.expanding)


@lru_cache(_STATEMENTS)
def _selected(
    dialect: Dialect, statement: _Asked, sizes: tuple[int, ...]
) -> tuple[str, Sequence[tuple[str, Sequence[str]]], dict[str, Any], Sequence[str] | None]:
    """The words of a select for lists of these sizes; what the values of each list are called there; the values that it has of its own; and the order
    of all."""
    made = _compiler(statement.compile(dialect=dialect))
    lists = _lists(dialect, statement)
    asked = dict.fromkeys(name for name, value in made.binds.items() if value.required)
    listed = {name: [None] * size for name, size in zip(lists, sizes, strict=True)}
    state = made.construct_expanded_state(asked | listed)
    names = [(name, state.parameter_expansion[name]) for name in lists]
    own = {name: value for name, value in state.parameters.items() if name not in asked}
    return state.statement, names, own, state.positiontup


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
