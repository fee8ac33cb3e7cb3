"""The journal of customers, which is only added to."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, select

from deskbell.model.commands import Command
from deskbell.model.customers import Fact
from deskbell.store.bulk import insert_rows
from deskbell.store.session import Session
from deskbell.store.tables import customer_journal

# A line before it is written: customer, what, before, after.
Line = tuple[int, Fact, str, str]


def lines_of(session: Session, deed_id: str) -> Sequence[Row[Any]]:
    """What the journal of customers has of a deed, in order."""
    of_it = select(customer_journal).where(customer_journal.c.deed_id == deed_id).order_by(customer_journal.c.id)
    return session.connection.execute(of_it).all()


def add_lines(session: Session, command: Command, lines: Iterable[Line]) -> None:
    """Write lines of a command that is recorded, or will be in this transaction."""
    common = {"deed_id": command.deed, "agent_id": command.agent_id, "at": session.now}
    insert_rows(
        session,
        customer_journal,
        [
            {**common, "customer_id": owner, "kind": fact.value, "before": before, "after": after}
            for owner, fact, before, after in lines
        ],
    )
