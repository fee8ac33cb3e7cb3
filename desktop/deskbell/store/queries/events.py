"""What was done to a ticket besides writing: the slim lines between the messages."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, select

from deskbell.model.kinds import DEEDS_IN_THREAD, Deed
from deskbell.model.rows import EventRow
from deskbell.store.session import Session
from deskbell.store.tables import agent, deed, journal, mailbox, team
from deskbell.store.tables.base import EPOCH

# A rule that ran wild must not make a ticket slow to open.
MOST = 200
_AGENTS, _TEAMS, _MAILBOXES = (
    select(table.c.id, table.c.name).where(table.c.id.in_(bindparam("ids", expanding=True)))
    for table in (agent, team, mailbox)
)
# Kinds whose `before` and `after` are ids, and what asks for the names.
_NAMED_BY = {Deed.ASSIGNED: _AGENTS, Deed.TEAM: _TEAMS, Deed.MOVED: _MAILBOXES, Deed.ALSO_CAME: _MAILBOXES}

_EVENTS = (
    select(
        journal.c.id,
        journal.c.deed_id,
        journal.c.kind,
        journal.c.at,
        journal.c.before,
        journal.c.after,
        deed.c.undone_by,
        agent.c.name.label("agent"),
    )
    .select_from(journal.join(deed, deed.c.id == journal.c.deed_id).outerjoin(agent, agent.c.id == journal.c.agent_id))
    .where(
        journal.c.ticket_id == bindparam("ticket"),
        journal.c.at >= bindparam("since"),
        journal.c.kind.in_([kind.value for kind in DEEDS_IN_THREAD]),
    )
    .order_by(journal.c.at.desc(), journal.c.id.desc())
    .limit(MOST)
)


def of_ticket(session: Session, ticket_id: int, *, since: datetime | None = None) -> tuple[EventRow, ...]:
    """The newest events of a ticket, oldest first; `since` leaves out those before the messages that are shown."""
    found = session.connection.execute(_EVENTS, {"ticket": ticket_id, "since": since or EPOCH}).all()[::-1]
    names = {kind: _names(session, named, found, kind) for kind, named in _NAMED_BY.items()}
    return tuple(_event(row, names.get(Deed(row.kind), {})) for row in found)


def _names(
    session: Session, named: Select[int, str], found: Iterable[Row[*tuple[Any, ...]]], kind: Deed
) -> dict[str, str]:
    ids = {int(value) for row in found if row.kind == kind for value in (row.before, row.after) if value.isdigit()}
    if not ids:
        return {}
    return {str(row.id): row.name for row in session.connection.execute(named, {"ids": sorted(ids)})}


def _event(row: Row[*tuple[Any, ...]], names: dict[str, str]) -> EventRow:
    return EventRow(
        id=row.id,
        deed_id=row.deed_id,
        kind=Deed(row.kind),
        agent=row.agent or "",
        at=row.at,
        before=names.get(row.before, row.before),
        after=names.get(row.after, row.after),
        undone=row.undone_by is not None,
    )
