"""Opening a database: which driver, how its connections are set, and what is refused with a sentence."""

import os
import re
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool, StaticPool

from deskbell.model.errors import Mistake, Trouble
from deskbell.store import plain

if TYPE_CHECKING:
    from sqlalchemy import Connection

# The first SQLite without the WAL-reset corruption (sqlite.org/wal.html).
OLDEST_SQLITE = (3, 51, 3)
# A writer waits this long for another one before it gives up.
BUSY_MILLISECONDS = 5_000
WAL_PAUSE_SECONDS = 0.01
# So many pages the log (WAL) takes before they are moved into the database, which is two more syncs: 16 MB. Each mail changes about 40 pages, of which
# most are changed again by the next.
LOG_PAGES = 4_000
# Statements that a connection remembers as SQLite has planned them. Its driver lets go of the one that was asked for least, so where those of the
# migrations alone fill its memory, no other ever gets in, and all are planned anew each time.
STATEMENTS = 1_000
# Page cache of one connection: enough for a worker's batch. The window only reads, and lets the system's own cache serve it.
CACHE_KIBIBYTES = 8_000
SMALL_CACHE_KIBIBYTES = 1_000
# Where Linux lists what is mounted.
MOUNTS = Path("/proc/self/mounts")
NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afpfs", "webdav", "9p", "davfs", "afs", "ceph", "lustre", "vboxsf"}
    | {f"fuse.{name}" for name in ("sshfs", "davfs2", "gvfsd-fuse", "glusterfs", "rclone", "s3fs", "smbnetfs")}
)


def open_engine(address: str, *, small: bool = False) -> Engine:
    """An engine for `address` (`sqlite:///path` or `postgresql://user@host/name`); nothing is connected yet. `small` is for a program that only
    reads pages: its connections keep little in memory, and its statements are given up early.

    Raises `Mistake` db.url, db.network_path and `Trouble` db.driver.
    """
    try:
        url = make_url(address)
    except (ArgumentError, ValueError) as error:
        raise Mistake("db.url", url=address) from error
    if url.get_backend_name() == "sqlite":
        if not url.database or url.database == ":memory:" or url.host or url.query:
            raise Mistake("db.url", url=address)
        return _sqlite(url, SMALL_CACHE_KIBIBYTES if small else CACHE_KIBIBYTES)
    if url.get_backend_name() == "postgresql":
        # Loaded here: a desk of SQLite has no use for it.
        from deskbell.store.postgresql import open_postgresql

        return open_postgresql(url, small=small)
    raise Mistake("db.url", url=url.render_as_string())


def open_frozen(file: Path) -> Engine:
    """An engine for one connection to a SQLite file that nobody writes to, of whoever made it: nothing in its schema may do anything, what lies beside it
    is not looked at, and nothing is written, not even a lock.
    """
    from sqlcipher3 import dbapi2

    def connect() -> Any:
        address = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
        connection = dbapi2.connect(address, uri=True, isolation_level=None, check_same_thread=False)
        for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "query_only = ON", "temp_store = MEMORY"):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    url = URL.create("sqlite", database=str(file))
    return create_engine(url, module=dbapi2, creator=connect, poolclass=StaticPool)


def sqlite_version() -> tuple[int, ...]:
    """The version of the SQLite that Deskbell brings along."""
    from sqlcipher3 import dbapi2

    return tuple(dbapi2.sqlite_version_info)


def _sqlite(url: URL, cache_kibibytes: int) -> Engine:
    from sqlcipher3 import dbapi2

    version = sqlite_version()
    if version < OLDEST_SQLITE:
        raise Trouble("db.driver", version=".".join(map(str, version)))
    refuse_network_path(Path(url.database or ""))
    engine = create_engine(
        url.set(drivername="sqlite"),
        module=dbapi2,
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=8,
        connect_args={"check_same_thread": False, "timeout": BUSY_MILLISECONDS / 1000, "cached_statements": STATEMENTS},
    )
    event.listen(engine, "connect", partial(_prepare_sqlite, cache_kibibytes))
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(cache_kibibytes: int, connection: Any, record: object) -> None:
    """Settings of one SQLite connection. The driver's own transactions are off: `_begin_sqlite` says which kind begins."""
    del record
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {BUSY_MILLISECONDS}",
        "synchronous = FULL",
        f"wal_autocheckpoint = {LOG_PAGES}",
        "foreign_keys = ON",
        f"cache_size = -{cache_kibibytes}",
        "temp_store = MEMORY",
        "trusted_schema = OFF",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    _write_ahead(cursor)
    cursor.close()


def _write_ahead(cursor: Any) -> None:
    """Turn WAL on. The first time this takes a lock that SQLite does not wait for by itself: window and worker meet here on a new file."""
    from sqlcipher3 import dbapi2

    deadline = time.monotonic() + BUSY_MILLISECONDS / 1000
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
            break
        except dbapi2.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(WAL_PAUSE_SECONDS)


def _begin_sqlite(connection: "Connection") -> None:
    """A writer takes the lock at once: a read that turns into a write could only fail (SQLITE_BUSY_SNAPSHOT)."""
    writing = connection.get_execution_options().get("deskbell_writing", False)
    plain.run(connection, "BEGIN IMMEDIATE" if writing else "BEGIN")


def refuse_network_path(path: Path) -> None:
    """Raise `Mistake` db.network_path where `path` lies on a file system of another computer: SQLite's locks do not hold there."""
    # Through links; on Windows a drive letter that stands for a share becomes that share.
    resolved = Path(os.path.realpath(path))
    if any(str(place).startswith(("\\\\", "//")) for place in (path.absolute(), resolved)):
        raise Mistake("db.network_path", path=path)
    best, kind = -1, ""
    for point, of_kind in _mounts():
        # The last of several mounts on one another is the one that is seen.
        if resolved.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), of_kind
    if kind in NETWORK_FILE_SYSTEMS:
        raise Mistake("db.network_path", path=path)


def _mounts() -> Iterator[tuple[Path, str]]:
    """Where file systems are mounted, and of which kind each is."""
    if MOUNTS.exists():
        # Read by hand: psutil takes longer to import than the rest of the opening takes.
        for line in MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines():
            _, point, kind, *_ = line.split(" ")
            yield Path(re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), point)), kind
        return
    import psutil

    for mount in psutil.disk_partitions(all=True):
        options = mount.opts.split(",")
        # Windows says which are of another computer, macOS which are not.
        far = "remote" in options or (sys.platform == "darwin" and "local" not in options)
        yield Path(mount.mountpoint), "nfs" if far else mount.fstype.lower()
