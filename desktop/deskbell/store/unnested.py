"""PostgreSQL takes many rows as a list of each column's values: one statement, where each row would be one, of which the driver's part takes longest.

Words that are made here bind such lists, by the names that the rows have.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    BigInteger,
    BindParameter,
    Boolean,
    Delete,
    Dialect,
    Integer,
    SmallInteger,
    TableClause,
    Text,
    Update,
    bindparam,
    func,
    insert,
    select,
)
from sqlalchemy.sql.selectable import TableValuedAlias
from sqlalchemy.sql.visitors import replacement_traverse
from sqlalchemy.types import TypeDecorator, TypeEngine

_STATEMENTS: Final = 256
# In a list of anything else values are written otherwise than by themselves, or take more room.
_LISTED: Final = (Boolean, BigInteger, Integer, SmallInteger, Text)


@lru_cache(_STATEMENTS)
def inserting(dialect: Dialect, table: TableClause, columns: tuple[str, ...]) -> str | None:
    """The words that insert rows with these columns; None where they have values that go one by one."""
    types = {name: _kept(table.c[name].type) for name in columns}
    if not _may_be_listed(types):
        return None
    rows = _rows(types)
    return str(
        insert(table).from_select(list(columns), select(*rows.c), include_defaults=False).compile(dialect=dialect)
    )


@lru_cache(_STATEMENTS)
def changing(dialect: Dialect, statement: Update | Delete) -> str | None:
    """The words that do an update, or a deletion, for all rows that it would be done for one by one; None where they have values that go so."""
    bound = statement.compile(dialect=dialect).binds
    types = {name: _kept(one.type) for name, one in bound.items() if one.required}
    if not _may_be_listed(types):
        return None
    rows = _rows(types)

    def value(element: Any, **_: Any) -> Any:
        return rows.c[element.key] if isinstance(element, BindParameter) and element.key in types else None

    for_all = replacement_traverse(statement, {}, value)
    assert isinstance(for_all, Update | Delete)
    return str(for_all.compile(dialect=dialect))


def _may_be_listed(types: Mapping[str, TypeEngine[Any]]) -> bool:
    return all(isinstance(one, _LISTED) for one in types.values())


def _kept(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    return kind.impl_instance if isinstance(kind, TypeDecorator) else kind


def _rows(types: Mapping[str, TypeEngine[Any]]) -> TableValuedAlias:
    given = [bindparam(name, type_=ARRAY(kind)) for name, kind in types.items()]
    return func.unnest(*given).table_valued(*types, name="given").render_derived()
