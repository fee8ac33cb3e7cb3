"""The tables of a desk as its database has them, of whatever schema step: what is carried, and in which order."""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import inspect, types

from deskbell.store.session import Session


class Kind(Enum):
    """What a column holds, on either engine."""

    NUMBER = "number"
    FLAG = "flag"
    TEXT = "text"
    BYTES = "bytes"


class Column(Struct, frozen=True):
    """One column. `wire` is PostgreSQL's name for its type, for COPY; "" on SQLite."""

    name: str
    kind: Kind
    nullable: bool
    wire: str = ""


class Shape(Struct, frozen=True):
    """One table: its columns by name, and the columns of its primary key. Names are quoted where they are used."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in the order in which values are carried."""
        return tuple(column.name for column in self.columns)

    @property
    def numbered(self) -> bool:
        """Whether the database numbers its rows."""
        return self.key == ("id",) and self.columns[self.names.index("id")].kind is Kind.NUMBER


# Made anew from what the messages and articles say: each engine has its own.
SEARCH: Final = "message_search"
ARTICLES: Final = "article_search"
# Before all others: a trigger would make anew those that customers belong to.
_FIRST: Final = ("organisation",)
_COUNTS: Final = ("ticket_count", "tag_count", "team_count", "message_span")
_LISTED: Final = ("customer_listed", "customer_word", "customer_unlisted")
# Behind all others: what triggers would change meanwhile, and what makes a database a desk.
_LAST: Final = (*_COUNTS, *_LISTED, "customer_recount", "meta", "schema_step")
# What is ours and not the desk's: how far a carrying is, what a backup holds.
OWN: Final = ("carry_state", "backup_fact", "backup_table")

_KINDS: Final[tuple[tuple[type[types.TypeEngine[Any]], Kind, str], ...]] = (
    (types.Boolean, Kind.FLAG, "bool"),
    (types.SmallInteger, Kind.NUMBER, "int2"),
    (types.BigInteger, Kind.NUMBER, "int8"),
    (types.Integer, Kind.NUMBER, "int4"),
    (types.LargeBinary, Kind.BYTES, "bytea"),
    (types.String, Kind.TEXT, "text"),
)


def shapes(session: Session) -> tuple[Shape, ...]:
    """All tables that are carried, each after those that its rows point to."""
    found = inspect(session.connection)
    names = [name for name, _ in found.get_sorted_table_and_fkc_names() if name is not None]
    wanted = [name for name in names if not name.startswith((SEARCH, ARTICLES)) and name not in OWN]
    wanted.sort(key=lambda name: _LAST.index(name) + 1 if name in _LAST else -int(name in _FIRST))
    keys = found.get_multi_pk_constraint()
    columns = found.get_multi_columns()
    return tuple(
        Shape(name, _columns(columns[None, name]), tuple(keys[None, name]["constrained_columns"])) for name in wanted
    )


def column_names(session: Session, table: str) -> frozenset[str]:
    """The columns that a table has; none where there is no such table."""
    if session.engine_name == "sqlite":
        found = session.connection.exec_driver_sql("SELECT name FROM pragma_table_xinfo(?)", (table,))
    else:
        found = session.connection.exec_driver_sql(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema AND table_name = %s",
            (table,),
        )
    return frozenset(found.scalars())


def _columns(found: Sequence[Mapping[str, Any]]) -> tuple[Column, ...]:
    made = []
    for column in sorted(found, key=lambda column: column["name"]):
        kind, wire = next((kind, wire) for family, kind, wire in _KINDS if isinstance(column["type"], family))
        made.append(Column(column["name"], kind, bool(column["nullable"]), wire))
    return tuple(made)
