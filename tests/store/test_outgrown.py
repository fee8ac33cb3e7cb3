"""A schema that a newer program has changed: who may still write and read, and who is told what."""

import importlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text

from building import Builder
from deskbell.model.errors import DeskError, Mistake, Trouble
from deskbell.model.kinds import Entity
from deskbell.model.troubles import Outgrown
from deskbell.store import migrations
from deskbell.store.desk import Desk
from deskbell.store.opening import open_desk
from deskbell.store.outgrown import outgrown
from deskbell.store.queries.desk_state import desk_state
from deskbell.store.queries.identity import establish
from deskbell.store.session import Session
from deskbell.store.tables import customer, schema_step, setting
from deskbell.store.watch import Watcher
from later_steps import GROW, GROWN, KNOWN, SHRINK, SHRUNK, knowing, write_step

# Nobody who does not know the column's new name may even read.
RENAME = f"""
OLDEST_WRITER = OLDEST_READER = {SHRUNK}


def upgrade(op):
    op.execute("ALTER TABLE customer RENAME COLUMN note TO remark")
"""


def address_of(desk: Desk) -> str:
    return desk.url.render_as_string(hide_password=False)


@pytest.fixture
def opened(desk: Desk) -> Iterator[Desk]:
    """The same desk, as a program that is at work has it open."""
    desk.transact(establish)
    with closing(open_desk(address_of(desk))) as opened:
        yield opened


def both_steps(folder: Path) -> str:
    write_step(folder / "steps", GROWN, GROW)
    return write_step(folder / "steps", SHRUNK, SHRINK)


def write(session: Session) -> None:
    session.connection.execute(insert(setting), {"key": "k", "owner": 1, "value": "v"})


def read_notes(session: Session) -> None:
    session.connection.execute(select(customer.c.note))


def refusal(desk: Desk) -> DeskError | None:
    """What a writer is told."""
    try:
        desk.transact(write)
    except DeskError as error:
        return error
    return None


NEXT = KNOWN + 1
# The step from which on they do.
BEGAN = 21
STEPS: list[tuple[str, list[tuple[int | None, int | None]], str, str]] = [
    ("none", [], "", ""),
    ("one that grows", [(KNOWN, KNOWN)], "", ""),
    ("one for older ones too", [(KNOWN - 1, KNOWN - 3)], "", ""),
    ("one that says nothing", [(None, None)], "db.newer", "db.newer"),
    ("one to be read", [(NEXT, KNOWN)], "db.outgrown", ""),
    ("one not to be read", [(NEXT, NEXT)], "db.newer", "db.newer"),
    ("one that grows, then one to be read", [(KNOWN, KNOWN), (NEXT, KNOWN)], "db.outgrown", ""),
    ("one to be read, then one that grows", [(NEXT, KNOWN), (KNOWN, KNOWN)], "db.outgrown", ""),
]


@pytest.mark.parametrize(("steps", "written", "read"), [case[1:] for case in STEPS], ids=[case[0] for case in STEPS])
def test_who_may_write_and_read(
    desk: Desk, opened: Desk, steps: list[tuple[int | None, int | None]], written: str, read: str
) -> None:
    """At work, and at the next opening."""
    with desk.writing() as session:
        for number, (writer, reader) in enumerate(steps, NEXT):
            row = {"number": number, "name": "x", "at": session.now, "oldest_writer": writer, "oldest_reader": reader}
            session.connection.execute(insert(schema_step), row)
    refused = refusal(opened)
    assert (refused.code if refused else "") == written
    assert not isinstance(refused, Mistake), "a draft that is refused by mistake is not tried again"
    with desk.reading() as session:
        assert len(session.connection.execute(select(setting)).all()) == (0 if written else 1)

    if read:
        with pytest.raises(Mistake) as not_opened:
            open_desk(address_of(desk))
        assert not_opened.value.code == read
    else:
        with closing(open_desk(address_of(desk))) as again:
            assert (again.read(outgrown) is not None) == bool(written)


def test_each_step_says_who_goes_on() -> None:
    """As CONTRIBUTING.md has it."""
    for step in migrations.steps():
        module = importlib.import_module(step.module)
        says = {"OLDEST_WRITER", "OLDEST_READER"} <= vars(module).keys()
        assert says or step.number <= BEGAN, f"{step.name} must say who may write and read after it"
        assert step.oldest_reader <= step.oldest_writer <= step.number


def test_the_window_is_told_since_when(desk: Desk, opened: Desk, tmp_path: Path) -> None:
    """Since the first step that keeps it from writing."""
    me = Builder(desk).me
    assert opened.read(desk_state, me).outgrown is None
    with knowing(both_steps(tmp_path)), closing(Watcher(opened)) as watcher:
        seen = watcher.begin()
        migrations.upgrade(desk)
        with desk.reading() as session:
            moments = list(
                session.connection.execute(select(schema_step.c.at).order_by(schema_step.c.number)).scalars()
            )
        assert opened.read(desk_state, me).outgrown == Outgrown(moments[-1], SHRUNK, KNOWN, reads=True)
        heard = watcher.next(seen, 0.0)
    assert {row.entity for row in heard.rows} == {Entity.SETTING}, "all windows read the state of the desk again"


def test_reading_what_is_no_longer_there(desk: Desk, opened: Desk, tmp_path: Path) -> None:
    """Neither a bug nor a database that is away: the program is too old."""
    with closing(Watcher(opened)) as watcher:
        seen = watcher.begin()
        with knowing(write_step(tmp_path / "steps", SHRUNK, RENAME)):
            migrations.upgrade(desk)

        def look() -> None:
            with opened.reading() as session:
                read_notes(session)

        for use in (look, lambda: opened.read(read_notes), lambda: watcher.next(seen, 0.0)):
            with pytest.raises(Trouble) as refused:
                use()
            assert (refused.value.code, refused.value.values) == ("db.newer", {"found": SHRUNK, "known": KNOWN})


def test_what_is_missing_for_no_such_reason_is_a_bug(opened: Desk) -> None:
    with pytest.raises(Exception, match="nothing_of_this") as failed, opened.reading() as session:
        session.connection.execute(text("SELECT nothing_of_this FROM customer"))
    assert not isinstance(failed.value, DeskError)


@pytest.fixture
def held(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk on PostgreSQL on which nobody waits long for a table."""
    desk = Desk.open(f"{request.getfixturevalue('empty_postgresql')}?options=-c%20lock_timeout%3D50ms")
    yield desk
    desk.close()


@pytest.mark.servers
@pytest.mark.parametrize("goes", [True, False], ids=["who goes", "who stays"])
def test_a_step_lets_others_pass_and_comes_again(
    held: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, goes: bool
) -> None:
    """Somebody reads a table that the step would change, for longer than a lock is waited for."""
    monkeypatch.setattr(migrations, "_AGAIN_AFTER", (0.01, 0.01))
    pauses: list[float] = []
    reading = held.reading()
    session = reading.__enter__()
    session.connection.execute(text("SELECT count(*) FROM message"))

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if goes and len(pauses) == 2:
            reading.__exit__(None, None, None)

    monkeypatch.setattr(migrations.time, "sleep", pause)
    with knowing(write_step(tmp_path / "steps", GROWN, GROW)):
        if goes:
            assert [step.number for step in migrations.upgrade(held)] == [GROWN]
        else:
            with pytest.raises(Trouble) as refused:
                migrations.upgrade(held)
            assert refused.value.code == "db.busy"
            assert held.read(migrations.taken) == KNOWN
            reading.__exit__(None, None, None)
    assert pauses == [0.01, 0.01]


@pytest.mark.servers
def test_whoever_writes_is_waited_for_by_a_step_that_shuts_them_out(
    empty_postgresql: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """They have looked at the steps and not written yet: else they would write into a schema that they do not know."""
    locked = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'schema_step'::regclass"
    with closing(Desk.open(empty_postgresql)) as admin, ThreadPoolExecutor(1) as threads:
        admin.transact(establish)
        with closing(open_desk(empty_postgresql)) as opened, knowing(both_steps(tmp_path)):
            migrations.upgrade(admin, until=GROWN)
            with opened.writing() as session:
                upgrading = threads.submit(migrations.upgrade, admin)
                while not session.connection.execute(text(locked)).scalar():
                    assert not upgrading.done()
                write(session)
            assert [step.number for step in upgrading.result()] == [SHRUNK]
            refused = refusal(opened)
    assert refused is not None
    assert refused.code == "db.outgrown"
