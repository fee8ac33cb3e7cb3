"""Tickets that may be erased for good: those in Spam and in Trash."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import ColumnElement, literal_column, select

from deskbell.model.erasing import TicketsPlan
from deskbell.model.kinds import Shelf
from deskbell.store.bulk import in_parts
from deskbell.store.session import Session
from deskbell.store.tables import message, outbox, ticket

AWAY: Final = frozenset({Shelf.SPAM, Shelf.TRASH})
"""Where they lie."""
# Written out, so that the index of those is taken.
_UNSENT: Final[ColumnElement[bool]] = literal_column("outbox.state IN ('waiting', 'sending')")


def of_tickets(session: Session, numbers: Sequence[int]) -> TicketsPlan:
    """What erasing these tickets would take; one that is no more is left out."""
    of_it = select(ticket.c.id, ticket.c.shelf, ticket.c.messages, ticket.c.attachments)
    rows = [
        row
        for part in in_parts(numbers)
        for row in session.connection.execute(of_it.where(ticket.c.id.in_(part)).order_by(ticket.c.id))
    ]
    away = [row for row in rows if row.shelf in AWAY]
    waiting = unsent(session, [row.id for row in away])
    going = [row for row in away if row.id not in waiting]
    return TicketsPlan(
        tickets=tuple(row.id for row in going),
        messages=sum(row.messages for row in going),
        files=sum(row.attachments for row in going),
        waiting=tuple(waiting),
        elsewhere=len(rows) - len(away),
    )


def of_shelf(session: Session, shelf: Shelf) -> TicketsPlan:
    """What erasing all that lies in Spam, or in Trash, would take."""
    there = select(ticket.c.id).where(ticket.c.shelf == int(shelf))
    return of_tickets(session, list(session.connection.execute(there).scalars()))


def unsent(session: Session, numbers: Sequence[int]) -> list[int]:
    """Those of these tickets that have a mail which has not left yet."""
    waits = select(message.c.ticket_id).distinct().join(outbox, outbox.c.message_id == message.c.id).where(_UNSENT)
    return sorted(set(session.connection.execute(waits).scalars()) & set(numbers))
