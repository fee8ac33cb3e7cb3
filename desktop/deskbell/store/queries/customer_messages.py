"""All that was written on a customer's tickets, newest first, a page at a time."""

from datetime import datetime

from msgspec import Struct
from sqlalchemy import func, literal, select, tuple_

from deskbell.model.kinds import MessageKind
from deskbell.store.session import Session
from deskbell.store.tables import message, ticket
from deskbell.store.tables.base import Id, Moment

AT_ONCE = 50
"""Messages of a page."""

# Of so many characters the first words are taken.
_BEGINNING = 400
_WORDS = 160
_KEYS = (
    select(message.c.id)
    .select_from(ticket)
    .join(message, message.c.ticket_id == ticket.c.id)
    .order_by(message.c.at.desc(), message.c.id.desc())
)
_LINES = select(
    message.c.id,
    message.c.ticket_id,
    ticket.c.subject,
    message.c.kind,
    message.c.from_name,
    message.c.from_email,
    message.c.at,
    func.substr(func.coalesce(message.c.visible, message.c.text), 1, _BEGINNING).label("beginning"),
).join(ticket, ticket.c.id == message.c.ticket_id)


class MessageLine(Struct, frozen=True):
    """One message: of which ticket, who wrote it when (UTC), and its first words in one line."""

    id: int
    ticket_id: int
    subject: str
    kind: MessageKind
    who: str
    at: datetime
    words: str


def page(session: Session, customer_id: int, after: MessageLine | None = None) -> tuple[MessageLine, ...]:
    """The newest messages of all tickets of the customer, or those that come next after one: fewer than `AT_ONCE` where there are no more.

    Their tickets and these tickets' messages are found along indexes: what is read grows with what was written on their tickets, of which only the page
    itself is looked into.
    """
    keys = _KEYS.where(ticket.c.customer_id == customer_id).limit(AT_ONCE)
    if after is not None:
        there = tuple_(literal(after.at, Moment), literal(after.id, Id))
        keys = keys.where(tuple_(message.c.at, message.c.id) < there)
    ids = session.connection.execute(keys).scalars().all()
    rows = {row.id: row for row in session.connection.execute(_LINES.where(message.c.id.in_(ids)))}
    # Who may not see one by now has it no more.
    return tuple(
        MessageLine(
            row.id,
            row.ticket_id,
            row.subject,
            MessageKind(row.kind),
            row.from_name or row.from_email,
            row.at,
            " ".join(row.beginning.split())[:_WORDS],
        )
        for row in (rows[one] for one in ids if one in rows)
    )
