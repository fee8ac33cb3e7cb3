"""A move to each engine, beside a bare copy of the same rows into the same tables: no check, no key that is looked up, no search index."""

import os
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from sqlcipher3 import dbapi2

from benchmarks.conftest import Table
from deskbell.sample import library
from deskbell.sample.fill import fill
from deskbell.sample.generate import generate
from deskbell.store import migrations
from deskbell.store.carry.backup import make_backup
from deskbell.store.carry.move import move_desk
from deskbell.store.carry.shape import Kind, Shape, shapes
from deskbell.store.desk import Desk
from deskbell.store.opening import open_desk
from servers.postgres import Postgres

TICKETS = int(os.environ.get("DESKBELL_BENCH_MOVE", "10000"))

pytestmark = [pytest.mark.long, pytest.mark.servers, pytest.mark.timeout(1800)]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = open_desk(f"sqlite:///{tmp_path_factory.mktemp('move') / 'desk.db'}")
    fill(desk, generate(library.load(), tickets=TICKETS, seed=1, now=datetime(2026, 3, 2, 9, tzinfo=UTC)))
    yield desk
    desk.close()


def test_move_to_postgresql_and_back(table: Table, source: Desk, postgres: Postgres, tmp_path: Path) -> None:
    names = [postgres.create_database() for _ in range(2)]
    bare = _bare_to_postgresql(source, postgres, names[0])
    ours = _rate(source, postgres.url(names[1]))
    _note(table, "move to PostgreSQL", bare, ours)
    with closing(Desk.open(postgres.url(names[1]))) as there:
        bare = _bare_to_sqlite(there, postgres, names[1], tmp_path / "bare.db")
        ours = _rate(there, f"sqlite:///{tmp_path / 'back.db'}")
        _note(table, "move to SQLite", bare, ours)
    for name in names:
        postgres.drop_database(name)


def test_backup(table: Table, source: Desk, tmp_path: Path) -> None:
    began = time.monotonic()
    with closing(dbapi2.connect(str(source.url.database), isolation_level=None)) as connection:
        connection.execute("VACUUM INTO ?", (str(tmp_path / "bare.backup"),))
    bare = time.monotonic() - began
    end = make_backup(source, tmp_path / "desk.backup", lambda course: None)
    _note(table, "backup of SQLite", end.rows / bare, end.rows / end.seconds, "bare: VACUUM INTO alone")


def _note(
    table: Table, what: str, bare: float, ours: float, goal: str = "bare: copied, not compared, not indexed"
) -> None:
    table.add(f"{what}, {TICKETS} tickets", ours, "rows/s", limit=bare, ratio=ours / bare, goal=goal)


def _rate(desk: Desk, address: str) -> float:
    end = move_desk(desk, address, lambda course: None)
    return end.rows / end.seconds


def _bare_to_postgresql(source: Desk, postgres: Postgres, name: str) -> float:
    with closing(Desk.open(postgres.url(name))) as desk:
        migrations.upgrade(desk)
        tables = desk.read(shapes)
    rows, began = 0, time.monotonic()
    with closing(dbapi2.connect(str(source.url.database))) as there, postgres.connect(name) as connection:
        connection.execute("SET session_replication_role = replica")
        for shape in tables:
            rows += _copy(there, connection, shape)
    return rows / (time.monotonic() - began)


def _copy(there: Any, connection: psycopg.Connection, shape: Shape) -> int:
    columns = sql.SQL(", ").join(map(sql.Identifier, shape.names))
    flags = [column.kind is Kind.FLAG for column in shape.columns]
    connection.execute(sql.SQL("TRUNCATE {} CASCADE").format(sql.Identifier(shape.name)))
    rows = 0
    with connection.cursor().copy(
        sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(sql.Identifier(shape.name), columns)
    ) as copy:
        copy.set_types([column.wire for column in shape.columns])
        for row in there.execute(_select(shape)):
            copy.write_row([bool(value) if flag else value for flag, value in zip(flags, row, strict=True)])
            rows += 1
    return rows


def _bare_to_sqlite(source: Desk, postgres: Postgres, name: str, file: Path) -> float:
    with closing(Desk.open(f"sqlite:///{file}")) as desk:
        migrations.upgrade(desk)
        tables = source.read(shapes)
    rows, began = 0, time.monotonic()
    with closing(dbapi2.connect(str(file))) as here, postgres.connect(name) as connection:
        for shape in tables:
            here.execute(f'DELETE FROM "{shape.name}"')
            found = connection.execute(_select(shape).encode()).fetchall()
            here.executemany(
                f'INSERT INTO "{shape.name}" ({_names(shape)}) VALUES ({", ".join("?" for _ in shape.names)})', found
            )
            rows += len(found)
        here.commit()
    return rows / (time.monotonic() - began)


def _names(shape: Shape) -> str:
    return ", ".join(f'"{name}"' for name in shape.names)


def _select(shape: Shape) -> str:
    return f'SELECT {_names(shape)} FROM "{shape.name}"'
