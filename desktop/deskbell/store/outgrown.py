"""Whether a newer program has changed the schema under this one, and what that leaves it.

Each step of the schema says which is the oldest program that may still write and that may still read after it (`migrations.Step`). A program is as
old as the last step that it knows.
"""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import bindparam, func, select

from deskbell.model.errors import Trouble
from deskbell.model.troubles import Outgrown
from deskbell.store import plain
from deskbell.store.session import Session
from deskbell.store.tables import schema_step
from deskbell.store.tables.base import from_milliseconds

_number, _writer, _reader = schema_step.c.number, schema_step.c.oldest_writer, schema_step.c.oldest_reader
_BEYOND = select(
    func.max(_number),
    # A step that does not say so is for nobody who does not know it.
    func.max(func.coalesce(_writer, _number)),
    func.max(func.coalesce(_reader, _number)),
    func.min(schema_step.c.at).filter(func.coalesce(_writer, _number) > bindparam("known")),
).where(_number > bindparam("known"))


def outgrown(session: Session, known: int | None = None) -> Outgrown | None:
    """What the schema leaves to a program that knows it up to the step `known` (None: this session's); None where it is the one that it knows, or
    one that it may write to all the same."""
    return ask_outgrown(session, known)()


def ask_outgrown(session: Session, known: int | None = None) -> Callable[[], Outgrown | None]:
    """The same, together with what is asked next."""
    if known is None and (known := session.known) is None:
        return lambda: None
    answer = plain.ask(session.connection, _BEYOND, {"known": known})
    return lambda: _read(answer(), known)


def _read(answer: Sequence[Sequence[Any]], known: int) -> Outgrown | None:
    ((found, writer, reader, since),) = answer
    if found is None or writer <= known:
        return None
    return Outgrown(from_milliseconds(since), found, known, reads=reader <= known)


def refuse_writer(session: Session) -> None:
    """Have this transaction raise `Trouble` db.outgrown where this program may not write any more, db.newer where it may not even read.

    First in a transaction that writes: on PostgreSQL the look at the steps goes with whatever is sent next, before the answer to which it is heard, and
    keeps a step that shuts somebody out waiting until the transaction has ended (`migrations.upgrade`); SQLite has one writer at a time.
    """
    _refuse(session, reads=False)


def refuse_reader(session: Session) -> None:
    """Have what is asked next raise `Trouble` db.newer where this program may not read any more: it may take for something what is something else by
    now. On PostgreSQL that goes with what is asked next."""
    _refuse(session, reads=True)


def _refuse(session: Session, *, reads: bool) -> None:
    known = session.known
    if known is None:
        return

    def heed(answer: Sequence[Sequence[Any]]) -> None:
        there = _read(answer, known)
        if there is not None and not (reads and there.reads):
            code = "db.outgrown" if there.reads else "db.newer"
            raise Trouble(code, found=there.found, known=there.known)

    plain.ask(session.connection, _BEYOND, {"known": known}, heed)
