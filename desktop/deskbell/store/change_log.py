"""Upkeep of the change log."""

from datetime import datetime

from sqlalchemy import delete, func, select, true

from deskbell.store.queries.changes import TRIMMED
from deskbell.store.session import Session
from deskbell.store.tables import change, meta
from deskbell.store.upsert import insert_into


def trim(session: Session, before: datetime) -> int:
    """Cut all changes older than `before`, note how far, and return how many they were. Needs a write transaction."""
    # From the oldest on, up to the first one that is kept: that is what goes, and an index over times would be written with each change.
    first = select(change.c.id).where(change.c.at >= before).order_by(change.c.id).limit(1)
    kept = session.connection.execute(first).scalar()
    last = session.connection.execute(
        select(func.max(change.c.id)).where(change.c.id < kept if kept else true())
    ).scalar()
    if last is None:
        return 0
    cut = session.connection.execute(delete(change).where(change.c.id <= last)).rowcount
    note = insert_into(session, meta).values(key=TRIMMED, value=str(last))
    session.connection.execute(
        note.on_conflict_do_update(index_elements=[meta.c.key], set_={"value": note.excluded.value})
    )
    return cut
