"""What is no backup, or one that harm was done to: refused with a sentence, and the desk that is there stays as it is."""

import os
import shutil
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from backports import zstd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2

from deskbell.model.errors import DeskError, Mistake
from deskbell.store import migrations
from deskbell.store.carry.backup import make_backup
from deskbell.store.carry.backup_file import opened
from deskbell.store.carry.restore import restore_backup
from deskbell.store.desk import Desk
from store.carry.conftest import hashes
from store.carry.test_backup import quiet

KNOWN = migrations.steps()[-1].number


@pytest.fixture(scope="module")
def good(full_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup that is whole, to be copied."""
    file = tmp_path_factory.mktemp("good") / "desk.backup"
    with closing(Desk.open(f"sqlite:///{full_file}")) as desk:
        make_backup(desk, file, quiet)
    return file


@pytest.fixture
def bad(good: Path, tmp_path: Path) -> Path:
    """A copy to do harm to."""
    return Path(shutil.copy(good, tmp_path / "bad.backup"))


def change(*statements: str) -> Callable[[Path], None]:
    """Harm done in SQL."""

    def harm(file: Path) -> None:
        connection = dbapi2.connect(str(file), isolation_level=None)
        connection.execute("PRAGMA writable_schema = ON")
        connection.create_function("packed", 1, zstd.compress)
        connection.create_function("deflated", 1, zlib.compress)
        for statement in statements:
            connection.execute(statement)
        connection.close()

    return harm


def cut(part: float) -> Callable[[Path], None]:
    return lambda file: os.truncate(file, int(file.stat().st_size * part))


def overwrite(content: bytes) -> Callable[[Path], None]:
    def harm(file: Path) -> None:
        file.write_bytes(content)

    return harm


def become_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def become_pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def become_zip(file: Path) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../desk.db", bytes(1 << 24))


def become_tar(file: Path) -> None:
    with tarfile.open(file, "w") as archive:
        link = tarfile.TarInfo("desk.db")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)


def become_photos(file: Path) -> None:
    file.unlink()
    change("CREATE TABLE photo (id INTEGER)")(file)


def become_a_desk(file: Path) -> None:
    change("DROP TABLE backup_fact")(file)


def lie_beside(file: Path) -> None:
    """A journal beside it, which would be rolled back into it."""
    file.with_name(file.name + "-journal").write_bytes(bytes.fromhex("d9d505f920a163d7") + bytes(5_000))
    cut(0.5)(file)


HARMS: dict[str, tuple[Callable[[Path], None], str]] = {
    "nothing": (Path.unlink, "file.missing"),
    "folder": (become_folder, "file.not_plain"),
    "pipe": (become_pipe, "file.not_plain"),
    "empty": (overwrite(b""), "backup.none"),
    "garbage": (overwrite(b"\x00\xff" * 50_000), "backup.none"),
    "text": (overwrite(b"PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n"), "backup.none"),
    "zip with a path": (become_zip, "backup.none"),
    "tar with a link": (become_tar, "backup.none"),
    "head alone": (overwrite(b"SQLite format 3\0"), "backup.damaged"),
    "head and garbage": (overwrite(b"SQLite format 3\0" + b"\xa5" * 50_000), "backup.damaged"),
    "another database": (become_photos, "backup.none"),
    "no facts": (become_a_desk, "backup.none"),
    "cut to a page": (lambda file: os.truncate(file, 4096), "backup.damaged"),
    "cut to the half": (cut(0.5), "backup.damaged"),
    "cut by a byte": (lambda file: os.truncate(file, file.stat().st_size - 1), "backup.damaged"),
    "cut with a journal beside": (lie_beside, "backup.damaged"),
    "a newer schema": (change(f"UPDATE backup_fact SET value = '{KNOWN + 1}' WHERE name = 'schema'"), "backup.newer"),
    "a newer format": (change("UPDATE backup_fact SET value = '2' WHERE name = 'format'"), "backup.newer"),
    "no schema": (change("UPDATE backup_fact SET value = 'x' WHERE name = 'schema'"), "backup.damaged"),
    "schema zero": (change("UPDATE backup_fact SET value = '0' WHERE name = 'schema'"), "backup.damaged"),
    "another schema": (change(f"UPDATE backup_fact SET value = '{KNOWN - 1}' WHERE name = 'schema'"), "backup.damaged"),
    "facts of other columns": (
        change("DROP TABLE backup_fact", "CREATE TABLE backup_fact (a TEXT)"),
        "backup.damaged",
    ),
    "a changed row": (
        change("UPDATE ticket SET subject = 'Pay here' WHERE id = (SELECT min(id) FROM ticket)"),
        "backup.damaged",
    ),
    "a row less": (
        change("DELETE FROM participant WHERE ticket_id = (SELECT min(ticket_id) FROM participant)"),
        "backup.damaged",
    ),
    "a row more": (change("INSERT INTO tag (name) VALUES ('more')"), "backup.damaged"),
    "a wrong hash": (change("UPDATE backup_table SET sha256 = 'x' WHERE name = 'tag'"), "backup.damaged"),
    "a wrong count": (change("UPDATE backup_table SET rows = rows + 1 WHERE name = 'tag'"), "backup.damaged"),
    "a hash less": (change("DELETE FROM backup_table WHERE name = 'tag'"), "backup.damaged"),
    "a hash of nothing": (change("INSERT INTO backup_table VALUES ('sqlite_schema', 1, 'x')"), "backup.damaged"),
    "a table less": (change("DROP TABLE participant"), "backup.damaged"),
    "a column less": (change("ALTER TABLE folder DROP COLUMN special"), "backup.damaged"),
    "a column more": (change("ALTER TABLE tag ADD COLUMN more TEXT"), "backup.damaged"),
    "text for a number": (
        change("UPDATE ticket SET version = 'many' WHERE id = (SELECT min(id) FROM ticket)"),
        "backup.damaged",
    ),
    "a number that is too large": (
        change("UPDATE ticket SET priority = 70000, version = 3 WHERE id = (SELECT min(id) FROM ticket)"),
        "backup.damaged",
    ),
    "a fraction": (change("UPDATE ticket SET version = 1.5 WHERE id = (SELECT min(id) FROM ticket)"), "backup.damaged"),
    "a flag of two": (
        change("UPDATE message SET is_auto = 2 WHERE id = (SELECT min(id) FROM message)"),
        "backup.damaged",
    ),
    "bytes for text": (
        change("UPDATE ticket SET subject = x'00ff' WHERE id = (SELECT min(id) FROM ticket)"),
        "backup.damaged",
    ),
    "no UTF-8": (
        change("UPDATE ticket SET subject = CAST(x'c328' AS TEXT) WHERE id = (SELECT min(id) FROM ticket)"),
        "backup.damaged",
    ),
    "a row of nothing": (
        change("UPDATE ticket SET customer_id = 999999 WHERE id = (SELECT min(id) FROM ticket)"),
        "backup.damaged",
    ),
    "a view for a table": (
        change("ALTER TABLE tag RENAME TO other", "CREATE VIEW tag AS SELECT id, name FROM other"),
        "backup.damaged",
    ),
    "a table that makes its rows": (
        change("DROP TABLE tag", "CREATE TABLE tag (id INTEGER PRIMARY KEY, name TEXT AS (hex(zeroblob(900000000))))"),
        "backup.damaged",
    ),
    "a virtual table": (
        change("DROP TABLE tag", "CREATE VIRTUAL TABLE tag USING fts5(id, name)"),
        "backup.damaged",
    ),
    "facts that never end": (
        change(
            "DROP TABLE backup_fact",
            "CREATE VIEW backup_fact AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS name, i AS value FROM n",
        ),
        "backup.damaged",
    ),
}


# Those that are found at the beginning, in a row, and at the end.
ALSO_NOWHERE = {"a changed row", "cut to the half", "another schema"}


@pytest.mark.skipif(os.name != "posix", reason="pipes have no names on Windows")
@pytest.mark.parametrize("harm", HARMS)
def test_it_is_refused_and_nothing_is_changed(full_sqlite: str, bad: Path, tmp_path: Path, harm: str) -> None:
    do, code = HARMS[harm]
    do(bad)
    with closing(Desk.open(full_sqlite)) as desk:
        before = hashes(desk)
        desk.engine.dispose()
        nowhere = [f"sqlite:///{tmp_path / 'other.db'}"] if harm in ALSO_NOWHERE else []
        for address in (full_sqlite, *nowhere):
            with pytest.raises(DeskError) as refused:
                restore_backup(bad, address, quiet, replace=True)
            assert (refused.value.code, type(refused.value)) == (code, Mistake), refused.value.detail
            assert str(bad) in str(refused.value)
        assert hashes(desk) == before
    names = {path.name for path in tmp_path.iterdir() if not path.name.startswith("bad.backup")}
    assert names <= {"full.db", "full.db-wal", "full.db-shm"}, "nothing is left of it"


@pytest.mark.servers
@pytest.mark.parametrize(
    "harm", ["a changed row", "text for a number", "a number that is too large", "a row of nothing", "cut to the half"]
)
def test_it_is_refused_by_postgresql_too(full_postgresql: str, bad: Path, harm: str) -> None:
    do, code = HARMS[harm]
    do(bad)
    with closing(Desk.open(full_postgresql)) as desk:
        before = hashes(desk)
        with pytest.raises(Mistake) as refused:
            restore_backup(bad, full_postgresql, quiet, replace=True)
        assert refused.value.code == code
        assert hashes(desk) == before
        left = "SELECT count(*) FROM pg_namespace WHERE starts_with(nspname, 'deskbell')"
        with desk.reading() as session:
            assert session.connection.exec_driver_sql(left).scalar_one() == 0


BOMBS = {
    "zstd": ("zstd", "packed(zeroblob(300000000))"),
    "zlib": ("zlib", "deflated(zeroblob(300000000))"),
    "raw": ("raw", "zeroblob(3000000)"),
    "garbage": ("zstd", "x'28b52ffd00ffff'"),
    "unknown": ("lzma", "x'00'"),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_blob_that_is_not_what_it_says_is_refused(full_file: Path, tmp_path: Path, bomb: str) -> None:
    """By a maker who got every hash of a row right: it is made of a desk that has such a blob."""
    coding, content = BOMBS[bomb]
    file = Path(shutil.copy(full_file, tmp_path / "strange.db"))
    change(
        f"UPDATE blob_chunk SET data = {content} WHERE number = 0 AND blob_id = (SELECT min(id) FROM blob)",
        f"UPDATE blob SET coding = '{coding}', size = 100 WHERE id = (SELECT min(id) FROM blob)",
    )(file)
    with closing(Desk.open(f"sqlite:///{file}")) as desk:
        make_backup(desk, tmp_path / "bomb.backup", quiet)
    with pytest.raises(Mistake) as refused:
        restore_backup(tmp_path / "bomb.backup", f"sqlite:///{tmp_path / 'new.db'}", quiet)
    assert refused.value.code == "backup.damaged"
    assert refused.value.detail.startswith("blob ")


# Schema's format, encoding, versions (sqlite.org/fileformat2.html, 1.3).
@pytest.mark.parametrize("at", range(44, 72, 4))
def test_a_bit_of_the_head_that_fell_over(good: Path, tmp_path: Path, at: int) -> None:
    file = tmp_path / "flipped.backup"
    for bit in range(32):
        content = bytearray(good.read_bytes())
        content[at + bit // 8] ^= 1 << bit % 8
        file.write_bytes(content)
        code = ""
        try:
            with opened(file):
                pass
        except Mistake as refused:
            code = refused.code
        assert code in ("", "backup.damaged")


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_bit_that_fell_over(good: Path, full_file: Path, tmp_path: Path, data: st.DataObject) -> None:
    """Wherever it is: the backup is refused with a sentence, or what it gives back is the desk."""
    content = bytearray(good.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    file, new = tmp_path / "flipped.backup", tmp_path / "flipped.db"
    file.write_bytes(content)
    new.unlink(missing_ok=True)
    code = ""
    try:
        restore_backup(file, f"sqlite:///{new}", quiet)
    except Mistake as refused:
        code = refused.code
    assert code in ("", "backup.damaged", "backup.none", "backup.newer")
    assert new.exists() == (not code)
    if not code:
        with closing(Desk.open(f"sqlite:///{new}")) as desk, closing(Desk.open(f"sqlite:///{full_file}")) as whole:
            assert hashes(desk) == hashes(whole)
