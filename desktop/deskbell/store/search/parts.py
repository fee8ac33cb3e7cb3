"""The parts of SQLite's index over messages, each a table of some hundred thousand messages that came one after the other.

To find the beginning of a word FTS5 gathers every message that holds a word of that beginning before it tells of the first
(sqlite.org/fts5.html, 4.2), so each letter that is typed would cost the more the longer a desk has been in use. In parts the newest is asked first,
and most often has enough. A part is written to alone: several cost a mail nothing.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from msgspec import Struct
from sqlalchemy import BigInteger, ColumnClause, Select, TableClause, Text, column, literal_column, select, table, text

from deskbell.store import plain
from deskbell.store.session import Session

# So many numbers of messages go into one part: all that one of them holds is gathered in 15 ms.
SPAN = 100_000

# The first part (`migrations.m0006_search`); the others have the first number that they hold behind its name.
_NAME = "message_search"
_MORE = f"{_NAME}_from_"
# A virtual table has no page of its own.
_THERE: Select[str] = (
    select(column("name", Text))
    .select_from(table("sqlite_schema"))
    .where(literal_column(f"rootpage = 0 AND name GLOB '{_MORE}*'"))
)
_MAKE = """
    CREATE VIRTUAL TABLE {name}
    USING fts5 (subject, body, people, files, content='', contentless_delete=1, tokenize='ascii')
"""


class Part(Struct, frozen=True):
    """A part and the first number of a message that it may hold."""

    first: int
    name: str

    @property
    def table(self) -> TableClause:
        """It as statements name it."""
        return _table(self.name)


def parts(session: Session) -> list[Part]:
    """All parts, the one with the newest messages first."""
    names = [name for (name,) in plain.rows(session.connection, _THERE, {})]
    return sorted(
        [Part(0, _NAME), *(Part(int(name.removeprefix(_MORE)), name) for name in names)], key=_first, reverse=True
    )


def part_of(there: Sequence[Part], message_id: int) -> Part:
    """The part, of all `there` are, that holds a message."""
    return next(part for part in there if part.first <= message_id)


def room_for(session: Session, first: int, last: int) -> list[Part]:
    """All parts, with those made that messages of these numbers need."""
    there = parts(session)
    while last >= there[0].first + SPAN:
        begin = max(first, there[0].first + SPAN)
        made = Part(begin, f"{_MORE}{begin}")
        session.connection.execute(text(_MAKE.format(name=made.name)))
        there.insert(0, made)
    return there


def _first(part: Part) -> int:
    return part.first


@lru_cache
def _table(name: str) -> TableClause:
    columns: list[ColumnClause[Any]] = [column(each) for each in ("subject", "body", "people", "files")]
    # The column by a table's own name is what is asked of all its columns.
    return table(name, column("rowid", BigInteger), column(name, Text), *columns)
