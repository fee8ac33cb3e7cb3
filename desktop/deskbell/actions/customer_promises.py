"""What is promised to customers of whom something else is known now: their open tickets may have another policy."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import select

from deskbell.actions import clocks
from deskbell.actions.deeds import add_lines
from deskbell.model.commands import Command
from deskbell.model.customers import Fact
from deskbell.model.kinds import Entity, Shelf
from deskbell.store.queries import policies
from deskbell.store.session import Session
from deskbell.store.tables import ticket

ASKED_FOR: Final = frozenset({Fact.VIP, Fact.ORGANISATION, Fact.LANGUAGE})
"""What policies may ask of a customer."""
_OPEN: Final = (int(Shelf.LIVE), int(Shelf.SNOOZED))


def follow_customers(session: Session, command: Command, ids: Collection[int]) -> None:
    """Bring the clocks of the open tickets of these customers to what is known of them now; under a command that is recorded. Nothing is looked for where no
    policy asks for it.
    """
    asked = [one.conditions for one in policies.rows(session) if one.active]
    if not any(one.vip or one.organisations or one.languages for one in asked):
        return
    theirs = select(ticket.c.id).where(ticket.c.customer_id.in_(ids), ticket.c.shelf.in_(_OPEN))
    numbers = session.connection.execute(theirs.order_by(ticket.c.id).with_for_update()).scalars().all()
    if not numbers:
        return
    add_lines(session, command, clocks.follow(session, numbers))
    for number in numbers:
        session.changed(Entity.TICKET, number, number)
