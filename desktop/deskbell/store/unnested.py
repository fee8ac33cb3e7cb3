"""PostgreSQL takes many rows as a list of each column's values: one statement, where each row would be one, of which the driver's part takes longest.

Words that are made here bind such lists, by the names that the rows have.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final, TypeVar

from sqlalchemy import (
    ARRAY,
    BigInteger,
    BinaryExpression,
    BindParameter,
    Boolean,
    ClauseElement,
    Delete,
    Dialect,
    Insert,
    Integer,
    SmallInteger,
    TableClause,
    Text,
    Update,
    all_,
    any_,
    bindparam,
    func,
    insert,
    select,
)
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.operators import in_op, not_in_op
from sqlalchemy.sql.selectable import TableValuedAlias
from sqlalchemy.sql.visitors import replacement_traverse
from sqlalchemy.types import TypeDecorator, TypeEngine

Asking = TypeVar("Asking", bound=ClauseElement)

_STATEMENTS: Final = 256
# In a list of anything else values are written otherwise than by themselves, or take more room.
_LISTED: Final = (Boolean, BigInteger, Integer, SmallInteger, Text)


@lru_cache(_STATEMENTS)
def inserting(dialect: Dialect, table: TableClause | Insert, columns: tuple[str, ...]) -> str | None:
    """The words that insert rows with these columns, by a statement where one is given; None where they have values that go one by one."""
    statement = table if isinstance(table, Insert) else insert(table)
    types = {name: _kept(statement.table.c[name].type) for name in columns}
    if not _may_be_listed(types):
        return None
    rows = _rows(types)
    return str(statement.from_select(list(columns), select(*rows.c), include_defaults=False).compile(dialect=dialect))


@lru_cache(_STATEMENTS)
def changing(dialect: Dialect, statement: Update | Delete) -> str | None:
    """The words that do an update, or a deletion, for all rows that it would be done for one by one; None where they have values that go so."""
    types = {name: _kept(one.type) for name, one in _binds(dialect, statement).items()}
    if not _may_be_listed(types):
        return None
    rows = _rows(types)

    def value(element: Any, **_: Any) -> Any:
        return rows.c[element.key] if isinstance(element, BindParameter) and element.key in types else None

    for_all = replacement_traverse(statement, {}, value)
    assert isinstance(for_all, Update | Delete)
    return str(for_all.compile(dialect=dialect))


@lru_cache(_STATEMENTS)
def finding(dialect: Dialect, statement: Asking) -> Asking | None:
    """What a select finds by lists of values, asked with each list as one value: its words are the same for lists of any length, and neither end takes them
    apart each time. None where a list goes one by one.
    """
    types = {name: _kept(one.type) for name, one in _binds(dialect, statement).items() if one.expanding}
    if not _may_be_listed(types):
        return None

    found: set[str] = set()

    def value(element: Any, **_: Any) -> Any:
        if not isinstance(element, BinaryExpression) or element.operator not in (in_op, not_in_op):
            return None
        right = element.right
        if not isinstance(right, BindParameter) or right.key not in types:
            return None
        found.add(right.key)
        listed = bindparam(right.key, type_=ARRAY(types[right.key]))
        return element.left == any_(listed) if element.operator is in_op else element.left != all_(listed)

    for_lists = replacement_traverse(statement, {}, value)
    assert isinstance(for_lists, type(statement))
    return for_lists if found == types.keys() else None


def _binds(dialect: Dialect, statement: ClauseElement) -> dict[str, BindParameter[Any]]:
    """What a statement binds beside values of its own, by name."""
    made = statement.compile(dialect=dialect)
    assert isinstance(made, SQLCompiler)
    return {name: one for name, one in made.binds.items() if one.required}


def _may_be_listed(types: Mapping[str, TypeEngine[Any]]) -> bool:
    return all(isinstance(one, _LISTED) for one in types.values())


def _kept(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    return kind.impl_instance if isinstance(kind, TypeDecorator) else kind


def _rows(types: Mapping[str, TypeEngine[Any]]) -> TableValuedAlias:
    given = [bindparam(name, type_=ARRAY(kind)) for name, kind in types.items()]
    return func.unnest(*given).table_valued(*types, name="given").render_derived()
