"""The backups that Deskbell makes by itself: the folder they lie in, their names, how many are kept, and whether there is room for one more."""

import logging
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from deskbell.model.errors import Trouble
from deskbell.rules.backups import surplus
from deskbell.store import migrations
from deskbell.store.carry.backup import UNFINISHED, make_backup
from deskbell.store.carry.run import Tell
from deskbell.store.desk import Desk
from deskbell.store.session import Session

log = logging.getLogger("deskbell.carry")

# Of those before an upgrade so many are kept.
_KEPT_UPGRADES: Final = 3
# A disk is never filled up to its end by backups.
_ROOM_BYTES: Final = 500_000_000
# An unfinished backup that nobody has written to for so long is of somebody who was killed.
_DEAD_SECONDS: Final = 86_400
_MEGABYTE: Final = 1_000_000


class Occasion(StrEnum):
    """What a backup was made for."""

    NIGHTLY = "nightly"
    UPGRADE = "upgrade"


def folder_of(desk: Desk, data: Path) -> Path:
    """Where a desk's own backups lie: beside its file, or in the data folder of the computer that makes them where the desk is on a server."""
    if desk.url.get_backend_name() == "sqlite":
        return Path(desk.url.database or "").absolute().parent / "backups"
    return data / "backups"


def back_up(desk: Desk, folder: Path, occasion: Occasion, keep: int, tell: Tell) -> Path:
    """Make one more, and give up the oldest of this occasion beyond `keep`. Raises `Trouble` backup.no_room and as `make_backup` does."""
    _make_room(desk, folder)
    now = desk.read(lambda session: session.now)
    name = Path(desk.url.database or "desk").stem
    file = folder / f"{name}-{now:%Y%m%d-%H%M%S}-{now.microsecond // 1_000:03}-{occasion}.backup"
    make_backup(desk, file, tell)
    ours = re.compile(re.escape(name) + rf"-\d{{8}}-\d{{6}}-\d{{3}}-{occasion}\.backup")
    for old in surplus((path.name for path in folder.iterdir() if ours.fullmatch(path.name)), keep):
        with suppress(OSError):
            (folder / old).unlink()
    log.info("the desk was backed up to %s", file)
    return file


def before_upgrade(desk: Desk, folder: Path, tell: Tell) -> Path | None:
    """A backup of a desk whose schema is about to be changed; None where there is nothing to lose: no desk yet, or no step to take."""
    taken = desk.read(migrations.taken)
    if not taken or taken >= migrations.steps()[-1].number:
        return None
    return back_up(desk, folder, Occasion.UPGRADE, _KEPT_UPGRADES, tell)


def _make_room(desk: Desk, folder: Path) -> None:
    """See that there is room for a backup, and take away what killed ones left behind."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for left in _left(folder):
            left.unlink(missing_ok=True)
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise Trouble("file.unwritable", path=folder, reason=error.strerror or str(error)) from error
    need = desk.read(_size)
    if free < need + _ROOM_BYTES:
        need_mb, free_mb = (need + _ROOM_BYTES) // _MEGABYTE, free // _MEGABYTE
        raise Trouble("backup.no_room", path=folder, need=need_mb, free=free_mb)


def _left(folder: Path) -> Iterator[Path]:
    now = datetime.now(UTC).timestamp()
    for path in folder.glob(f".*{UNFINISHED}*"):
        if now - path.stat().st_mtime > _DEAD_SECONDS:
            yield path


def _size(session: Session) -> int:
    """Bytes of the desk on its disk; a backup takes no more, or hardly."""
    words = (
        "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
        if session.engine_name == "sqlite"
        else "SELECT pg_database_size(current_database())"
    )
    return int(session.connection.exec_driver_sql(words).scalar_one())
