"""Saying of two tickets that look alike that they are not the same."""

from sqlalchemy import delete

from deskbell.actions.deeds import record
from deskbell.actions.properties import load
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Deed
from deskbell.model.linking import TellApart
from deskbell.store.session import Session
from deskbell.store.tables import not_same
from deskbell.store.upsert import insert_into


def tell_apart(session: Session, command: TellApart) -> None:
    """Remember that two tickets are not the same, or no longer. Raises `Mistake` ticket.missing and link.same."""
    one, other = sorted((command.ticket_id, command.other_id))
    if one == other:
        raise Mistake("link.same", number=one)
    load(session, (one, other))
    if command.apart:
        row = insert_into(session, not_same).values(ticket_id=one, other_id=other, at=session.now)
        session.connection.execute(row.on_conflict_do_nothing())
    else:
        gone = delete(not_same).where(not_same.c.ticket_id == one, not_same.c.other_id == other)
        session.connection.execute(gone)
    # Nothing of the tickets themselves has changed, so their journals say nothing.
    record(session, command, Deed.LINKED, [])
