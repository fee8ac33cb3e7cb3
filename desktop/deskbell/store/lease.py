"""Leases: of many workers exactly one does a thing at a time, on the database's clock.

Each new holder gets a larger token. Whoever writes under a lease calls `check` in the same transaction: an old holder that was stopped,
or asleep, and does not know yet that another has taken over is turned away before it has written anything.
"""

import os
import socket
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import bindparam, case, select, update

from deskbell.model.errors import Conflict
from deskbell.store import plain
from deskbell.store.session import Session
from deskbell.store.tables import lease
from deskbell.store.tables.base import to_milliseconds
from deskbell.store.upsert import insert_into

# The lease of the worker as a whole.
WORKER = "worker"
# The lease of a worker that runs as a service: while somebody has it, the workers beside windows leave the work to it.
SERVICE = "service"

_HELD = select(lease.c.holder, lease.c.expires_at).where(lease.c.name == bindparam("lease")).with_for_update()
_UNTIL = select(lease.c.expires_at).where(lease.c.name == bindparam("lease"))
_TOKEN = select(lease.c.token).where(lease.c.name == bindparam("lease")).with_for_update()


def this_process() -> str:
    """A name for this process among the holders of leases, which no other has or had."""
    return f"{socket.gethostname()}/{os.getpid()}/{uuid4().hex[:8]}"


def take(session: Session, name: str, holder: str, seconds: float) -> int | None:
    """Take or renew the lease `name` for `seconds`, and return its fencing token; None where another holds it.

    `holder` must name this one process (host, process id and start). A holder that renews keeps its token, also when the lease had run
    out and nobody else was there. Needs a write transaction.
    """
    until = session.now + timedelta(seconds=seconds)
    fresh = insert_into(session, lease).values(name=name, holder=holder, token=1, expires_at=until)
    mine = lease.c.holder == fresh.excluded.holder
    taken = fresh.on_conflict_do_update(
        index_elements=[lease.c.name],
        set_={
            "holder": fresh.excluded.holder,
            "token": case((mine, lease.c.token), else_=lease.c.token + 1),
            "expires_at": fresh.excluded.expires_at,
        },
        where=mine | (lease.c.expires_at <= session.now),
    ).returning(lease.c.token)
    token: int | None = session.connection.execute(taken).scalar()
    return token


def renew(session: Session, name: str, holder: str, token: int, seconds: float) -> bool:
    """Have the lease `name`, taken with `token`, for `seconds` from now; False where it was lost or given back. Never takes it anew."""
    ours = (lease.c.name == name) & (lease.c.holder == holder) & (lease.c.token == token)
    until = session.now + timedelta(seconds=seconds)
    return session.connection.execute(update(lease).where(ours).values(expires_at=until)).rowcount == 1


def is_held(session: Session, name: str) -> bool:
    """Whether somebody has the lease `name` now."""
    return any(
        until > to_milliseconds(session.now) for (until,) in plain.rows(session.connection, _UNTIL, {"lease": name})
    )


def check(session: Session, name: str, token: int) -> None:
    """Raise `Conflict` lease.lost where the lease `name` has another token by now. Nobody takes it over before this transaction has ended."""
    if plain.rows(session.connection, _TOKEN, {"lease": name}) != [(token,)]:
        raise Conflict("lease.lost", name=name)


def nobody_else(session: Session, name: str, holder: str) -> bool:
    """Whether no other holder has the lease `name`; nobody takes it before this transaction has ended. False where it was never taken: there is
    nothing yet that would keep two of these transactions apart."""
    held = plain.rows(session.connection, _HELD, {"lease": name})
    return any(one == holder or until <= to_milliseconds(session.now) for one, until in held)


def release(session: Session, name: str, token: int) -> None:
    """Give the lease back, so that the next one need not wait; nothing happens where it is lost already."""
    session.connection.execute(
        update(lease).where(lease.c.name == name, lease.c.token == token).values(holder="", expires_at=session.now)
    )


def give_up(session: Session, name: str, holder: str) -> None:
    """Give the lease back, with whichever token `holder` has it; nothing happens where it has not."""
    session.connection.execute(
        update(lease).where(lease.c.name == name, lease.c.holder == holder).values(holder="", expires_at=session.now)
    )


def release_of_dead(session: Session, runs: Callable[[int], bool]) -> int:
    """Give back the leases of processes of this computer that are not there any more, as `runs` says of a process id; how many those were.

    Whoever is killed gives nothing back, and mail would wait until its leases run out. One that lives after all, in a container of the same
    name, loses its lease and is turned away by its old token.
    """
    here = f"{socket.gethostname()}/"
    held = session.connection.execute(
        select(lease.c.name, lease.c.token, lease.c.holder).where(
            lease.c.holder.startswith(here, autoescape=True), lease.c.expires_at > session.now
        )
    ).all()
    dead = [row for row in held if not runs(int(row.holder.removeprefix(here).partition("/")[0]))]
    for row in dead:
        release(session, row.name, row.token)
    return len(dead)
