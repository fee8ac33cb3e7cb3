"""The change log: what was written since a screen looked last."""

from collections.abc import Collection, Iterable

from sqlalchemy import bindparam, func, literal_column, select, union_all

from deskbell.model.changes import Change, Changes
from deskbell.model.kinds import Entity
from deskbell.store import plain
from deskbell.store.session import Session
from deskbell.store.tables import change, meta

# With more changes than this it is cheaper to read everything again.
MOST = 5_000
# Of this many ids before the newest one those are asked for again that were handed out and are not there yet.
OVERLAP = 10_000
# The key of `meta` that says up to which id the log was cut.
TRIMMED = "change_trimmed"

_TRIMMED = select(meta.c.value).where(meta.c.key == TRIMMED)
# With up to where the log was cut, in a row of its own: in two statements what is cut off in between would pass for what there is.
_AFTER = (
    select(change.c.id, change.c.entity, change.c.row_id, change.c.ticket_id)
    .where(change.c.id > bindparam("last"))
    .order_by(change.c.id)
    .limit(MOST + 1)
    .subquery()
)
_SINCE = union_all(
    select(_AFTER),
    select(literal_column("0"), meta.c.value, literal_column("0"), literal_column("0")).where(meta.c.key == TRIMMED),
)
_OF_IDS = (
    select(change.c.id, change.c.entity, change.c.row_id, change.c.ticket_id)
    .where(change.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(change.c.id)
)
_NEIGHBOURS = (
    select(change.c.id.label("last"), func.lag(change.c.id).over(order_by=change.c.id).label("first"))
    .where(change.c.id.between(bindparam("last") - OVERLAP, bindparam("last")))
    .subquery()
)
_HOLES = select(_NEIGHBOURS).where(_NEIGHBOURS.c.last - _NEIGHBOURS.c.first > 1)
_LATEST = select(func.max(change.c.id))


def since(session: Session, last_id: int) -> Changes:
    """All changes after `last_id` in order; `lost` where some of them were cut off or there are more than `MOST`."""
    found = plain.rows(session.connection, _SINCE, {"last": last_id})
    cut = next((int(value) for number, value, *_ in found if not number), 0)
    rows = sorted(row for row in found if row[0])
    if len(rows) > MOST or last_id < cut:
        return Changes((), lost=True)
    return Changes(tuple(_change(*row) for row in rows))


def told(nudges: Iterable[str]) -> tuple[Change, ...]:
    """The changes that nudges speak of (`Session.flush_changes`), in order; none where one of them does not say what it is about."""
    try:
        rows = [row.split(" ") for nudge in nudges for row in nudge.split(",")]
        return tuple(
            _change(int(number), entity, int(row_id), int(ticket_id))
            for number, entity, row_id, ticket_id in sorted(rows, key=lambda row: int(row[0]))
        )
    except ValueError:
        return ()


def of_ids(session: Session, ids: Collection[int]) -> tuple[Change, ...]:
    """Those of these changes that are there."""
    return tuple(_change(*row) for row in session.connection.execute(_OF_IDS, {"ids": list(ids)}))


def holes(session: Session, last_id: int) -> tuple[int, ...]:
    """The ids of the last `OVERLAP` up to `last_id` that are not there: rolled back, or (PostgreSQL hands ids out before the commit) not yet there."""
    found = session.connection.execute(_HOLES, {"last": last_id})
    return tuple(hole for row in found for hole in range(row.first + 1, row.last))


def latest(session: Session) -> int:
    """The id of the last change, 0 where there never was one; the place to go on from after everything was read."""
    return max(session.connection.execute(_LATEST).scalar() or 0, trimmed(session))


def trimmed(session: Session) -> int:
    """The last id that was cut from the log by `store.change_log.trim`, 0 where it is whole."""
    return next((int(value) for (value,) in plain.rows(session.connection, _TRIMMED, {})), 0)


def _change(number: int, entity: str, row_id: int, ticket_id: int) -> Change:
    return Change(number, Entity(entity), row_id, ticket_id)
