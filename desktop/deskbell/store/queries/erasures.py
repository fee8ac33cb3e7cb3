"""What is kept of erasures."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import msgspec
from sqlalchemy import Row, select

from deskbell.model.erasing import Counts, Erasure
from deskbell.model.errors import Mistake
from deskbell.store.session import Session
from deskbell.store.tables import agent, erasure

_ERASURE = select(erasure.c.id, erasure.c.at, erasure.c.counts, agent.c.name).outerjoin(
    agent, agent.c.id == erasure.c.agent_id
)


def one(session: Session, erasure_id: int) -> Erasure:
    """What is kept of one of them. Raises `Mistake` customer.missing where there is none."""
    row = session.connection.execute(_ERASURE.where(erasure.c.id == erasure_id)).first()
    if row is None:
        raise Mistake("customer.missing")
    return _read(row)


def newest(session: Session, limit: int) -> tuple[Erasure, ...]:
    """The newest of them."""
    rows = session.connection.execute(_ERASURE.order_by(erasure.c.id.desc()).limit(limit))
    return tuple(_summed(list(of_one)) for _, of_one in groupby(rows, _run))


def _run(row: Row[*tuple[Any, ...]]) -> object:
    """What tickets that were erased together have in common, which is done in several steps."""
    return row.counts.get("run") or row.id


def _summed(rows: Sequence[Row[*tuple[Any, ...]]]) -> Erasure:
    read = [_read(row) for row in rows]
    if len(read) == 1:
        return read[0]
    counts = Counts(
        tickets=sum(one.counts.tickets for one in read),
        messages=sum(one.counts.messages for one in read),
        files=sum(one.counts.files for one in read),
        people=0,
    )
    mailboxes = sorted({name for one in read for name in one.mailboxes})
    return Erasure(read[0].at, read[0].agent, counts, sum(one.contents for one in read), tuple(mailboxes))


def _read(row: Row[*tuple[Any, ...]]) -> Erasure:
    told = dict(row.counts)
    told.pop("run", "")
    contents, mailboxes = told.pop("contents"), tuple(told.pop("mailboxes"))
    return Erasure(row.at, row.name or "", msgspec.convert(told, Counts), contents, mailboxes)
