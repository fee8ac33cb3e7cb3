"""The change log: what was written since a screen looked last."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from deskbell.model.changes import Change, Changes
from deskbell.model.kinds import Entity
from deskbell.store.session import Session
from deskbell.store.tables import change, meta

# With more changes than this it is cheaper to read everything again.
MOST = 5_000
# A transaction that takes longer than this from its first look at the clock to its commit, or while which more changes than this are
# written by others, is not foreseen.
LATE = timedelta(seconds=60)
OVERLAP = 10_000
# The key of `meta` that says up to which id the log was cut.
TRIMMED = "change_trimmed"

_SINCE = (
    select(change.c.id, change.c.entity, change.c.row_id, change.c.ticket_id)
    .where(change.c.id > bindparam("last"))
    .order_by(change.c.id)
    .limit(MOST + 1)
)
_LATE = (
    select(change.c.id, change.c.entity, change.c.row_id, change.c.ticket_id)
    .where(change.c.id.between(bindparam("last") - OVERLAP, bindparam("last")), change.c.at >= bindparam("since"))
    .order_by(change.c.id)
)
_LATEST = select(func.max(change.c.id))
_TRIMMED = select(meta.c.value).where(meta.c.key == TRIMMED)


def since(session: Session, last_id: int) -> Changes:
    """All changes after `last_id` in order; `lost` where some of them were cut off or there are more than `MOST`."""
    if last_id < trimmed(session):
        return Changes((), lost=True)
    found = session.connection.execute(_SINCE, {"last": last_id}).all()
    if len(found) > MOST:
        return Changes((), lost=True)
    return Changes(tuple(map(_change, found)))


def late(session: Session, last_id: int) -> list[Change]:
    """Young changes up to `last_id`. On PostgreSQL an id is handed out before the commit, so one that was not there before may be among them."""
    values = {"last": last_id, "since": session.now - LATE}
    return [_change(row) for row in session.connection.execute(_LATE, values)]


def latest(session: Session) -> int:
    """The id of the last change, 0 where there never was one; the place to go on from after everything was read."""
    return max(session.connection.execute(_LATEST).scalar() or 0, trimmed(session))


def trimmed(session: Session) -> int:
    """The last id that was cut from the log by `store.change_log.trim`, 0 where it is whole."""
    return int(session.connection.execute(_TRIMMED).scalar() or 0)


def _change(row: Row[*tuple[Any, ...]]) -> Change:
    return Change(row.id, Entity(row.entity), row.row_id, row.ticket_id)
