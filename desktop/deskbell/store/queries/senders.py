"""Whom the desk has blocked or trusts."""

from sqlalchemy import select

from deskbell.model.kinds import Listed
from deskbell.store.session import Session
from deskbell.store.tables import listed_sender

_ALL = select(listed_sender.c.pattern, listed_sender.c.listed).order_by(listed_sender.c.pattern)


def listed(session: Session) -> dict[Listed, tuple[str, ...]]:
    """The patterns of each list, in order."""
    rows = session.connection.execute(_ALL).all()
    return {which: tuple(row.pattern for row in rows if row.listed == which.value) for which in Listed}
