"""Opening a desk to work with it: there, whole, and of the schema that this program knows."""

from pathlib import Path

from deskbell.model.errors import Mistake, Trouble
from deskbell.store import migrations
from deskbell.store.desk import Desk
from deskbell.store.queries.identity import establish


def open_desk(address: str) -> Desk:
    """The desk at `address`. A SQLite desk that is not there yet is made; on PostgreSQL that is the admin's `deskbell db upgrade`.

    Raises `Mistake` db.newer, db.older, db.url, db.network_path and `Trouble` folder.missing, db.corrupt, db.readonly, db.unreachable.
    """
    desk = Desk.open(address)
    try:
        if desk.url.get_backend_name() == "sqlite":
            _make_folder(Path(desk.url.database or ""))
            if desk.read(migrations.taken) == 0:
                migrations.upgrade(desk)
                desk.transact(establish)
        migrations.check(desk)
    except BaseException:
        desk.close()
        raise
    return desk


def upgrade_desk(desk: Desk) -> list[migrations.Step]:
    """Take all missing steps and see that the desk has its identity; the steps taken."""
    steps = migrations.upgrade(desk)
    desk.transact(establish)
    return steps


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Trouble("folder.missing", path=path.parent, detail=str(error)) from error
    if path.is_dir():
        raise Mistake("db.corrupt", path=path)
