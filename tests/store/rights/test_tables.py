"""Bare SQL as a login of each group: what the server lets through is what docs/rights.md says, for every table and verb."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.errors import InsufficientPrivilege, IntegrityError

from deskbell.store.rights.names import GROUPS
from deskbell.store.rights.rules import RULES
from deskbell.store.tables import metadata
from rights_tables import table
from store.rights.conftest import Login

pytestmark = pytest.mark.servers

TABLES = {row["Table"]: row for row in table("Tables")}
# What a change makes of a row, where the row as it is could not be changed into itself.
CHANGED = {
    "attachment": "message_id = NULL, draft_id = (SELECT min(id) FROM draft)",
    "outbox": "state = 'waiting'",
    "raw_mail": "state = 'again'",
}
# The search indexes, which are none of our tables, and their keys.
INDEXED = {"message_search": ("message_id",), "article_search": ("text_id",)}
# What must be there first for a row to be added, and the row.
MADE = {
    "blob_chunk": (
        "INSERT INTO blob (sha256, size, coding) VALUES ('x', 1, '')",
        "INSERT INTO blob_chunk (blob_id, number, data) VALUES (lastval(), 0, 'x')",
    )
}


@dataclass(frozen=True)
class Rows:
    """The rows of a table: names of its columns, of its key, and the values."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    values: tuple[tuple[Any, ...], ...]

    def where(self, values: tuple[Any, ...]) -> tuple[sql.Composed, list[Any]]:
        """The condition that finds one of them."""
        terms = [sql.SQL("{} = %s").format(sql.Identifier(name)) for name in self.key]
        return sql.SQL(" AND ").join(terms), [values[self.columns.index(name)] for name in self.key]


def rows(whole: psycopg.Connection, name: str) -> Rows:
    found = whole.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(name)))
    assert found.description is not None
    columns = tuple(column.name for column in found.description)
    key = INDEXED.get(name) or tuple(metadata.tables[name].primary_key.columns.keys())
    return Rows(name, columns, key, tuple(found.fetchall()))


def attempt(connection: psycopg.Connection, *statements: Any, values: Iterable[Any] = ()) -> int | None:
    """How many rows the last statement comes by; None where the right is lacking. What only the tables' promises forbid was allowed."""
    try:
        for statement in statements[:-1]:
            connection.execute(statement)
        return connection.execute(statements[-1], list(values) or None).rowcount
    except InsufficientPrivilege:
        return None
    except IntegrityError:
        return 1
    finally:
        connection.rollback()


def told(word: str, count: int, total: int, whole: bool = True) -> list[str]:
    if not count:
        return []
    return [word if count == total and whole else f"{word}°"]


def may(connection: psycopg.Connection, of: Rows) -> str:
    """What the login may do to a table: what holds for some rows or columns only has a ° behind it."""
    name = sql.Identifier(of.name)

    def columns(statement: str) -> list[str]:
        made = ((one, sql.SQL(statement).format(name=name, column=sql.Identifier(one))) for one in of.columns)
        return [one for one, words in made if attempt(connection, words) is not None]

    words = []
    seen = columns("SELECT {column} FROM {name} WHERE false")
    if seen:
        count = attempt(connection, sql.SQL("SELECT {} FROM {}").format(sql.Identifier(seen[0]), name)) or 0
        words += told("read", count, len(of.values), len(seen) == len(of.columns))
    added = 0
    for row in of.values:
        holders = sql.SQL(", ").join([sql.Placeholder()] * len(row))
        added += (
            attempt(connection, sql.SQL("INSERT INTO {} VALUES ({})").format(name, holders), values=row) is not None
        )
    if of.name in MADE and not added:
        words += told("add", int(attempt(connection, *MADE[of.name]) is not None), 2)
    words += told("add", added, len(of.values))
    changed = columns("UPDATE {name} SET {column} = {column} WHERE false")
    keyed = [of.where(row) for row in of.values]
    if changed:
        to = sql.SQL(CHANGED.get(of.name, "{column} = {column}")).format(column=sql.Identifier(changed[0]))
        update = sql.SQL("UPDATE {} SET {} WHERE ").format(name, to)
        count = sum(bool(attempt(connection, update + where, values=values)) for where, values in keyed)
        words += told("change", count, len(of.values), len(changed) == len(of.columns))
    delete = sql.SQL("DELETE FROM {} WHERE ").format(name)
    count = sum(bool(attempt(connection, delete + where, values=values)) for where, values in keyed)
    words += told("remove", count, len(of.values))
    return ", ".join(words) or "–"


def test_rules_and_document_name_every_table() -> None:
    assert RULES.keys() == {*metadata.tables, *INDEXED}
    assert list(TABLES) == sorted(RULES)


@pytest.mark.parametrize("group", GROUPS)
def test_each_table_gives_each_group_what_the_document_says(login: Login, group: str) -> None:
    whole = login("postgres")
    contents = [rows(whole, name) for name in TABLES]
    whole.rollback()
    assert [of.name for of in contents if not of.values] == [], "nothing to try it on"
    found = {of.name: may(login(f"of_{group}"), of) for of in contents}
    assert found == {name: row[group] for name, row in TABLES.items()}
