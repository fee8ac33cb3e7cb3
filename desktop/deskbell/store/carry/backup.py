"""Making a backup (`backup_file` says what that is) of a desk that is in use meanwhile."""

import errno
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import file_digest
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from deskbell.model.carrying import CarryCourse, CarryEnd, CarryStage
from deskbell.model.errors import Mistake, Trouble
from deskbell.model.places import sqlite_address
from deskbell.model.settings import SECRET_KEYS
from deskbell.rules.pace import Pace
from deskbell.store import migrations
from deskbell.store.carry.backup_file import opened, write_facts
from deskbell.store.carry.held import held_reading
from deskbell.store.carry.place import FilePlace, leave_one_file, sync_folder
from deskbell.store.carry.rows import Digest, count, digest
from deskbell.store.carry.run import Carrying, Tell
from deskbell.store.carry.shape import shapes
from deskbell.store.desk import Desk
from deskbell.store.engine import refuse_network_path
from deskbell.store.session import Session
from deskbell.store.tables import setting
from deskbell.store.trouble import told

# Steps of SQLite's machine between two looks at how far a copy is, some hundredths of a second.
_STEPS: Final = 500_000
# The end of the name of one that is being written.
UNFINISHED: Final = ".part"


def make_backup(desk: Desk, file: Path, tell: Tell) -> CarryEnd:
    """Write what the desk holds at this moment, of whatever schema step it is, to `file`, which only its owner can read; others go on working.

    It has its name only once it is whole, was opened again and found to be so. Raises `Mistake` file.exists, and `Trouble` file.unwritable,
    carry.differs and what `store.trouble` knows.
    """
    began = time.monotonic()
    file = file.absolute()
    if os.path.lexists(file):
        raise Mistake("file.exists", path=file)
    with _writing_told(file), _unfinished(file) as part:
        digests = _copy_file(desk, part, tell) if desk.url.get_backend_name() == "sqlite" else _carry(desk, part, tell)
        with opened(part) as backup:
            backup.must_be(digests)
        _give_name(part, file)
    rows = sum(one.rows for one in digests.values())
    return CarryEnd(str(file), len(digests), rows, round(time.monotonic() - began, 3))


def _copy_file(desk: Desk, part: Path, tell: Tell) -> dict[str, Digest]:
    """By SQLite itself: a VACUUM INTO reads one picture, keeps nobody from writing, and leaves what was deleted behind."""
    copying = _Copying(desk, part, tell)
    copying.run()
    copy = Desk.open(sqlite_address(part))
    with copy.writing() as session:
        _blank_secrets(session)
        digests = {shape.name: digest(session, shape, copying.verified) for shape in shapes(session)}
        write_facts(session, "sqlite", digests)
    leave_one_file(copy)
    return digests


def _carry(desk: Desk, part: Path, tell: Tell) -> dict[str, Digest]:
    place = FilePlace(part, part)
    try:
        with held_reading(desk) as source:
            step = migrations.taken(source)
            digests = Carrying(source, place, tell, step=step, indexed=False).run()
        with place.desk.writing() as session:
            session.connection.exec_driver_sql("DROP TABLE carry_state")
            if _blank_secrets(session):
                digests |= {
                    shape.name: digest(session, shape) for shape in shapes(session) if shape.name == setting.name
                }
            write_facts(session, "postgresql", digests)
        leave_one_file(place.desk)
    finally:
        place.desk.close()
    return digests


class _Copying:
    """One VACUUM INTO that tells how far it is, and ends when what is told raises."""

    def __init__(self, desk: Desk, part: Path, tell: Tell) -> None:
        self._desk = desk
        self._part = part
        self._tell = tell
        self._stop: BaseException | None = None
        with desk.reading() as session:
            self._rows = sum(count(session, one.name) for one in shapes(session))
            about = ("page_count", "freelist_count", "page_size")
            pages, free, size = (session.connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in about)
        self._bytes = max(1, (pages - free) * size)
        self._done = 0
        self._pace = Pace(time.monotonic())

    def run(self) -> None:
        with told(self._desk.url):
            proxy = self._desk.engine.raw_connection()
            raw: Any = proxy.driver_connection
            proxy.detach()
            raw.set_progress_handler(self._look, _STEPS)
            try:
                raw.execute("VACUUM INTO ?", (str(self._part),))
            except self._desk.engine.dialect.loaded_dbapi.Error as error:
                if self._stop is not None:
                    raise self._stop from error
                raise OperationalError("VACUUM INTO", None, error) from error
            finally:
                proxy.close()

    def verified(self, rows: int) -> None:
        """So many rows of the copy were read."""
        self._on(CarryStage.VERIFY, max(self._done, self._rows) + rows)

    def _look(self) -> bool:
        """Called by SQLite; true has it stop."""
        try:
            self._on(CarryStage.COPY, int(self._rows * min(1.0, self._part.stat().st_size / self._bytes)))
        except BaseException as stop:  # noqa: BLE001  nothing may be raised through SQLite; it is when that has stopped
            self._stop = stop
            return True
        return False

    def _on(self, stage: CarryStage, done: int) -> None:
        self._done = done
        self._pace.mark(time.monotonic(), done)
        left = self._pace.left(2 * self._rows - done)
        self._tell(CarryCourse(stage, done, 2 * self._rows, self._pace.rate(), left))


def _blank_secrets(session: Session) -> bool:
    """Blank what an older Deskbell kept in the database and may not be handed on; whether there was any."""
    left = setting.c.key.in_(SECRET_KEYS) & (setting.c.value != "")
    if session.connection.execute(select(setting.c.key).where(left)).first() is None:
        return False
    session.connection.exec_driver_sql("PRAGMA secure_delete = ON")
    session.connection.execute(update(setting).where(left).values(value=""))
    return True


@contextmanager
def _unfinished(file: Path) -> Iterator[Path]:
    """A new file under another name, beside `file` or, where that is on another computer and SQLite cannot work, in this one's folder for such."""
    folder = file.parent
    folder.mkdir(parents=True, exist_ok=True)
    try:
        refuse_network_path(file)
    except Mistake:
        folder = Path(tempfile.gettempdir())
    part = folder / f".{file.name}.{uuid4().hex[:8]}{UNFINISHED}"
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        yield part
    finally:
        for end in ("", "-wal", "-shm", "-journal"):
            with suppress(OSError):
                os.unlink(f"{part}{end}")


def _give_name(part: Path, file: Path) -> None:
    """Let the finished backup have its name, durably."""
    if part.parent != file.parent:
        part = _bring(part, file.parent / part.name)
    handle = os.open(part, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    if os.path.lexists(file):
        raise Mistake("file.exists", path=file)
    os.replace(part, file)
    sync_folder(file.parent)


def _bring(part: Path, there: Path) -> Path:
    """Copy a finished backup to another computer, and read it back."""
    try:
        shutil.copyfile(part, there)
        there.chmod(0o600)
        with part.open("rb") as one, there.open("rb") as other:
            if file_digest(one, "sha256").digest() != file_digest(other, "sha256").digest():
                raise Trouble("file.unwritable", path=there, reason="it reads back differently")
    except BaseException:
        with suppress(OSError):
            there.unlink()
        raise
    return there


@contextmanager
def _writing_told(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Trouble("db.full", path=file.parent, detail=str(error)) from error
        raise Trouble("file.unwritable", path=file, reason=error.strerror or str(error)) from error
