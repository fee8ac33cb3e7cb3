"""When the surroundings fail: the right sentence, nothing lost, and it works again afterwards."""

import os
import shutil
import socket
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
from sqlalchemy import func, select, update

from building import Builder
from deskbell.model.errors import Mistake, Trouble
from deskbell.store import blobs, engine, migrations
from deskbell.store import desk as desk_module
from deskbell.store.desk import Desk
from deskbell.store.session import Session
from deskbell.store.tables import agent, blob
from servers.ordinary import UNPRIVILEGED, free_port
from servers.postgres import Postgres


@contextmanager
def refused(code: str) -> Iterator[SimpleNamespace]:
    """The block raises `Trouble` with this code; its sentence can be made."""
    told = SimpleNamespace()
    with pytest.raises(Trouble) as trouble:
        yield told
    assert trouble.value.code == code
    told.words = str(trouble.value)
    assert "{" not in told.words


def names(session: Session) -> list[str]:
    return list(session.connection.execute(select(agent.c.name).order_by(agent.c.id)).scalars())


@pytest.mark.parametrize(
    "content", [b"Dear diary, today I was opened by a help desk.\n" * 200, b"SQLite format 3\x00" + b"\xff" * 5000]
)
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "desk.sqlite3"
    path.write_bytes(content)
    desk = Desk.open(f"sqlite:///{path}")
    for use in (migrations.check, migrations.upgrade):
        with refused("db.corrupt") as told:
            use(desk)
        assert str(path) in told.words
    desk.close()
    assert path.read_bytes() == content


def test_a_file_with_a_hole(empty_sqlite: str, tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite3"
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xee" * (path.stat().st_size - 8192))
    desk = Desk.open(empty_sqlite)
    with refused("db.corrupt"):
        desk.read(names)
    desk.close()


def test_a_full_disk(empty_sqlite: str) -> None:
    desk = Desk.open(empty_sqlite)
    with desk.writing() as session:
        kept = blobs.keep(session, [b"kept"])

    def fill(session: Session) -> None:
        pages = session.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        session.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 20}")
        blobs.keep(session, [os.urandom(100_000) for _ in range(50)])

    with refused("db.full"):
        desk.transact(fill)
    with desk.writing() as session:
        session.connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
        assert blobs.read(session, kept[0]) == b"kept"
        blobs.keep(session, [b"more"])
        assert session.connection.execute(select(func.count()).select_from(blob)).scalar_one() == 2
    desk.close()


@pytest.fixture
def foreign_folder() -> Iterator[Path]:
    """A folder that an ordinary user may look into and not write to; the test runs as that user."""
    import pwd

    folder = Path(tempfile.mkdtemp(prefix="deskbell-readonly-"))
    Desk.open(f"sqlite:///{folder / 'there.sqlite3'}").close()
    there = Desk.open(f"sqlite:///{folder / 'there.sqlite3'}")
    migrations.upgrade(there)
    there.close()
    folder.chmod(0o555)
    root = os.geteuid() == 0
    if root:
        os.seteuid(pwd.getpwnam(UNPRIVILEGED).pw_uid)
    yield folder
    if root:
        os.seteuid(0)
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_a_folder_that_may_not_be_written_to(foreign_folder: Path) -> None:
    for name in ("there.sqlite3", "new.sqlite3"):
        desk = Desk.open(f"sqlite:///{foreign_folder / name}")
        with refused("db.readonly") as told:
            migrations.upgrade(desk)
            desk.transact(lambda session: blobs.keep(session, [b"x"]))
        assert str(foreign_folder) in told.words
        desk.close()


def test_a_missing_folder(tmp_path: Path) -> None:
    desk = Desk.open(f"sqlite:///{tmp_path / 'missing' / 'desk.sqlite3'}")
    with refused("db.readonly"):
        migrations.upgrade(desk)
    desk.close()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUSY_MILLISECONDS", 50)
    monkeypatch.setattr(desk_module, "RETRY_AFTER", (0.01, 0.01))


def test_a_file_that_somebody_holds(impatient: None, empty_sqlite: str) -> None:
    desk, other = Desk.open(empty_sqlite), Desk.open(empty_sqlite)
    build = Builder(desk)
    with other.writing():
        with refused("db.locked"):
            desk.transact(lambda session: blobs.keep(session, [b"x"]))
        assert desk.read(names) == ["Ona"], "who only reads is not held up"
    build.agent("Petras", "petras@desk.example")
    assert other.read(names) == ["Ona", "Petras"]
    desk.close()
    other.close()


def test_a_writer_that_was_in_the_way_is_waited_for(impatient: None, empty_sqlite: str) -> None:
    desk, other = Desk.open(empty_sqlite), Desk.open(empty_sqlite)
    holding, tried = threading.Event(), threading.Event()

    def hold() -> None:
        with other.writing():
            holding.set()
            assert tried.wait(20)

    attempts = []

    def work(session: Session) -> list[int]:
        attempts.append(1)
        return blobs.keep(session, [b"x"])

    with ThreadPoolExecutor(1) as executor:
        held = executor.submit(hold)
        assert holding.wait(20)
        with refused("db.locked"):
            desk.transact(work)
        tried.set()
        held.result()
    assert attempts == [], "the work begins only with the lock in hand"
    assert desk.transact(work) == [1]
    desk.close()
    other.close()


def test_writers_that_contend_lose_nothing(desk: Desk, build: Builder) -> None:
    """Each adds one to the same number, from what it read in the same transaction."""

    def add_one(session: Session) -> None:
        row = select(agent.c.version).where(agent.c.id == build.me).with_for_update()
        version = session.connection.execute(row).scalar_one()
        session.connection.execute(update(agent).where(agent.c.id == build.me).values(version=version + 1))

    with ThreadPoolExecutor(4) as executor:
        for done in [executor.submit(desk.transact, add_one) for _ in range(60)]:
            done.result()
    with desk.reading() as session:
        assert session.connection.execute(select(agent.c.version)).scalar_one() == 61


@pytest.mark.servers
def test_a_deadlock_is_begun_anew(empty_postgresql: str) -> None:
    desk = Desk.open(empty_postgresql)
    build = Builder(desk)
    rows = [build.me, build.agent("Petras", "petras@desk.example")]
    both = threading.Barrier(2)
    attempts = []

    def work(order: list[int]) -> None:
        def change(session: Session) -> None:
            attempts.append(order)
            for number in order:
                session.connection.execute(
                    update(agent).where(agent.c.id == number).values(version=agent.c.version + 1)
                )
                if len(attempts) <= 2 and number == order[0]:
                    both.wait(20)

        desk.transact(change)

    with ThreadPoolExecutor(2) as executor:
        for done in [executor.submit(work, rows), executor.submit(work, rows[::-1])]:
            done.result()
    assert len(attempts) == 3
    with desk.reading() as session:
        assert session.connection.execute(select(agent.c.version)).scalars().all() == [3, 3]
    desk.close()


@pytest.mark.servers
def test_a_reader_sees_one_picture(desk: Desk, build: Builder) -> None:
    with desk.reading() as session:
        assert names(session) == ["Ona"]
        build.agent("Petras", "petras@desk.example")
        assert names(session) == ["Ona"]
    assert desk.read(names) == ["Ona", "Petras"]


@pytest.mark.servers
def test_a_read_only_server(empty_postgresql: str) -> None:
    desk = Desk.open(empty_postgresql)

    def work(session: Session) -> None:
        session.connection.exec_driver_sql("SET TRANSACTION READ ONLY")
        blobs.keep(session, [b"x"])

    with refused("db.standby"):
        desk.transact(work)
    desk.close()


def test_a_server_that_is_not_there() -> None:
    port = free_port()
    desk = Desk.open(f"postgresql://someone@127.0.0.1:{port}/desk")
    with refused("db.refused") as told:
        desk.read(names)
    assert f"127.0.0.1:{port}" in told.words
    desk.close()


def test_a_server_that_says_nothing_sensible() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        desk = Desk.open(f"postgresql://someone@127.0.0.1:{port}/desk")

        def answer() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(8)
                connection.sendall(b"220 smtp.example ESMTP\r\n")

        with ThreadPoolExecutor(1) as executor:
            executor.submit(answer)
            with refused("db.unreachable"):
                desk.read(names)
        desk.close()


@pytest.mark.servers
def test_a_server_that_went_away_and_came_back(postgres: Postgres, empty_postgresql: str) -> None:
    desk = Desk.open(empty_postgresql)
    build = Builder(desk)

    def cut_off(session: Session) -> list[str]:
        with postgres.connect() as connection:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        return names(session)

    with refused("db.ended"):
        desk.read(cut_off)
    assert desk.read(names) == ["Ona"]
    build.agent("Petras", "petras@desk.example")
    desk.close()


@pytest.mark.parametrize(
    "address",
    ["", "desk.db", "mysql://x/y", "sqlite://", "sqlite:///:memory:", "postgresql+asyncpg://x/y", "::", "sqlite:///"],
)
def test_an_address_that_is_none(address: str) -> None:
    with pytest.raises(Mistake) as mistake:
        Desk.open(address)
    assert mistake.value.code == "db.url"
    assert str(mistake.value)


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs", "fuse.rclone"])
def test_a_network_drive(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str) -> None:
    monkeypatch.setattr(engine, "_mounts", lambda: [(Path("/"), "ext4"), (tmp_path / "share", kind)])
    with pytest.raises(Mistake, match="network drive") as mistake:
        Desk.open(f"sqlite:///{tmp_path / 'share' / 'team' / 'desk.sqlite3'}")
    assert mistake.value.code == "db.network_path"
    assert "deskbell db move" in str(mistake.value)
    Desk.open(f"sqlite:///{tmp_path / 'shared.sqlite3'}").close()


def test_a_link_to_a_network_drive(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "share").mkdir()
    (tmp_path / "desk").symlink_to(tmp_path / "share", target_is_directory=True)
    monkeypatch.setattr(engine, "_mounts", lambda: [(Path("/"), "ext4"), (tmp_path / "share", "nfs")])
    with pytest.raises(Mistake, match="network drive"):
        Desk.open(f"sqlite:///{tmp_path / 'desk' / 'desk.sqlite3'}")


def test_a_share_by_its_name() -> None:
    with pytest.raises(Mistake, match="network drive"):
        engine.refuse_network_path(Path("//server/desks/desk.db"))


def test_what_is_mounted_over_another_counts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(engine, "_mounts", lambda: [(tmp_path, "autofs"), (tmp_path, "nfs4")])
    with pytest.raises(Mistake, match="network drive"):
        engine.refuse_network_path(tmp_path / "desk.db")


@pytest.mark.parametrize(
    ("system", "options", "far"),
    [
        ("win32", "rw,fixed", False),
        ("win32", "rw,remote", True),
        ("darwin", "rw,local,rootfs", False),
        ("darwin", "rw,nosuid", True),
    ],
)
def test_where_the_system_itself_says_what_is_far(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, system: str, options: str, far: bool
) -> None:
    """On Windows a letter for a share, on macOS whatever has no mark of being here."""
    mounted = SimpleNamespace(mountpoint=str(tmp_path), fstype="any", opts=options)
    monkeypatch.setattr(engine, "MOUNTS", tmp_path / "nothing")
    monkeypatch.setattr(engine.sys, "platform", system)
    monkeypatch.setattr(psutil, "disk_partitions", lambda all: [mounted])  # noqa: A006
    if far:
        with pytest.raises(Mistake, match="network drive"):
            engine.refuse_network_path(tmp_path / "desk.db")
    else:
        engine.refuse_network_path(tmp_path / "desk.db")
