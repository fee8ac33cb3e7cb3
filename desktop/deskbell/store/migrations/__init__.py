"""The steps that make and change the schema, and the one function that takes them.

Each step is a module `mNNNN_name` with `upgrade(op)`; a step that has been released is never edited. SQLite and PostgreSQL both roll back
DDL, so a step and the record that it was taken are one transaction.
"""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import insert, inspect, select, text

from deskbell.model.errors import Mistake, Trouble
from deskbell.store.desk import Desk
from deskbell.store.session import Session
from deskbell.store.tables import schema_step
from deskbell.store.trouble import place_of

_NAME = re.compile(r"m(\d{4})_(\w+)")


@dataclass(frozen=True, slots=True)
class Step:
    """One migration: its number, its name, and the module it lies in."""

    number: int
    name: str
    module: str


def steps() -> list[Step]:
    """All steps that this program knows, in order."""
    found = []
    for module in pkgutil.iter_modules(__path__):
        match = _NAME.fullmatch(module.name)
        if match:
            found.append(Step(int(match[1]), match[2], f"{__name__}.{module.name}"))
    return sorted(found, key=lambda step: step.number)


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
    found = desk.read(taken)
    known = steps()[-1].number
    if not found:
        raise Mistake("db.empty", address=place_of(desk.url))
    if found > known:
        raise Mistake("db.newer", found=found, known=known)
    if found < known:
        raise Mistake("db.older", found=found, known=known)


def upgrade(desk: Desk, *, until: int | None = None) -> list[Step]:
    """Take all steps that are missing, each in its own transaction, and return them. Raises `Mistake` db.newer. `until` is the last to take, for the
    schema of an older desk.

    An office gets its rights anew with the last step, in the same transaction. Two programs may start at once: each step looks again, inside its transaction and behind a lock, whether it is still missing.
    """
    done = []
    for step in steps():
        if until is not None and step.number > until:
            break
        with desk.writing() as session, _behind_a_lock(session):
            last = taken(session)
            if last > steps()[-1].number:
                raise Mistake("db.newer", found=last, known=steps()[-1].number)
            if last >= step.number:
                continue
            _take_with_rights(session, step)
            done.append(step)
    return done


def _take_with_rights(session: Session, step: Step) -> None:
    """Take a step as whom the tables belong to; after the last of all the rights of an office are given anew."""
    # Loaded here: a window opens quicker on a desk whose schema is the one it knows.
    from deskbell.store.rights.apply import apply, become_owner

    groups = become_owner(session)
    _take(session, step)
    if groups is not None and step.number == steps()[-1].number:
        apply(session, groups)


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


def _take(session: Session, step: Step) -> None:
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext

    context = MigrationContext.configure(session.connection)
    importlib.import_module(step.module).upgrade(Operations(context))
    session.connection.execute(insert(schema_step), {"number": step.number, "name": step.name, "at": session.now})
