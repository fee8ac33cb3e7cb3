"""Where a carried desk comes to be, beside the one that may be there already, until it takes its place in one step.

On SQLite that is a file `NAME.new`, on PostgreSQL a schema `deskbell_new` of the same database. Both hold `carry_state`, how far it is, so that
whoever was killed goes on. A desk that is replaced is set aside and never deleted.
"""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Final, Protocol

from sqlalchemy import make_url, select
from sqlalchemy.exc import OperationalError

from deskbell.model.errors import Mistake, Trouble
from deskbell.model.places import sqlite_address
from deskbell.store import migrations
from deskbell.store.desk import Desk
from deskbell.store.rights.apply import hand_over
from deskbell.store.rights.names import groups_of
from deskbell.store.session import Session
from deskbell.store.tables import lease
from deskbell.store.trouble import place_of, told

NEW_SCHEMA: Final = "deskbell_new"
_NEW_FILE: Final = ".new"
_STATE: Final = "CREATE TABLE IF NOT EXISTS carry_state (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)"
_LOCK: Final = "hashtext('deskbell carry')"


class Place(Protocol):
    """A desk that is being made. Used within `making`, which keeps all others out."""

    desk: Desk
    name: str

    def begin(self, step: int) -> None:
        """See that the schema of this step is there, empty or as far as an earlier run came."""

    def discard(self) -> None:
        """Take away all that was made."""

    def settle(self, stamp: str, *, replace: bool) -> str:
        """Become the desk. One that is there is set aside under a name with `stamp` if `replace` is true; where it lies now, "" for none.

        Raises `Mistake` db.occupied where it is not, and db.in_use where somebody has it open.
        """


@contextmanager
def making(address: str) -> Iterator[Place]:
    """The place for a desk at `address`. Raises `Mistake` carry.running where somebody else makes one there, and as `Desk.open` does."""
    if _engine_of(address) == "sqlite":
        with _making_file(address) as file:
            yield file
    else:
        with _making_schema(address) as schema:
            yield schema


def _engine_of(address: str) -> str:
    """The engine of an address, which is looked at as `Desk.open` does."""
    with closing(Desk.open(address)) as desk:
        return desk.url.get_backend_name()


def is_occupied(desk: Desk) -> bool:
    """Whether there is a desk at this address already. Raises `Trouble` db.corrupt where there is something else."""
    if desk.url.get_backend_name() == "sqlite" and not Path(desk.url.database or "").exists():
        return False
    return desk.read(migrations.taken) > 0


def state(session: Session, name: str) -> Any:
    """What an earlier run has noted under `name`, None for nothing."""
    mark = "%s" if session.engine_name == "postgresql" else "?"
    found = session.connection.exec_driver_sql(f"SELECT value FROM carry_state WHERE name = {mark}", (name,)).scalar()  # noqa: S608
    return None if found is None else json.loads(found)


def note(session: Session, name: str, value: Any) -> None:
    """Note how far it is, in the transaction that takes it there."""
    mark = "%s" if session.engine_name == "postgresql" else "?"
    session.connection.exec_driver_sql(f"DELETE FROM carry_state WHERE name = {mark}", (name,))  # noqa: S608
    session.connection.exec_driver_sql(f"INSERT INTO carry_state VALUES ({mark}, {mark})", (name, json.dumps(value)))  # noqa: S608


@contextmanager
def _making_file(address: str) -> Iterator["FilePlace"]:
    from filelock import FileLock, Timeout

    path = Path(make_url(address).database or "").absolute()
    if path.is_dir():
        raise Mistake("db.corrupt", path=path)
    lock = FileLock(f"{path}{_NEW_FILE}.lock", timeout=0)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise Mistake("carry.running", address=path) from error
    except OSError as error:
        raise Trouble("db.readonly", path=path.parent, detail=str(error)) from error
    place = FilePlace(path, path.with_name(path.name + _NEW_FILE))
    try:
        yield place
    finally:
        place.desk.close()
        lock.release()
        with suppress(OSError):
            os.unlink(lock.lock_file)


class FilePlace:
    """A SQLite file under another name."""

    def __init__(self, path: Path, new: Path) -> None:
        self._path = path
        self._new = new
        self.name = str(path)
        self.desk = Desk.open(sqlite_address(new))

    def begin(self, step: int) -> None:
        migrations.upgrade(self.desk, until=step)
        with self.desk.writing() as session:
            session.connection.exec_driver_sql(_STATE)

    def discard(self) -> None:
        self.desk.close()
        for end in ("", "-wal", "-shm"):
            Path(f"{self._new}{end}").unlink(missing_ok=True)

    def settle(self, stamp: str, *, replace: bool) -> str:
        aside = ""
        if self._path.exists():
            with closing(Desk.open(sqlite_address(self._path))) as old:
                if is_occupied(old):
                    if not replace:
                        raise Mistake("db.occupied", address=self.name)
                    aside = f"{self._path}.before-{stamp}"
                    if os.path.lexists(aside):
                        raise Mistake("file.exists", path=aside)
                leave_one_file(old)
        with self.desk.writing() as session:
            session.connection.exec_driver_sql("DROP TABLE carry_state")
        leave_one_file(self.desk)
        if aside:
            os.replace(self._path, aside)
        os.replace(self._new, self._path)
        sync_folder(self._path.parent)
        return aside


def leave_one_file(desk: Desk) -> None:
    """Bring all that is in the log beside a SQLite file into the file, and close it. Raises `Mistake` db.in_use where others have it open."""
    # Its own connections would be in the way too.
    desk.close()
    try:
        with told(desk.url), desk.engine.connect() as connection:
            raw: Any = connection.connection.cursor()
            try:
                raw.execute("PRAGMA journal_mode = DELETE")
            except connection.dialect.loaded_dbapi.Error as error:
                raise OperationalError("journal_mode", None, error) from error
            finally:
                raw.close()
            connection.invalidate()
    except Trouble as trouble:
        if trouble.code == "db.locked":
            raise Mistake("db.in_use", address=place_of(desk.url)) from trouble
        raise
    desk.close()


def sync_folder(folder: Path) -> None:
    """A new name is safe only with its folder."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _making_schema(address: str) -> Iterator["SchemaPlace"]:
    with closing(Desk.open(address)) as home, told(home.url), home.engine.connect() as guard:
        # The lock is the connection's, so it ends with the program, however that ends.
        guard = guard.execution_options(isolation_level="AUTOCOMMIT")
        if not guard.exec_driver_sql(f"SELECT pg_try_advisory_lock({_LOCK})").scalar():
            raise Mistake("carry.running", address=place_of(home.url))
        place = SchemaPlace(home)
        try:
            yield place
        finally:
            place.desk.close()
            guard.invalidate()


class SchemaPlace:
    """A schema of its own in a PostgreSQL database."""

    def __init__(self, home: Desk) -> None:
        self._home = home
        self.name = place_of(home.url)
        options = " ".join([*home.url.normalized_query.get("options", ()), f"-csearch_path={NEW_SCHEMA}"])
        inside = home.url.update_query_dict({"options": options})
        self.desk = Desk.open(inside.render_as_string(hide_password=False))

    def begin(self, step: int) -> None:
        with self._home.writing() as session:
            session.connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {NEW_SCHEMA}")
        migrations.upgrade(self.desk, until=step)
        with self.desk.writing() as session:
            session.connection.exec_driver_sql(_STATE)
            for name in _relations(session, NEW_SCHEMA):
                session.connection.exec_driver_sql(f'ALTER TABLE "{name}" DISABLE TRIGGER USER')

    def discard(self) -> None:
        self.desk.close()
        with self._home.writing() as session:
            session.connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {NEW_SCHEMA} CASCADE")

    def settle(self, stamp: str, *, replace: bool) -> str:
        aside = ""
        with self._home.writing() as session:
            groups = groups_of(session)
            home = session.connection.exec_driver_sql("SELECT quote_ident(current_schema())").scalar_one()
            if migrations.taken(session) > 0:
                if not replace:
                    raise Mistake("db.occupied", address=self.name)
                refuse_in_use(session)
                aside = f"deskbell_before_{stamp}"
                session.connection.exec_driver_sql(f"CREATE SCHEMA {aside}")
            session.connection.exec_driver_sql(f"DROP TABLE {NEW_SCHEMA}.carry_state")
            tables, functions = _relations(session, NEW_SCHEMA), _functions(session, NEW_SCHEMA)
            for name in tables:
                session.connection.exec_driver_sql(f'ALTER TABLE {NEW_SCHEMA}."{name}" ENABLE TRIGGER USER')
            if aside:
                there = {*_relations(session, home), *_functions(session, home)}
                old = [name for name in tables if name in there], [name for name in functions if name in there]
                _bring(session, home, aside, *old)
                # An office's work in it with the owner's rights, on the tables that take their place now.
                for name in old[1]:
                    session.connection.exec_driver_sql(f"ALTER FUNCTION {aside}.{name} SECURITY INVOKER RESET ALL")
            _bring(session, NEW_SCHEMA, home, tables, functions)
            # Fails where anything is left in it.
            session.connection.exec_driver_sql(f"DROP SCHEMA {NEW_SCHEMA}")
            if groups is not None:
                hand_over(session, groups)
        return aside


def refuse_in_use(session: Session) -> None:
    """Raise `Mistake` db.in_use where a worker holds a lease: what it writes from now on would be lost."""
    held = session.connection.execute(select(lease.c.holder).where(lease.c.expires_at > session.now).limit(1)).scalar()
    if held is not None:
        raise Mistake("db.in_use", address=place_of(session.connection.engine.url), detail=held)


def _bring(session: Session, source: str, target: str, tables: Iterable[str], functions: Iterable[str]) -> None:
    """Move tables with their indexes, sequences and triggers, and functions, to another schema."""
    for name in tables:
        session.connection.exec_driver_sql(f'ALTER TABLE {source}."{name}" SET SCHEMA {target}')
    for name in functions:
        session.connection.exec_driver_sql(f"ALTER FUNCTION {source}.{name} SET SCHEMA {target}")


def _relations(session: Session, schema: str) -> list[str]:
    found = session.connection.exec_driver_sql(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = %s::regnamespace ORDER BY relname",
        (schema,),
    )
    return list(found.scalars())


def _functions(session: Session, schema: str) -> list[str]:
    """Functions with their arguments, as SQL names them."""
    found = session.connection.exec_driver_sql(
        """
        SELECT quote_ident(proname) || '(' || pg_get_function_identity_arguments(pg_proc.oid) || ')' FROM pg_proc
        WHERE pronamespace = %s::regnamespace
        """,
        (schema,),
    )
    return list(found.scalars())
