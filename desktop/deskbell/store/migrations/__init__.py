"""The steps that make and change the schema, and the one function that takes them.

Each step is a module `mNNNN_name` with `upgrade(op)`; a step that has been released is never edited. SQLite and PostgreSQL both roll back
DDL, so a step and the record that it was taken are one transaction.

`OLDEST_WRITER` and `OLDEST_READER` of a step say who goes on working while it is taken and after it: programs that know the schema up to that step may
still write, or read. CONTRIBUTING.md has the rules. A step without them shuts out everybody who does not know it.
"""

import importlib
import logging
import pkgutil
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache

from msgspec import Struct
from sqlalchemy import func, insert, inspect, select, text

from deskbell.model.errors import Mistake, Trouble
from deskbell.model.kinds import Entity
from deskbell.store.desk import Desk
from deskbell.store.outgrown import outgrown
from deskbell.store.session import Session
from deskbell.store.tables import schema_step
from deskbell.store.trouble import BUSY, place_of

log = logging.getLogger("deskbell.store")

_NAME = re.compile(r"m(\d{4})_(\w+)")
# From this step on the steps that were taken say who may still write and read.
_SAYS_WHO_MAY = 21
# Whoever waits for a table makes all others wait behind them. So a step gives up after `lock_timeout`, lets them pass, and comes again after these seconds.
_AGAIN_AFTER = (0.5, 1.0, 2.0, 4.0)


class Step(Struct, frozen=True):
    """One migration: its number, its name, and the module it lies in."""

    number: int
    name: str
    module: str

    @property
    def oldest_writer(self) -> int:
        """Up to which step a program must know the schema to write after this one."""
        return int(getattr(importlib.import_module(self.module), "OLDEST_WRITER", self.number))

    @property
    def oldest_reader(self) -> int:
        """Up to which step a program must know the schema to read after this one."""
        return int(getattr(importlib.import_module(self.module), "OLDEST_READER", self.number))


def steps() -> Sequence[Step]:
    """All steps that this program knows, in order."""
    return _steps_in(tuple(__path__))


@cache
def _steps_in(folders: tuple[str, ...]) -> tuple[Step, ...]:
    """Those in these folders, which are looked into once: they are asked for with every step that is taken."""
    found = []
    for module in pkgutil.iter_modules(folders):
        match = _NAME.fullmatch(module.name)
        if match:
            found.append(Step(int(match[1]), match[2], f"{__name__}.{module.name}"))
    return tuple(sorted(found, key=lambda step: step.number))


def taken(session: Session) -> int:
    """The number of the last step that this database has taken; 0 for an empty one. Raises `Trouble` db.corrupt for a foreign one."""
    inspector = inspect(session.connection)
    if not inspector.has_table(schema_step.name):
        if inspector.get_table_names():
            raise Trouble("db.corrupt", path=session.connection.engine.url.database)
        return 0
    return (
        session.connection.execute(select(schema_step.c.number).order_by(schema_step.c.number.desc()).limit(1)).scalar()
        or 0
    )


def check(desk: Desk) -> None:
    """Raise `Mistake` db.newer, db.older or db.empty where the schema is not the one this program knows."""
    found, known = desk.read(taken), steps()[-1].number
    if found > known:
        raise Mistake("db.newer", found=found, known=known)
    _refuse_older(desk, found, known)


def check_use(desk: Desk, found: int) -> None:
    """Raise `Mistake` db.newer, db.older or db.empty where this program can do nothing with a schema whose last step is `found`. A newer one may say that
    it can be used all the same, or only be read; see `Desk.heed_schema`.
    """
    known = steps()[-1].number
    if found <= known:
        _refuse_older(desk, found, known)
        return
    there = desk.read(outgrown, known)
    if there is not None and not there.reads:
        raise Mistake("db.newer", found=found, known=known)


def _refuse_older(desk: Desk, found: int, known: int) -> None:
    if not found:
        raise Mistake("db.empty", address=place_of(desk.url))
    if found < known:
        raise Mistake("db.older", found=found, known=known)


def upgrade(desk: Desk, *, until: int | None = None) -> list[Step]:
    """Take all steps that are missing, each in its own transaction, and return them. Raises `Mistake` db.newer. `until` is the last to take, for the
    schema of an older desk.

    An office gets its rights anew with the last step, in the same transaction. Two programs may start at once: each step looks again, inside its
    transaction and behind a lock, whether it is still missing. Windows and workers may be at work: a step waits for what they have begun, those who may
    go on writing after it do so, and all of them hear that the schema is another.
    """
    done = []
    before = desk.read(taken)
    for step in steps():
        if until is not None and step.number > until:
            break
        if _take_in_turn(desk, step, tell=before >= _SAYS_WHO_MAY):
            done.append(step)
    return done


def _take_in_turn(desk: Desk, step: Step, *, tell: bool) -> bool:
    """Take a step where it is missing, again where somebody was in its way; whether it was."""
    for pause in (*_AGAIN_AFTER, None):
        try:
            with desk.writing() as session, _behind_a_lock(session):
                return _take_if_missing(session, step, tell=tell)
        except Trouble as trouble:
            if trouble.code not in BUSY or pause is None:
                raise
            log.info("step %s: somebody is in the way, trying again in %s s", step.number, pause)
            time.sleep(pause)
    raise AssertionError


def _take_if_missing(session: Session, step: Step, *, tell: bool) -> bool:
    last = taken(session)
    if last > steps()[-1].number:
        raise Mistake("db.newer", found=last, known=steps()[-1].number)
    if last >= step.number:
        return False
    _take_with_rights(session, step)
    if tell:
        # Every window reads again what it knows of the desk, and with it whether it may still write.
        session.changed(Entity.SETTING, 0)
    return True


def _take_with_rights(session: Session, step: Step) -> None:
    """Take a step as whom the tables belong to; after the last of all the rights of an office are given anew."""
    # Loaded here: a window opens quicker on a desk whose schema is the one it knows.
    from deskbell.store.rights.apply import become_owner, renew

    groups = become_owner(session)
    if _shuts_out(session, step):
        # Whoever writes has looked at the steps in the same transaction (`store.outgrown`): they are waited for, and the next ones look afterwards.
        session.connection.execute(text("LOCK TABLE schema_step IN ACCESS EXCLUSIVE MODE"))
    _take(session, step)
    if groups is not None and step.number == steps()[-1].number:
        renew(session, groups)


@contextmanager
def _behind_a_lock(session: Session) -> Iterator[None]:
    """One migrator at a time, who may take as long as it takes. SQLite has but one writer anyway."""
    if session.engine_name == "sqlite":
        yield
        return
    from deskbell.store.postgresql import unhurried

    with unhurried(session.connection):
        # Another one is waited for, whatever its steps take; a table that somebody else uses is not.
        session.connection.execute(text("SET LOCAL lock_timeout = 0"))
        session.connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('deskbell schema'))"))
        session.connection.execute(text("SET LOCAL lock_timeout TO DEFAULT"))
        yield


def _shuts_out(session: Session, step: Step) -> bool:
    """Whether a program that writes until now must not after this step. SQLite has one writer at a time, who is through or has not begun."""
    if session.engine_name == "sqlite" or step.number <= _SAYS_WHO_MAY:
        return False
    before = func.max(func.coalesce(schema_step.c.oldest_writer, schema_step.c.number))
    return step.oldest_writer > (session.connection.execute(select(before)).scalar() or 0)


def _take(session: Session, step: Step) -> None:
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext

    context = MigrationContext.configure(session.connection)
    importlib.import_module(step.module).upgrade(Operations(context))
    record = {"number": step.number, "name": step.name, "at": session.now}
    if step.number >= _SAYS_WHO_MAY:
        record |= {"oldest_writer": step.oldest_writer, "oldest_reader": step.oldest_reader}
    session.connection.execute(insert(schema_step), record)
