"""What all tables share: the metadata, and the column types for ids, moments and JSON."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Column, ColumnElement, Dialect, Index, Integer, MetaData, Text, TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

# SQLite numbers rows by itself only where the type is exactly INTEGER; it holds 64 bits there.
Id = BigInteger().with_variant(Integer(), "sqlite")

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)

# Made once: `json.dumps` makes an encoder for each value.
_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def to_milliseconds(moment: datetime) -> int:
    """Milliseconds since 1970 in UTC; `moment` must be aware."""
    return (moment - EPOCH) // MILLISECOND


def from_milliseconds(value: int) -> datetime:
    """The aware UTC time of milliseconds since 1970."""
    return EPOCH + timedelta(milliseconds=value)


def as_moment(value: int | None) -> datetime | None:
    """What a column of moments keeps, as the program has it."""
    return None if value is None else EPOCH + timedelta(0, 0, 0, value)


class Moment(TypeDecorator[datetime]):
    """A point in time, kept as milliseconds since 1970 in UTC: exact, small, and the same on both engines."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Aware time to integer."""
        del dialect
        return None if value is None else to_milliseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Integer to aware time in UTC."""
        del dialect
        return as_moment(value)


class Json(TypeDecorator[Any]):
    """A small JSON value that is only ever read whole; text on both engines, Unicode as it is."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Value to text."""
        del dialect
        return None if value is None else _to_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Text to value."""
        del dialect
        return None if value is None else json.loads(value)


def partial_index(name: str, *columns: Column[Any], where: ColumnElement[bool], unique: bool = False) -> Index:
    """An index of only the rows where `where` holds, which stands in its `info`: the migrations make it, the tests compare the two.

    As an option of each engine, SQLAlchemy would load PostgreSQL's dialect for that word alone, which a start on SQLite would wait for.
    """
    return Index(name, *columns, unique=unique, info={"where": where})
