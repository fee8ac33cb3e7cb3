"""Tickets that have lain in Spam or Trash for so long that the desk erases them by itself."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Select, and_, exists, func, or_, select

from deskbell.model.kinds import Shelf
from deskbell.model.settings import Settings
from deskbell.store.queries import settings
from deskbell.store.queries.erasable import unsent
from deskbell.store.session import Session
from deskbell.store.tables import journal, ticket

KEYS: Final[Mapping[Shelf, str]] = {Shelf.SPAM: "erase.spam_days", Shelf.TRASH: "erase.trash_days"}
"""The settings that say after how many days; 0 is never."""
MOST_COUNTED: Final = 10_000
"""So many are counted; there may be more."""

# A place in the order in which they go: when somebody was last active on a ticket, and its number.
Place = tuple[datetime, int]


def days(session: Session) -> Mapping[Shelf, int]:
    """After how many days tickets go, of the places where they do."""
    kept: Settings = settings.read(session, 0)
    return {shelf: kept.number(key) for shelf, key in KEYS.items() if kept.number(key)}


def page(
    session: Session, shelf: Shelf, after_days: int, limit: int, behind: Place | None = None
) -> tuple[Sequence[int], Place | None]:
    """The next tickets to go, at most so many, with the place of the last; those whose mail has not left yet are left out, so there may be more behind an
    empty page. No place where there is nothing more.
    """
    rows = _of(session, shelf, after_days)
    if behind is not None:
        at, number = behind
        rows = rows.where(or_(ticket.c.activity_at > at, and_(ticket.c.activity_at == at, ticket.c.id > number)))
    found = session.connection.execute(rows.order_by(ticket.c.activity_at, ticket.c.id).limit(limit)).all()
    numbers = [row.id for row in found]
    waiting = set(unsent(session, numbers)) if numbers else set()
    return [one for one in numbers if one not in waiting], (found[-1].activity_at, found[-1].id) if found else None


def still(session: Session, shelf: Shelf, numbers: Sequence[int]) -> list[int]:
    """Those of these tickets that are to go as the settings are now; nobody changes them until this transaction has ended."""
    after_days = days(session).get(shelf, 0)
    if not after_days:
        return []
    there_now = _of(session, shelf, after_days).where(ticket.c.id.in_(numbers)).order_by(ticket.c.id)
    found = session.connection.execute(there_now.with_for_update(of=ticket))
    there = {row.id for row in found}
    waiting = set(unsent(session, list(there)))
    return [one for one in numbers if one in there and one not in waiting]


def count(session: Session, shelf: Shelf, after_days: int) -> int:
    """How many would go now; `MOST_COUNTED` and one where there are more."""
    some = _of(session, shelf, after_days).limit(MOST_COUNTED + 1).subquery()
    return session.connection.execute(select(func.count()).select_from(some)).scalar_one()


def _of(session: Session, shelf: Shelf, after_days: int) -> Select[tuple[int, datetime]]:
    before = session.now - timedelta(days=after_days)
    since = exists().where(journal.c.ticket_id == ticket.c.id, journal.c.at > before)
    return select(ticket.c.id, ticket.c.activity_at).where(
        ticket.c.shelf == int(shelf), ticket.c.activity_at <= before, ~since
    )
