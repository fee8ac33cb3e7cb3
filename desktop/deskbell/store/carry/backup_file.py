"""A backup is one file, and that file is a SQLite database: the tables of the desk, of whichever engine, and what they are known by.

So nothing is parsed that SQLite, the most tried parser of files there is, does not parse; anybody can look into it with the sqlite3 shell; and it
holds no paths, no links and nothing packed but the contents of blobs, which restoring unpacks no further than they say they are long. Its schema is
whatever its maker wrote: restoring takes only rows, of tables that are ours, into a schema of our own (`restore`).

Besides the desk's tables it has `backup_fact` (name, value: format, schema, made_at, program, engine) and `backup_table` (name, rows, sha256 as `rows`
has it). No passwords are in it, as none are in the database; a client secret that an older Deskbell left there is blanked. The search
index of a SQLite desk may be in it, and is not used.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from msgspec import Struct
from sqlalchemy.exc import OperationalError

from deskbell import __version__
from deskbell.model.errors import Mistake, Trouble
from deskbell.store import migrations
from deskbell.store.carry.rows import Digest
from deskbell.store.engine import open_frozen
from deskbell.store.session import Session
from deskbell.store.trouble import told

FORMAT: Final = "1"
_MAGIC: Final = b"SQLite format 3\0"
_SCHEMA: Final = (
    "CREATE TABLE backup_fact (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE backup_table (name TEXT NOT NULL PRIMARY KEY, rows INTEGER NOT NULL, sha256 TEXT NOT NULL)",
)
_PLAIN_TABLE: Final = re.compile(r"CREATE TABLE [\"\w]+ ?\(", re.ASCII)


class Backup(Struct, frozen=True):
    """An open backup: its rows, the schema step that they have, when it was made (UTC, ISO 8601), and rows and hash of each table."""

    session: Session
    step: int
    made_at: str
    tables: Mapping[str, tuple[int, str]]

    def must_be(self, digests: Mapping[str, Digest]) -> None:
        """Raise `Mistake` backup.damaged where these tables are not those that the backup was made of."""
        found = {name: (one.rows, one.value()) for name, one in digests.items()}
        wrong = sorted(name for name in {*found, *self.tables} if found.get(name) != self.tables.get(name))
        if wrong:
            raise Mistake("backup.damaged", path=self.session.connection.engine.url.database, detail=", ".join(wrong))


def write_facts(session: Session, engine: str, digests: Mapping[str, Digest]) -> None:
    """Make a copy of a desk a backup."""
    facts = {
        "format": FORMAT,
        "schema": str(migrations.taken(session)),
        "made_at": session.now.isoformat(timespec="seconds"),
        "program": __version__,
        "engine": engine,
    }
    for words in _SCHEMA:
        session.connection.exec_driver_sql(words)
    session.connection.exec_driver_sql("INSERT INTO backup_fact VALUES (?, ?)", list(facts.items()))
    rows = [(name, one.rows, one.value()) for name, one in digests.items()]
    session.connection.exec_driver_sql("INSERT INTO backup_table VALUES (?, ?, ?)", rows)


@contextmanager
def opened(path: Path) -> Iterator[Backup]:
    """The backup in a file of whoever made it, looked at as far as can be without reading its rows.

    Raises `Mistake` file.missing, file.not_plain, backup.none, backup.newer and backup.damaged, and `Trouble` file.unreadable.
    """
    _look_at(path)
    engine = open_frozen(path)
    try:
        with told(engine.url), engine.connect() as connection:
            yield _read(path, Session(connection))
    except Trouble as trouble:
        if trouble.code != "db.corrupt" or str(trouble.values.get("path")) != str(path):
            raise
        raise Mistake("backup.damaged", path=path, detail=trouble.detail) from trouble
    finally:
        engine.dispose()


def _look_at(path: Path) -> None:
    if not path.exists():
        raise Mistake("file.missing", path=path)
    if not path.is_file():
        raise Mistake("file.not_plain", path=path)
    try:
        with path.open("rb") as file:
            head = file.read(len(_MAGIC))
    except OSError as error:
        raise Trouble("file.unreadable", path=path, reason=error.strerror) from error
    if head != _MAGIC:
        raise Mistake("backup.none", path=path)


def _read(path: Path, session: Session) -> Backup:
    query = session.connection.exec_driver_sql
    made_of = {name: (kind, words) for kind, name, words in query("SELECT type, name, sql FROM sqlite_schema")}
    if not {"backup_fact", "backup_table"} <= made_of.keys():
        raise Mistake("backup.none", path=path)
    if answer := [line for line in query("PRAGMA integrity_check(1)").scalars() if line != "ok"]:
        raise Mistake("backup.damaged", path=path, detail=str(answer[0]))
    for name in ("backup_fact", "backup_table"):
        _must_be_plain(path, session, name, made_of)
    try:
        facts = {name: value for name, value in query("SELECT name, value FROM backup_fact")}  # noqa: C416
        rows = query("SELECT name, rows, sha256 FROM backup_table").all()
    except OperationalError as error:
        raise Mistake("backup.damaged", path=path, detail=str(error.orig)) from error
    step = str(facts.get("schema"))
    if facts.get("format") != FORMAT or (step.isdecimal() and int(step) > migrations.steps()[-1].number):
        raise Mistake("backup.newer", path=path, program=facts.get("program", "?"))
    tables = {name: (count, known_by) for name, count, known_by in rows}
    if not step.isdecimal() or not int(step) or not tables:
        raise Mistake("backup.damaged", path=path, detail="no facts")
    for name in tables:
        _must_be_plain(path, session, name, made_of)
    return Backup(session, int(step), str(facts.get("made_at")), tables)


def _must_be_plain(path: Path, session: Session, name: str, made_of: Mapping[str, tuple[str, str]]) -> None:
    """Refuse what looks like a table and makes its rows itself: a view, a virtual table, a generated column."""
    kind, words = made_of.get(name, ("", ""))
    hidden = session.connection.exec_driver_sql(
        "SELECT count(*) FROM pragma_table_xinfo(?) WHERE hidden <> 0", (name,)
    ).scalar_one()
    if kind != "table" or not _PLAIN_TABLE.match(str(words)) or hidden:
        raise Mistake("backup.damaged", path=path, detail=f"{name} is no plain table")
