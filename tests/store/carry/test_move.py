"""Moving a desk: every row as it was, on the other engine and back, also where it was killed in the middle."""

import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from psycopg.errors import LockNotAvailable
from sqlalchemy import func, insert, select, text, update
from sqlcipher3 import dbapi2

from cli.conftest import ENVIRONMENT
from deskbell.model.carrying import CarryCourse
from deskbell.model.errors import Mistake, Trouble
from deskbell.store import migrations
from deskbell.store.carry import run
from deskbell.store.carry.backup import make_backup
from deskbell.store.carry.move import move_desk
from deskbell.store.carry.place import is_occupied, making
from deskbell.store.carry.rows import Row
from deskbell.store.carry.shape import Shape
from deskbell.store.desk import Desk
from deskbell.store.integrity import problems
from deskbell.store.search import articles, find
from deskbell.store.session import Session
from deskbell.store.tables import lease, message, schema_step, ticket
from servers.postgres import Postgres
from store.carry.conftest import hashes
from store.carry.test_backup import quiet

QUERIES = [
    "printer",
    "退款",
    "offline moved",
    "from:maria",
    "sąskaita",
    "filename:pdf",
    "tag:vip",
    "invoice wrong address",
    "desk.example",
]


def found(session: Session) -> dict[str, list[int]]:
    """What a person finds, by what they type."""
    tickets = {query: [row.id for row in find.tickets(session, query, 1, limit=200)] for query in QUERIES}
    texts = ("switch off", "打印", "printers our")
    return tickets | {f"articles {one}": [hit.id for hit in articles.find(session, one, None, "en")] for one in texts}


def test_everything_is_there_and_as_it_was(full: Desk, nowhere: str) -> None:
    before = hashes(full)
    end = move_desk(full, nowhere, quiet)
    assert (end.rows, end.tables, end.went_on) == (sum(rows for rows, _ in before.values()), len(before), False)
    with closing(Desk.open(nowhere)) as desk:
        migrations.check(desk)
        assert hashes(desk) == before
        assert desk.read(problems) == []
        assert desk.read(found) == full.read(found)
        assert sum(map(len, desk.read(found).values())) > len(QUERIES)
        assert all(there for words, there in desk.read(found).items() if words.startswith("articles"))
    assert hashes(full) == before, "the source is as it was"


@pytest.mark.servers
def test_there_and_back_the_search_index_is_the_same(full_postgresql: str, postgres_url: str, tmp_path: Path) -> None:
    between = f"sqlite:///{tmp_path / 'between.db'}"
    words = text("SELECT message_id, words::text FROM message_search ORDER BY message_id")
    with closing(Desk.open(full_postgresql)) as first:
        move_desk(first, between, quiet)
        with closing(Desk.open(between)) as second:
            move_desk(second, postgres_url, quiet)
        with closing(Desk.open(postgres_url)) as third, first.reading() as before, third.reading() as after:
            assert after.connection.execute(words).all() == before.connection.execute(words).all()


def test_the_index_is_as_the_roads_that_wrote_it_made_it(full_sqlite: str) -> None:
    """FTS5 keeps no text, but how often each of its terms is where."""
    terms = "SELECT term, doc, col, offset FROM terms ORDER BY doc, col, offset, term"
    listed = "CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, message_search, instance)"

    def instances(desk: Desk) -> list[Any]:
        with desk.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA trusted_schema = ON")
            connection.exec_driver_sql(listed)
            rows = connection.exec_driver_sql(terms).all()
            connection.invalidate()
        return [tuple(row) for row in rows]

    with closing(Desk.open(full_sqlite)) as desk, closing(Desk.open(f"{full_sqlite}.moved")) as moved:
        move_desk(desk, f"{full_sqlite}.moved", quiet)
        before, after = instances(desk), instances(moved)
    assert len(before) > 1_000
    assert {row[1:] for row in before} - {row[1:] for row in after} == set()
    assert after == before


KILLED = """
import os, signal, sys
from deskbell.store.carry import rows, run
from deskbell.store.carry.move import move_desk
from deskbell.store.desk import Desk
rows._BATCH_ROWS, run._COMMIT_ROWS = 20, 60
source, target, part = sys.argv[1:]
def tell(course):
    if course.part >= float(part):
        os.kill(os.getpid(), signal.SIGKILL)
move_desk(Desk.open(source), target, tell)
"""


def kill_within(source: str, target: str, part: float) -> None:
    """Begin a move in a process of its own, which is killed where it has done so much."""
    done = subprocess.run(
        [sys.executable, "-c", KILLED, source, target, str(part)], env=ENVIRONMENT, check=False, timeout=100
    )
    assert done.returncode == -9


@pytest.fixture
def elsewhere(full: Desk, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An address without a desk, on the other engine than the full one."""
    if full.url.get_backend_name() == "postgresql":
        return f"sqlite:///{tmp_path / 'new' / 'desk.db'}"
    address: str = request.getfixturevalue("postgres_url")
    return address


def address_of(desk: Desk) -> str:
    return desk.url.render_as_string(hide_password=False)


@pytest.mark.servers
@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")
@pytest.mark.parametrize("part", [0.02, 0.3, 0.55, 0.97])
def test_what_was_killed_is_gone_on_with(
    full: Desk, elsewhere: str, part: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the middle of a table, while it was read back, while the index was made."""
    before = hashes(full)
    kill_within(address_of(full), elsewhere, part)
    with closing(Desk.open(elsewhere)) as desk:
        assert not is_occupied(desk), "nobody sees what is not whole"
    with making(elsewhere) as place, place.desk.reading() as session:
        notes = [run.state(session, name) for name in before]
    kept = sum(one["rows"] for one in notes if one is not None)
    loaded = 0

    def load(session: Session, shape: Shape, rows: list[Row]) -> None:
        nonlocal loaded
        loaded += len(rows)
        real(session, shape, rows)

    real = run.load
    monkeypatch.setattr(run, "load", load)
    end = move_desk(full, elsewhere, quiet)
    assert end.went_on
    assert kept > 0
    assert kept + loaded == end.rows, "nothing is carried twice"
    with closing(Desk.open(elsewhere)) as desk:
        assert hashes(desk) == before
        assert desk.read(problems) == []
        assert desk.read(found) == full.read(found)


@pytest.mark.servers
@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")
@pytest.mark.parametrize("noticed", ["at once", "at the end"])
def test_a_source_that_changed_meanwhile_is_begun_with_anew(full: Desk, elsewhere: str, noticed: str) -> None:
    kill_within(address_of(full), elsewhere, 0.5)
    with full.writing() as session:
        first = select(func.min(ticket.c.id)).scalar_subquery()
        session.connection.execute(update(ticket).where(ticket.c.id == first).values(subject="Changed since"))
        if noticed == "at once":
            last = session.connection.execute(select(func.max(message.c.id))).scalar_one()
            session.connection.execute(
                text(
                    "DELETE FROM message_search WHERE {} = {}".format(
                        "rowid" if session.engine_name == "sqlite" else "message_id", last
                    )
                )
            )
            session.connection.execute(text(f"DELETE FROM bounce WHERE message_id = {last} OR report_id = {last}"))
            session.connection.execute(message.delete().where(message.c.id == last))
    after = hashes(full)
    end = move_desk(full, elsewhere, quiet)
    assert not end.went_on
    with closing(Desk.open(elsewhere)) as desk:
        assert hashes(desk) == after


@pytest.mark.servers
def test_a_row_that_does_not_arrive_is_named(full: Desk, elsewhere: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = hashes(full)
    real = run.load

    def load(session: Session, shape: Shape, rows: list[Row]) -> None:
        real(session, shape, rows[:-1] if shape.name == "participant" else rows)

    monkeypatch.setattr(run, "load", load)
    with full.reading() as session:
        last = session.connection.exec_driver_sql(
            "SELECT ticket_id, email FROM participant ORDER BY 1 DESC, 2 DESC LIMIT 1"
        ).one()
    with pytest.raises(Trouble) as trouble:
        move_desk(full, elsewhere, quiet)
    assert (trouble.value.code, trouble.value.detail) == ("carry.differs", f"participant {list(last)}")
    monkeypatch.undo()
    with closing(Desk.open(elsewhere)) as desk:
        end = move_desk(full, elsewhere, quiet)
        assert hashes(desk) == before == hashes(full)
        assert not end.went_on


@pytest.mark.servers
def test_nobody_writes_to_the_source_meanwhile(full: Desk, elsewhere: str, request: pytest.FixtureRequest) -> None:
    """What was written there would be lost."""
    refused = []

    def tell(course: CarryCourse) -> None:
        if refused:
            return
        if full.url.get_backend_name() == "sqlite":
            with (
                closing(dbapi2.connect(str(full.url.database), timeout=0)) as other,
                pytest.raises(dbapi2.OperationalError) as error,
            ):
                other.execute("BEGIN IMMEDIATE")
        else:
            postgres: Postgres = request.getfixturevalue("postgres")
            with postgres.connect(str(full.url.database)) as other:
                other.execute("SET lock_timeout = '50ms'")
                with pytest.raises(LockNotAvailable) as error:
                    other.execute("UPDATE ticket SET subject = 'late'")
        refused.append(error.value)

    move_desk(full, elsewhere, tell)
    assert refused


@pytest.mark.servers
def test_a_server_that_ends_idle_transactions_lets_this_one_be(
    full_postgresql: str, postgres: Postgres, tmp_path: Path
) -> None:
    """The source waits idly while the new place is written to and indexed, as a hurried connection may not."""
    waited = []

    def tell(course: CarryCourse) -> None:
        if not waited:
            with postgres.connect() as other:
                waited.append(other.execute("SELECT pg_sleep(1.5)"))

    hurried = f"{full_postgresql}?options=-c%20idle_in_transaction_session_timeout%3D1s"
    with closing(Desk.open(hurried)) as source:
        move_desk(source, f"sqlite:///{tmp_path / 'new.db'}", tell)
        make_backup(source, tmp_path / "desk.backup", tell)
    assert waited


@pytest.mark.servers
def test_two_at_once_do_not_meet(full: Desk, elsewhere: str) -> None:
    refused = []

    def tell(course: CarryCourse) -> None:
        if not refused:
            with pytest.raises(Mistake) as error, making(elsewhere):
                pass
            refused.append(error.value.code)

    move_desk(full, elsewhere, tell)
    assert refused == ["carry.running"]


def test_where_there_is_a_desk_already(full: Desk, desk: Desk) -> None:
    before = hashes(desk)
    with pytest.raises(Mistake) as refused:
        move_desk(full, address_of(desk), quiet)
    assert refused.value.code == "db.occupied"
    assert hashes(desk) == before


@pytest.mark.servers
def test_a_desk_that_a_worker_is_at(full: Desk, elsewhere: str) -> None:
    with full.writing() as session:
        session.connection.execute(lease.delete())
        values = {"name": "worker", "holder": "elsewhere/1/x", "token": 1, "expires_at": session.now.replace(year=2099)}
        session.connection.execute(insert(lease).values(values))
    with pytest.raises(Mistake) as refused:
        move_desk(full, elsewhere, quiet)
    assert (refused.value.code, refused.value.detail) == ("db.in_use", "elsewhere/1/x")


@pytest.mark.servers
def test_a_desk_of_another_age_is_not_moved(full: Desk, elsewhere: str) -> None:
    known = migrations.steps()[-1].number
    with full.writing() as session:
        session.connection.execute(schema_step.delete().where(schema_step.c.number == known))
    with pytest.raises(Mistake) as refused:
        move_desk(full, elsewhere, quiet)
    assert refused.value.code == "db.older"
