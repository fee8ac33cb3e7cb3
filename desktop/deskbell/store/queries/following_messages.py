"""A message and what came after it on its ticket."""

from sqlalchemy import and_, or_, select

from deskbell.store.session import Session
from deskbell.store.tables import message


def from_here(session: Session, ticket_id: int, message_id: int) -> tuple[int, ...]:
    """The messages (ids) of the ticket from this one on, notes among them, in order; none where it is not there any more."""
    this = select(message.c.at, message.c.id).where(message.c.id == message_id, message.c.ticket_id == ticket_id)
    found = session.connection.execute(this).first()
    if found is None:
        return ()
    later = or_(message.c.at > found.at, and_(message.c.at == found.at, message.c.id >= found.id))
    asked = select(message.c.id).where(message.c.ticket_id == ticket_id, later).order_by(message.c.at, message.c.id)
    return tuple(session.connection.execute(asked).scalars())
