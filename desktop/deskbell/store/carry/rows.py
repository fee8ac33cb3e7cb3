"""The rows of a table in the order of their key, as both engines give them alike, and what they are known by.

Numbers and flags (0 or 1) are integers, moments are the milliseconds that the columns keep, texts and bytes are themselves. A row is known by one
line: a JSON array of its values in the order of its columns' names, without spaces, Unicode as it is, bytes as {"sha256": "…"}. A table is known by the SHA-256
of its rows' lines in UTF-8, each with a line feed at its end, in the order of its key (texts by their bytes).
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any, Final

from msgspec import Struct

from deskbell.model.errors import Trouble
from deskbell.store.carry.shape import Column, Kind, Shape
from deskbell.store.session import Session
from deskbell.store.trouble import place_of, told

Row = tuple[Any, ...]

# Rows that come from the database at a time; chunks of blobs hold up to a mebibyte each.
_ROWS: Final = 500
_LARGE_ROWS: Final = 16
# A batch is full with so many rows, or about so many bytes of them.
_BATCH_ROWS: Final = 2_000
_BATCH_BYTES: Final = 8 << 20
# What a text may hold on SQLite and not on PostgreSQL; U+FFFD stands in for it on both.
_NUL: Final = "\0"
_NUL_WRITTEN: Final = "\\u0000"

_TYPES: Final = {Kind.NUMBER: int, Kind.FLAG: int, Kind.TEXT: str, Kind.BYTES: bytes}


def _known_by(value: object) -> dict[str, str]:
    if not isinstance(value, bytes):
        raise TypeError(type(value).__name__)
    return {"sha256": sha256(value).hexdigest()}


# Made once: `json.dumps` makes an encoder for each row.
line: Final[Callable[[Row], str]] = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), default=_known_by
).encode


class Batch(Struct, frozen=True):
    """Some rows of a table, and their lines."""

    rows: list[Row]
    lines: bytes

    @classmethod
    def of(cls, rows: list[Row], lines: list[str]) -> "Batch":
        """The rows, and their lines."""
        return cls(rows, "\n".join([*lines, ""]).encode())


class Digest:
    """The hash of a table, of which batches come in their order."""

    def __init__(self) -> None:
        self._hash = sha256()
        self.rows = 0

    def add(self, batch: Batch) -> None:
        """The next rows."""
        self._hash.update(batch.lines)
        self.rows += len(batch.rows)

    def value(self) -> str:
        """The hash so far, in hex."""
        return self._hash.hexdigest()


def batches(session: Session, shape: Shape, after: Sequence[Any] = ()) -> Iterator[Batch]:
    """All rows of a table, or those after a key, some at a time. Raises `Trouble` db.corrupt where a value is none that its column may hold."""
    check = _Check(session, shape)
    # Bytes stand in a line by their hash alone.
    heavy = [at for at, column in enumerate(shape.columns) if column.kind is Kind.BYTES]
    rows: list[Row] = []
    lines: list[str] = []
    room = _BATCH_BYTES
    for row in _rows(session, shape, after):
        check(row)
        written = line(row)
        if _NUL_WRITTEN in written:
            row = _without_nul(row)
            written = line(row)
        rows.append(row)
        lines.append(written)
        room -= len(written) + sum(len(row[at] or b"") for at in heavy)
        if len(rows) >= _BATCH_ROWS or room < 0:
            yield Batch.of(rows, lines)
            rows, lines, room = [], [], _BATCH_BYTES
    if rows:
        yield Batch.of(rows, lines)


def digest(session: Session, shape: Shape, tell: Callable[[int], None] | None = None) -> Digest:
    """What a table is known by. `tell` hears how many rows were read since it was told last; what it raises ends it."""
    made = Digest()
    for batch in batches(session, shape):
        made.add(batch)
        if tell is not None:
            tell(len(batch.rows))
    return made


def count(session: Session, table: str) -> int:
    """How many rows a table has."""
    found = session.connection.exec_driver_sql(f'SELECT count(*) FROM "{table}"')  # noqa: S608  a name of our own schema
    return int(found.scalar_one())


def key_of(shape: Shape, row: Row) -> list[Any]:
    """The values of a row's primary key."""
    names = shape.names
    return [row[names.index(name)] for name in shape.key]


def _rows(session: Session, shape: Shape, after: Sequence[Any]) -> Iterator[Row]:
    postgresql = session.engine_name == "postgresql"
    selected = ", ".join(_selected(column, postgresql=postgresql) for column in shape.columns)
    kinds = {column.name: column.kind for column in shape.columns}
    # By their bytes, as SQLite compares them, whatever the database's own order of letters is.
    key = [f'"{name}" COLLATE "C"' if postgresql and kinds[name] is Kind.TEXT else f'"{name}"' for name in shape.key]
    mark = "%s" if postgresql else "?"
    where = f"WHERE ({', '.join(key)}) > ({', '.join(mark for _ in key)})" if after else ""
    words = f'SELECT {selected} FROM "{shape.name}" {where} ORDER BY {", ".join(key)}'  # noqa: S608  names of our own schema
    large = any(column.kind is Kind.BYTES and column.name == "data" for column in shape.columns)
    some = _LARGE_ROWS if large else _ROWS
    # Told here: whoever reads may be within a transaction of another database, which would be taken for the damaged one.
    with told(session.connection.engine.url):
        found = session.connection.exec_driver_sql(words, tuple(after), execution_options={"yield_per": some})
        for part in found.partitions(some):
            yield from map(tuple, part)


def _selected(column: Column, *, postgresql: bool) -> str:
    return f'"{column.name}"::int' if postgresql and column.kind is Kind.FLAG else f'"{column.name}"'


def _without_nul(row: Row) -> Row:
    return tuple(value.replace(_NUL, "\ufffd") if isinstance(value, str) else value for value in row)


class _Check:
    """Looks whether values are what their columns hold: SQLite would give anything. Rows that look like one before are not looked at twice."""

    def __init__(self, session: Session, shape: Shape) -> None:
        self._shape = shape
        self._where = place_of(session.connection.engine.url)
        self._seen: set[tuple[type, ...]] = set()
        self._flags = [at for at, column in enumerate(shape.columns) if column.kind is Kind.FLAG]

    def __call__(self, row: Row) -> None:
        found = tuple(map(type, row))
        if found not in self._seen:
            for column, kind in zip(self._shape.columns, found, strict=True):
                if not (kind is _TYPES[column.kind] or (kind is type(None) and column.nullable)):
                    raise self._wrong(row, column)
            self._seen.add(found)
        for at in self._flags:
            if row[at] not in (0, 1, None):
                raise self._wrong(row, self._shape.columns[at])

    def _wrong(self, row: Row, column: Column) -> Trouble:
        return Trouble(
            "db.corrupt", path=self._where, detail=f"{self._shape.name}.{column.name} of {key_of(self._shape, row)}"
        )


def first_difference(shape: Shape, here: Iterable[Batch], there: Iterable[Batch]) -> list[Any] | None:
    """The key of the first row in which two tables differ, None where there is none."""
    ours, theirs = (iter(row for batch in side for row in batch.rows) for side in (here, there))
    while True:
        one, other = next(ours, None), next(theirs, None)
        if one != other:
            return key_of(shape, one or other or ())
        if one is None:
            return None
