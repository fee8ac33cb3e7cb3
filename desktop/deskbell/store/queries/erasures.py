"""What is kept of erasures."""

from typing import Any

import msgspec
from sqlalchemy import Row, select

from deskbell.model.erasing import Counts, Erasure
from deskbell.model.errors import Mistake
from deskbell.store.session import Session
from deskbell.store.tables import agent, erasure

_ERASURE = select(erasure.c.at, erasure.c.counts, agent.c.name).outerjoin(agent, agent.c.id == erasure.c.agent_id)


def one(session: Session, erasure_id: int) -> Erasure:
    """What is kept of one of them. Raises `Mistake` customer.missing where there is none."""
    row = session.connection.execute(_ERASURE.where(erasure.c.id == erasure_id)).first()
    if row is None:
        raise Mistake("customer.missing")
    return _read(row)


def newest(session: Session, limit: int) -> tuple[Erasure, ...]:
    """The newest of them."""
    rows = session.connection.execute(_ERASURE.order_by(erasure.c.id.desc()).limit(limit))
    return tuple(map(_read, rows))


def _read(row: Row[*tuple[Any, ...]]) -> Erasure:
    told = dict(row.counts)
    contents, mailboxes = told.pop("contents"), tuple(told.pop("mailboxes"))
    return Erasure(row.at, row.name or "", msgspec.convert(told, Counts), contents, mailboxes)
