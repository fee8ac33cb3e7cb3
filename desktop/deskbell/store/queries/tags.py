"""The desk's tags: by all names that lead to them, and how much each is used."""

from datetime import timedelta
from typing import Final

from sqlalchemy import ColumnElement, Integer, bindparam, case, func, literal_column, select

from deskbell.model.kinds import Shelf
from deskbell.model.tag_use import TagUse
from deskbell.rules.folding import fold
from deskbell.store import plain
from deskbell.store.session import Session
from deskbell.store.tables import tag, tag_count, ticket_tag
from deskbell.store.tables.base import to_milliseconds

MOST_COUNTED: Final = 1_000
"""So many recent tickets of a tag are counted; there may be more."""

RECENT: Final = timedelta(days=30)
"""For so long a ticket counts as one of late after somebody was last active on it."""

_OPEN = (Shelf.LIVE, Shelf.SNOOZED)
_KEPT = (*_OPEN, Shelf.DONE)
_LED = tag.alias("led")
_NAMES = select(func.coalesce(tag.c.merged_into, tag.c.id), tag.c.name)
_LEADS = select(tag.c.name, _LED.c.name).join(_LED, _LED.c.id == tag.c.merged_into)


def _number(value: int) -> ColumnElement[int]:
    return literal_column(str(value), Integer)


def _recent(shelf: Shelf) -> ColumnElement[int]:
    """One run along the index, which ends where enough are counted."""
    some = (
        select(_number(1))
        .where(
            ticket_tag.c.tag_id == tag.c.id,
            ticket_tag.c.shelf == _number(shelf),
            ticket_tag.c.activity_at >= bindparam("since"),
        )
        .limit(_number(MOST_COUNTED + 1))
        .correlate(tag)
        .subquery()
    )
    return select(func.count()).select_from(some).scalar_subquery()


def _on(shelves: tuple[Shelf, ...]) -> ColumnElement[int]:
    return func.coalesce(
        func.sum(case((tag_count.c.shelf.in_([_number(shelf) for shelf in shelves]), tag_count.c.n))), 0
    )


# The counters know how many there are in all; only how many were active of late is counted.
_COUNTS = (
    select(tag_count.c.tag_id, _on(_OPEN).label("open"), _on(_KEPT).label("kept"), _on(tuple(Shelf)).label("all"))
    .group_by(tag_count.c.tag_id)
    .subquery()
)
_USES = (
    select(
        tag.c.id,
        func.coalesce(_COUNTS.c.open, 0),
        func.coalesce(_COUNTS.c.kept, 0),
        func.coalesce(_COUNTS.c.all, 0),
        _recent(Shelf.LIVE) + _recent(Shelf.SNOOZED) + _recent(Shelf.DONE),
    )
    .select_from(tag.outerjoin(_COUNTS, _COUNTS.c.tag_id == tag.c.id))
    .where(tag.c.merged_into.is_(None))
)


def names(session: Session) -> list[tuple[int, tuple[str, ...]]]:
    """The tags (ids), each with its name and those that lead to it."""
    found: dict[int, list[str]] = {}
    for tag_id, name in plain.rows(session.connection, _NAMES, {}):
        found.setdefault(tag_id, []).append(name)
    return [(tag_id, tuple(called)) for tag_id, called in found.items()]


def beginning_with(session: Session, begins: str) -> set[int]:
    """The tags (ids) that have a word in their name, or in one that leads to them, that begins so (`rules.folding`)."""
    return {
        tag_id
        for tag_id, called in names(session)
        if any(word.startswith(begins) for name in called for word in fold(name).split())
    }


def leads(session: Session) -> dict[str, str]:
    """Names that tags had before, with what those tags are called now."""
    return dict(plain.rows(session.connection, _LEADS, {}))


def uses(session: Session) -> dict[int, TagUse]:
    """How many tickets have each tag (by its id). What it costs follows from how many tags there are, not from how many tickets."""
    since = to_milliseconds(session.now - RECENT)
    return {
        tag_id: TagUse(int(open_), int(kept), min(recent, MOST_COUNTED), recent > MOST_COUNTED, int(everywhere))
        for tag_id, open_, kept, everywhere, recent in plain.rows(session.connection, _USES, {"since": since})
    }
