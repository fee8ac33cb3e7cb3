"""A desk of a million tickets in minutes: a sample is written the ordinary way, and every ticket of it twenty times more by the database itself, with
all that is derived from them: messages, journal, counts, search index.

The copies of a ticket lie one after the other, each a little later than the last, so that numbers rise with time as on any desk. They are of customers
of their own, who wrote from the same address.
"""

from contextlib import closing
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import BigInteger, Column, Connection, Integer, Table, column, text
from sqlalchemy import table as named

from deskbell.sample.apart import generate_apart
from deskbell.sample.fill import fill
from deskbell.store import plain
from deskbell.store.desk import Desk
from deskbell.store.integrity import problems
from deskbell.store.migrations.m0038_message_spans import FILL
from deskbell.store.search import index
from deskbell.store.search.entries import entries
from deskbell.store.search.parts import SPAN, part_of, parts, room_for
from deskbell.store.session import Session
from deskbell.store.tables import (
    address,
    attachment,
    customer,
    customer_listed,
    customer_word,
    deed,
    journal,
    mention,
    message,
    participant,
    ticket,
    ticket_tag,
)

COPIES: Final = 20
_SAMPLE_MILLISECONDS: Final = 3 * 365 * 86_400_000
_NOW: Final = datetime(2026, 3, 2, 9, tzinfo=UTC)
_TABLES: Final = (
    customer,
    customer_listed,
    customer_word,
    address,
    ticket,
    ticket_tag,
    participant,
    message,
    mention,
    attachment,
    deed,
    journal,
)
_MOMENTS: Final = frozenset({"at", "sent_at", "created_at", "activity_at", "done_at"})
_OWN: Final = {
    "address.email": "k || '.' || email",
    "deed.answer": "CASE WHEN kind IN ('received', 'replied', 'noted') THEN answer * {copies} + k ELSE answer END",
    "journal.after": (
        "CASE WHEN kind IN ('received', 'replied', 'noted')"
        " THEN CAST(CAST(after AS BIGINT) * {copies} + k AS TEXT) ELSE after END"
    ),
    "message.message_id": "k || '.' || message_id",
    "message.in_reply_to": "CASE in_reply_to WHEN '' THEN '' ELSE k || '.' || in_reply_to END",
}
_INDEXES: Final = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = '{table}'",
    "postgresql": (
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = '{table}'"
        " AND indexname NOT IN (SELECT conname FROM pg_constraint)"
    ),
}


def fill_multiplied(address: str, tickets: int) -> None:
    """Fill the empty desk at `address` with `tickets` tickets, a multiple of `COPIES`. On PostgreSQL it takes a superuser."""
    with closing(Desk.open(address)) as desk:
        # As long a time as the sample of a large desk, whatever its size.
        sample = generate_apart(tickets=tickets // COPIES, seed=1, now=_NOW)
        fill(desk, sample)
    with closing(Desk.open(address)) as desk:
        with desk.engine.connect() as connection:
            _let_go(connection)
            with connection.begin():
                _multiply(Session(connection), _SAMPLE_MILLISECONDS // tickets)
            with connection.begin():
                assert problems(Session(connection)) == []
            connection.invalidate()
        _tidy(desk)


def _let_go(connection: Connection) -> None:
    """Nobody else is there, and what is lost is made again: no journal, no keys looked up, no triggers on PostgreSQL."""
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        for pragma in ("foreign_keys = OFF", "journal_mode = OFF", "synchronous = OFF", "cache_size = -1000000"):
            driver.execute(f"PRAGMA {pragma}")
        return
    driver.patience = None
    driver.execute(
        "SET statement_timeout = 0; SET session_replication_role = replica; SET maintenance_work_mem = '1GB'"
    )
    driver.commit()


def _tidy(desk: Desk) -> None:
    """What upkeep and the server do by themselves in time."""
    with desk.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        if desk.engine.dialect.name == "sqlite":
            driver.execute("PRAGMA optimize = 0x10002")
            return
        driver.patience = None
        driver.autocommit = True
        driver.execute("SET statement_timeout = 0")
        driver.execute("VACUUM (ANALYZE)")


def _multiply(session: Session, apart: int) -> None:
    run = session.connection.exec_driver_sql
    sqlite = session.engine_name == "sqlite"
    run("CREATE TEMPORARY TABLE copy (k INTEGER)")
    run("INSERT INTO copy VALUES " + ", ".join(f"({number})" for number in range(COPIES)))
    if sqlite:
        _cut_words(session)
    else:
        run("CREATE TEMPORARY TABLE sample_words AS SELECT * FROM message_search")
        run("TRUNCATE message_search")
    for table in _TABLES:
        run(f'CREATE TEMPORARY TABLE "sample_{table.name}" AS SELECT * FROM "{table.name}"')
    if not sqlite:
        run("TRUNCATE " + ", ".join(f'"{table.name}"' for table in _TABLES) + " CASCADE")
    run("DELETE FROM message_span")
    for table in _TABLES:
        _write(session, table, apart)
    _index_words(session)
    # What triggers have noted meanwhile is listed with the rest.
    run("DELETE FROM customer_unlisted")
    if not sqlite:
        for kept in ("ticket_count", "tag_count", "team_count"):
            run(f"UPDATE {kept} SET n = n * {COPIES}")
        session.connection.execute(text(FILL))


def _write(session: Session, table: Table, apart: int) -> None:
    run = session.connection.exec_driver_sql
    indexes = run(_INDEXES[session.engine_name].format(table=table.name)).all()
    for name, _ in indexes:
        run(f'DROP INDEX "{name}"')
    if session.engine_name == "sqlite":
        run(f'DELETE FROM "{table.name}"')
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    values = ", ".join(_value(column, apart) for column in table.columns)
    run(f'INSERT INTO "{table.name}" ({names}) SELECT {values} FROM {_each(session, f"sample_{table.name}")}')
    for _, words in indexes:
        run(words)
    number = table.columns.get("id")
    if session.engine_name == "postgresql" and number is not None and isinstance(number.type, (BigInteger, Integer)):
        run(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), (SELECT max(id) FROM \"{table.name}\"))")


def _value(column: Column[Any], apart: int) -> str:
    """What stands in a column of copy `k`."""
    name = f'"{column.name}"'
    own = _OWN.get(f"{column.table.name}.{column.name}")
    if own:
        return own.format(copies=COPIES)
    of = {key.column.table for key in column.foreign_keys}
    if (column.table is deed and column.primary_key) or deed in of:
        # The first letters of what is drawn at random.
        return f"k || ':' || substr({name}, 5)"
    if column.name in _MOMENTS:
        return f"{name} + (k - {COPIES - 1}) * {apart}"
    if of & set(_TABLES) or (column.primary_key and column.name == "id"):
        return f"{name} * {COPIES} + k"
    return name


def _each(session: Session, table: str) -> str:
    """Each row of `table` with each `k`, the copies of a row one after the other."""
    if session.engine_name == "sqlite":
        return f'"{table}" CROSS JOIN copy'
    return f'(SELECT *, generate_series(0, {COPIES - 1}) AS k FROM "{table}") AS each'


def _cut_words(session: Session) -> None:
    """The index keeps no words: they are cut again."""
    session.connection.exec_driver_sql(
        "CREATE TEMPORARY TABLE sample_words (rowid INTEGER PRIMARY KEY, subject, body, people, files)"
    )
    words = named("sample_words", *map(column, ("rowid", "subject", "body", "people", "files")))
    after = 0
    while found := entries(session, after):
        plain.insert(session.connection, words, [index.fields(entry) for entry in found])
        after = found[-1].message_id


def _index_words(session: Session) -> None:
    run = session.connection.exec_driver_sql
    each = _each(session, "sample_words")
    if session.engine_name == "sqlite":
        _fill_parts(session, each)
        return
    indexes = run(_INDEXES["postgresql"].format(table="message_search")).all()
    for name, _ in indexes:
        run(f"DROP INDEX {name}")
    run(f"INSERT INTO message_search (message_id, words) SELECT message_id * {COPIES} + k, words FROM {each}")
    for _, words in indexes:
        run(words)


def _fill_parts(session: Session, each: str) -> None:
    run = session.connection.exec_driver_sql
    for part in parts(session):
        run(f"INSERT INTO {part.name} ({part.name}) VALUES ('delete-all')")
    last = run("SELECT max(id) FROM message").scalar_one()
    for first in range(0, last + 1, SPAN):
        there = part_of(room_for(session, first, first), first)
        run(
            f"INSERT INTO {there.name} (rowid, subject, body, people, files)"
            f" SELECT sample_words.rowid * {COPIES} + k, subject, body, people, files FROM {each}"
            f" WHERE sample_words.rowid BETWEEN {first // COPIES} AND {(first + SPAN) // COPIES - 1}"
        )
