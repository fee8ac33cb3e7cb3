"""The tickets with the most messages: for measuring, as it looks at all tickets there are."""

from sqlalchemy import select

from deskbell.store.session import Session
from deskbell.store.tables import ticket


def longest(session: Session, many: int) -> list[int]:
    """So many of them, by number, the longest first."""
    most = select(ticket.c.id).order_by(ticket.c.messages.desc(), ticket.c.id).limit(many)
    return list(session.connection.execute(most).scalars())
