"""Opening a desk to work with it: there, whole, and of a schema that this program can use."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import false, update

from deskbell.model.errors import Mistake, Trouble
from deskbell.store import migrations
from deskbell.store.desk import Desk
from deskbell.store.queries.identity import establish, is_established
from deskbell.store.session import Session
from deskbell.store.tables import schema_step
from deskbell.store.trouble import BUSY, place_of


def open_desk(
    address: str, *, make: bool = True, small: bool = False, making: Callable[[], None] = lambda: None
) -> Desk:
    """The desk at `address`. A SQLite desk that is not there yet is made, unless `make` is False; on PostgreSQL that is the admin's `deskbell db upgrade`.
    `making` is called before one is made. Of a newer schema that says so it can only be read (`Desk.heed_schema`), or used as ever.

    Raises `Mistake` db.newer, db.older, db.empty, db.missing, db.url, db.network_path and `Trouble` folder.missing, db.corrupt, db.readonly,
    db.unreachable and what else `store.trouble` knows.
    """
    desk = Desk.open(address, small=small)
    taken = 0
    try:
        if desk.url.get_backend_name() == "sqlite":
            _look_at(Path(desk.url.database or ""), make=make)
            if make and not (taken := desk.read(_finished)):
                making()
                migrations.upgrade(desk)
                desk.transact(establish)
        migrations.check_use(desk, taken or desk.read(migrations.taken))
        if make and desk.url.get_backend_name() == "sqlite":
            _must_be_writable(desk)
        desk.heed_schema(migrations.steps()[-1].number)
    except BaseException:
        desk.close()
        raise
    return desk


def upgrade_desk(desk: Desk) -> list[migrations.Step]:
    """Take all missing steps and see that the desk has its identity; the steps taken. Makes a SQLite desk that is not there. What was there is to be backed
    up before (`store.carry.backups.before_upgrade`).
    """
    if desk.url.get_backend_name() == "sqlite":
        _look_at(Path(desk.url.database or ""), make=True)
    steps = migrations.upgrade(desk)
    desk.transact(establish)
    if steps:
        from deskbell.store.listing import list_anew

        # The list of customers of a small desk is there at once; of a large one the worker makes it.
        desk.transact(list_anew)
    return steps


def is_there(desk: Desk) -> bool:
    """Whether there is a database at all, of whatever schema step, before SQLite makes a file."""
    return desk.url.get_backend_name() != "sqlite" or Path(desk.url.database or "").is_file()


def must_be_there(desk: Desk) -> None:
    """Raise `Mistake` db.missing or db.empty where there is no desk, of whatever schema step, before SQLite makes a file."""
    if desk.url.get_backend_name() == "sqlite":
        _look_at(Path(desk.url.database or ""), make=False)
    if not desk.read(migrations.taken):
        raise Mistake("db.empty", address=place_of(desk.url))


def _finished(session: Session) -> int:
    """The last step that a finished desk has taken. 0 for a new one: nothing is there yet, or whoever made it was killed before it had its identity."""
    taken = migrations.taken(session)
    return taken if taken and is_established(session) else 0


def _must_be_writable(desk: Desk) -> None:
    """Raise what keeps us from writing: better now than at the first reply. That somebody else is writing is no hindrance."""
    try:
        with desk.writing() as session:
            # Of a file that may only be read SQLite makes BEGIN IMMEDIATE a plain BEGIN; a statement that would write is refused.
            session.connection.execute(update(schema_step).values(name=schema_step.c.name).where(false()))
    except Trouble as trouble:
        if trouble.code not in BUSY:
            raise


def _look_at(path: Path, *, make: bool) -> None:
    """Refuse what cannot be a desk's file, and see that its folder is there, before SQLite makes anything."""
    if path.is_dir():
        raise Mistake("db.corrupt", path=path)
    if make:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Trouble("folder.missing", path=path.parent, detail=str(error)) from error
    elif not path.exists():
        raise Mistake("db.missing", path=path)
