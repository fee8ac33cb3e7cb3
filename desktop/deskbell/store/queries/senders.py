"""Whom the desk has blocked or trusts."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select

from deskbell.model.kinds import Listed
from deskbell.store import plain
from deskbell.store.session import Session
from deskbell.store.tables import listed_sender

_SOME = select(listed_sender.c.pattern, listed_sender.c.listed).where(
    listed_sender.c.pattern.in_(bindparam("patterns", expanding=True))
)
_ALL = select(listed_sender.c.pattern, listed_sender.c.listed).order_by(listed_sender.c.pattern)


def of_patterns(session: Session, patterns: Sequence[str]) -> dict[str, Listed]:
    """What is decided about these patterns; those of which nothing is are left out."""
    found = plain.rows(session.connection, _SOME, {"patterns": sorted(patterns)})
    return {pattern: Listed(which) for pattern, which in found}


def listed(session: Session) -> dict[Listed, tuple[str, ...]]:
    """The patterns of each list, in order."""
    rows = session.connection.execute(_ALL).all()
    return {which: tuple(row.pattern for row in rows if row.listed == which.value) for which in Listed}
