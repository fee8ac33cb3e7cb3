"""The shortest way to the driver, for the statements that each mail and each action runs: values as the columns keep them, in and out.

SQLAlchemy makes the words of a statement, once; what it does beside that for each execution (events, results that know their columns, types)
takes ten times as long as SQLite takes to run most of them. Errors are raised as SQLAlchemy raises them.

What nobody waits for (`insert`, `update`, `put`, and what is asked by `ask`) PostgreSQL is sent together with what comes next (`store.together`): there an
error may be raised only then, or by the commit. SQLite runs all at once.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter, methodcaller
from types import NoneType
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import Compiled, CompoundSelect, Connection, Delete, Dialect, Insert, Select, Table, TableClause, Update
from sqlalchemy import insert as insert_into
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import ReturningDelete, ReturningInsert

from deskbell.store.tables.base import Moment, as_moment

# Statements whose words are remembered: where each mail is a commit of its own, making them anew would take longer than running them.
_STATEMENTS = 256
# From so many rows on PostgreSQL is given lists of them, and so long ones.
_MANY = 8
_AT_ONCE = 1_000
T = TypeVar("T")
# What answers with rows; also what is written with RETURNING.
_Asked: TypeAlias = Select[Any] | CompoundSelect[Any] | ReturningInsert[Any] | ReturningDelete[Any]
_Listing: TypeAlias = _Asked | Insert | Update | Delete
_Rows: TypeAlias = list[tuple[Any, ...]]

# What is taken of an answer; no functions of our own, each call of which would show.
_all = methodcaller("fetchall")
_told_number: Callable[[DBAPICursor], int] = attrgetter("lastrowid")
_nothing = attrgetter("connection")


def rows(connection: Connection, statement: _Asked, values: Mapping[str, Any]) -> _Rows:
    """What a select finds. It is one of a module, not made for this call, and binds all of `values`; a list stands for what `in_` is asked of, and
    where one is empty nothing is found.
    """
    bound = _bound(connection.dialect, statement, values)
    return [] if bound is None else _run(connection, bound[0], (bound[1],), _all)


def ask(
    connection: Connection, statement: _Asked, values: Mapping[str, Any], then: Callable[[_Rows], object] | None = None
) -> Callable[[], _Rows]:
    """Ask what `rows` asks, and go on: what comes back gives the answer. `then` is told it before anybody gets the answer to something that was
    asked later, and may raise.
    """
    bound = _bound(connection.dialect, statement, values)
    if bound is None:
        return list
    if connection.dialect.name == "postgresql":
        return _put(connection, bound[0], (bound[1],), then)
    found = _run(connection, bound[0], (bound[1],), _all)
    if then is not None:
        then(found)
    return lambda: found


def ask_named(connection: Connection, statement: Select[Any], values: Mapping[str, Any]) -> Callable[[], list[Any]]:
    """The same with rows that know their columns by name, and have values as the program has them."""
    answer = ask(connection, statement, values)
    return lambda: named(connection, statement, answer())


def named(connection: Connection, statement: Select[Any], found: Sequence[Sequence[Any]]) -> list[Any]:
    """Rows of a select that know their columns by name, and have values as the program has them."""
    kind, ways = _named(connection.dialect, statement)
    made = []
    for row in found:
        values = list(row)
        for place, convert in ways:
            values[place] = convert(values[place])
        made.append(kind(values))
    return made


def run(connection: Connection, words: str) -> None:
    """Run words that bind nothing and answer nothing."""
    _run(connection, words, [()], _nothing)


def put(connection: Connection, words: str, rows: Sequence[Any] = ((),)) -> None:
    """Run words in the driver's own language, once for each of the rows that they bind."""
    if connection.dialect.name == "postgresql":
        _put(connection, words, rows)
    else:
        _run(connection, words, rows, _nothing)


def insert(connection: Connection, table: TableClause | Insert, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, all with the same columns. In place of a table a statement of a module says what becomes of a row that is there already; each row is
    another one then.
    """
    dialect, columns = connection.dialect, tuple(rows[0])
    if _are_many(dialect, rows):
        from deskbell.store import unnested

        if (words := unnested.inserting(dialect, table, columns)) is not None:
            return _put_many(connection, words, rows)
    _execute(connection, _inserted(dialect, table, columns), rows)
    return None


def insert_numbered(connection: Connection, table: Table, row: Mapping[str, Any]) -> int:
    """Insert one row; the id that the database gave it."""
    return insert_asked(connection, table, row)()


def insert_asked(connection: Connection, table: Table, row: Mapping[str, Any]) -> Callable[[], int]:
    """Insert one row, and go on: what comes back gives the id that the database gave it."""
    # SQLite's driver tells it; RETURNING would take twice the insert's time there.
    told = connection.dialect.name == "sqlite"
    statement = _inserted(connection.dialect, table, tuple(row), numbered=not told)
    if told:
        values = row if not statement.positiontup else tuple(map(row.__getitem__, statement.positiontup))
        number = _run(connection, statement.string, [values], _told_number)
        return lambda: number
    answer = _put(connection, statement.string, [row])
    return lambda: int(answer()[0][0])


def update(connection: Connection, statement: Update | Delete, rows: Sequence[Mapping[str, Any]]) -> None:
    """Do an update, or a deletion, once for each row of its bound values; they are all that it binds. The statement is one of a module, not made for this
    call.
    """
    _execute(connection, _updated(connection.dialect, statement), rows)


def update_each(connection: Connection, statement: Update | Delete, rows: Sequence[Mapping[str, Any]]) -> None:
    """What `update` does, where the database may do it for all rows at once: each is about other rows of the table."""
    if _are_many(connection.dialect, rows):
        from deskbell.store import unnested

        if (words := unnested.changing(connection.dialect, statement)) is not None:
            return _put_many(connection, words, rows)
    update(connection, statement, rows)
    return None


def write(connection: Connection, statement: Insert | Update | Delete, values: Mapping[str, Any]) -> None:
    """Do once what is written by lists of values, or from what a select finds. The statement is one of a module, and binds all of `values`; where a list is
    empty nothing is done.
    """
    if (bound := _bound(connection.dialect, statement, values)) is not None:
        put(connection, bound[0], [bound[1]])


def _are_many(dialect: Dialect, rows: Sequence[Mapping[str, Any]]) -> bool:
    return len(rows) >= _MANY and dialect.name == "postgresql"


def _put_many(connection: Connection, words: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Have words run that bind lists."""
    parts = [rows[start : start + _AT_ONCE] for start in range(0, len(rows), _AT_ONCE)]
    listed = ({name: as_array([row[name] for row in part]) for name in part[0]} for part in parts)
    if len(parts) == 1:
        _put(connection, words, list(listed))
        return
    # What is written in bulk is not in memory twice.
    for values in listed:
        _run(connection, words, [values], _nothing)


def as_array(values: Sequence[Any]) -> Any:
    """A list as it is bound: numbers, and where there is none, in PostgreSQL's own words, which the driver would make of them one by one."""
    if set(map(type, values)) <= {int, NoneType}:
        return f"{{{','.join('NULL' if value is None else str(value) for value in values)}}}"
    return list(values)


def _execute(connection: Connection, statement: SQLCompiler, rows: Sequence[Mapping[str, Any]]) -> None:
    values: Sequence[Any] = rows
    if order := statement.positiontup:
        values = [tuple(map(row.__getitem__, order)) for row in rows]
    put(connection, statement.string, values)


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


def _put(
    connection: Connection, words: str, values: Sequence[Any], then: Callable[[_Rows], object] | None = None
) -> Callable[[], _Rows]:
    """Have a statement run with what PostgreSQL is sent next; what gives its answer."""
    driven: Any = connection.connection.dbapi_connection
    try:
        cursor = driven.put(words, values, then)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _told(connection, error, None) from error

    found: _Rows | None = None

    def answer() -> _Rows:
        nonlocal found
        if found is None:
            if cursor.pgresult is None:
                try:
                    driven.send()
                except connection.dialect.loaded_dbapi.Error as error:
                    raise _told(connection, error, cursor) from error
            found = list(cursor.fetchall())
        return found

    return answer


def _told(connection: Connection, error: Exception, cursor: DBAPICursor | None) -> DBAPIError | Exception:
    """The error of a driver as SQLAlchemy raises it, without words and values: they are what people wrote."""
    dialect = connection.dialect
    kind = dialect.loaded_dbapi.Error
    assert isinstance(error, kind)
    broken = dialect.is_disconnect(error, connection.connection.dbapi_connection, cursor)
    if broken:
        connection.invalidate(error)
    return DBAPIError.instance(None, None, error, kind, connection_invalidated=broken, dialect=dialect)


def _bound(dialect: Dialect, statement: _Listing, values: Mapping[str, Any]) -> tuple[str, Any] | None:
    """The words of a select and what they bind; None where a list is empty."""
    lists = _lists(dialect, statement)
    sizes = tuple(map(len, map(values.__getitem__, lists)))
    if 0 in sizes:
        return None
    if dialect.name == "postgresql" and max(sizes, default=0) >= _MANY:
        from deskbell.store import unnested

        if (listed := unnested.finding(dialect, statement)) is not None:
            words, _, own, _ = _selected(dialect, listed, ())
            return words, {**own, **values, **{name: as_array(values[name]) for name in lists}}
    words, names, own, order = _selected(dialect, statement, sizes)
    bound = {**own, **values}
    for name, parts in names:
        bound.update(zip(parts, values[name], strict=True))
    return words, bound if order is None else list(map(bound.__getitem__, order))


@lru_cache(_STATEMENTS)
def _named(
    dialect: Dialect, statement: Select[Any]
) -> tuple[Callable[..., Any], Sequence[tuple[int, Callable[[Any], Any]]]]:
    """What makes a row of a select, and which of its values, by place, the program has otherwise than the columns keep them."""
    columns = statement.selected_columns
    # Moments are most of what is converted, and of them SQLAlchemy's way is three calls for each.
    ways = [
        as_moment
        if isinstance(column.type, Moment)
        else column.type.dialect_impl(dialect).result_processor(dialect, None)
        for column in columns
    ]
    kind = namedtuple("Row", columns.keys())  # type: ignore[misc]  # noqa: PYI024
    return kind._make, [(place, convert) for place, convert in enumerate(ways) if convert is not None]


@lru_cache(1)
def _made(dialect: Dialect, statement: _Listing) -> SQLCompiler:
    """Its words are made once for the two who look at them one after the other; that takes as long as running many a statement. What they took of it is
    remembered by them, the whole would be large."""
    return _compiler(statement.compile(dialect=dialect))


@lru_cache(_STATEMENTS)
def _lists(dialect: Dialect, statement: _Listing) -> tuple[str, ...]:
    """What a select binds lists to, those that it has of its own aside."""
    return tuple(name for name, value in _made(dialect, statement).binds.items() if value.expanding and value.required)


@lru_cache(_STATEMENTS)
def _selected(
    dialect: Dialect, statement: _Listing, sizes: tuple[int, ...]
) -> tuple[str, Sequence[tuple[str, Sequence[str]]], dict[str, Any], Sequence[str] | None]:
    """The words of a select for lists of these sizes; what the values of each list are called there; the values that it has of its own; and the order
    of all."""
    made = _made(dialect, statement)
    lists = _lists(dialect, statement)
    asked = dict.fromkeys(name for name, value in made.binds.items() if value.required)
    listed = {name: [None] * size for name, size in zip(lists, sizes, strict=True)}
    state = made.construct_expanded_state(asked | listed)
    names = [(name, state.parameter_expansion[name]) for name in lists]
    own = {name: value for name, value in state.parameters.items() if name not in asked}
    return state.statement, names, own, state.positiontup


@lru_cache(_STATEMENTS)
def _inserted(
    dialect: Dialect, table: TableClause | Insert, columns: tuple[str, ...], *, numbered: bool = False
) -> SQLCompiler:
    statement = table if isinstance(table, Insert) else insert_into(table)
    # Else PostgreSQL would be asked for the number all the same.
    statement = statement.returning(statement.table.c.id) if numbered else statement.inline()
    return _compiler(statement.compile(dialect=dialect, column_keys=list(columns)))


@lru_cache(_STATEMENTS)
def _updated(dialect: Dialect, statement: Update | Delete) -> SQLCompiler:
    return _compiler(statement.compile(dialect=dialect))


def _compiler(made: Compiled) -> SQLCompiler:
    assert isinstance(made, SQLCompiler)
    return made
