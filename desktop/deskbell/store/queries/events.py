"""What was done to a ticket besides writing: the slim lines between the messages."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec.structs import replace
from sqlalchemy import Row, Select, bindparam, func, select

from deskbell.model.fields import CustomField
from deskbell.model.kinds import DEEDS_IN_THREAD, Deed
from deskbell.model.rows import EventRow
from deskbell.rules.fields import from_journal
from deskbell.store import plain
from deskbell.store.queries.fields import ask_some as ask_fields
from deskbell.store.session import Session
from deskbell.store.tables import agent, deed, journal, mailbox, team

# A rule that ran wild must not make a ticket slow to open.
MOST = 200
_AGENTS, _TEAMS, _MAILBOXES = (
    select(table.c.id, table.c.name).where(table.c.id.in_(bindparam("ids", expanding=True)))
    for table in (agent, team, mailbox)
)
# Kinds whose `before` and `after` are ids, and what asks for the names.
_NAMED_BY = {
    Deed.ASSIGNED: _AGENTS,
    Deed.FOLLOWED: _AGENTS,
    Deed.TEAM: _TEAMS,
    Deed.UNATTENDED: _TEAMS,
    Deed.MOVED: _MAILBOXES,
    Deed.ALSO_CAME: _MAILBOXES,
    Deed.WARNED: _AGENTS,
}

_TAKEN_BACK = deed.alias("taken_back")
# What took all of another deed back is as if neither had been: the journal's own page tells of both.
_UNDONE_BY = func.coalesce(deed.c.undone_by, _TAKEN_BACK.c.undone_by).label("undone_by")

_EVENTS = (
    select(
        journal.c.id,
        journal.c.deed_id,
        journal.c.kind,
        journal.c.at,
        journal.c.before,
        journal.c.after,
        _UNDONE_BY,
        agent.c.name.label("agent"),
    )
    .select_from(
        journal.join(deed, deed.c.id == journal.c.deed_id)
        .outerjoin(_TAKEN_BACK, _TAKEN_BACK.c.id == deed.c.undoes)
        .outerjoin(agent, agent.c.id == journal.c.agent_id)
    )
    .where(
        journal.c.ticket_id == bindparam("ticket"),
        journal.c.kind.in_([kind.value for kind in DEEDS_IN_THREAD]),
    )
    .order_by(journal.c.at.desc(), journal.c.id.desc())
    .limit(MOST)
)


def of_ticket(session: Session, ticket_id: int, *, since: datetime | None = None) -> tuple[EventRow, ...]:
    """The newest events of a ticket, oldest first; `since` leaves out those before the messages that are shown."""
    return ask_of_ticket(session, ticket_id)(since)()


def ask_of_ticket(session: Session, ticket_id: int) -> Callable[[datetime | None], Callable[[], tuple[EventRow, ...]]]:
    """What `of_ticket` finds. What comes back is told `since`, and asks for the names; what that gives back gives the events."""
    answer = plain.ask_named(session.connection, _EVENTS, {"ticket": ticket_id})

    def named(since: datetime | None) -> Callable[[], tuple[EventRow, ...]]:
        return ask_worded(session, [row for row in answer()[::-1] if since is None or row.at >= since])

    return named


def ask_worded(session: Session, found: Sequence[Any]) -> Callable[[], tuple[EventRow, ...]]:
    """Lines of the journal with names in place of ids, in their order. They have the columns of `journal`, `undone_by` of their deed, and the `agent`'s name."""
    names = {kind: _ask_names(session, asked, found, kind) for kind, asked in _NAMED_BY.items()}
    filled = {from_journal(row.after)[0] for row in found if row.kind == Deed.FIELD}
    known = ask_fields(session, filled)
    return lambda: tuple(
        _filled(row, known()) if row.kind == Deed.FIELD else _event(row, dict(names.get(Deed(row.kind), list)()))
        for row in found
    )


def _ask_names(
    session: Session, asked: Select[Any], found: Iterable[Any], kind: Deed
) -> Callable[[], Iterable[tuple[str, str]]]:
    values = (value for row in found if row.kind == kind for side in (row.before, row.after) for value in side.split())
    ids = {int(value) for value in values if value.isdigit()}
    answer = plain.ask(session.connection, asked, {"ids": sorted(ids)})
    return lambda: ((str(number), name) for number, name in answer())


def _filled(row: Row[*tuple[Any, ...]], known: Mapping[int, CustomField]) -> EventRow:
    (field_id, after), before = from_journal(row.after), from_journal(row.before)[1]
    return replace(_event(row, {}), before=before, after=after, field=known.get(field_id))


def _event(row: Row[*tuple[Any, ...]], names: dict[str, str]) -> EventRow:
    return EventRow(
        id=row.id,
        deed_id=row.deed_id,
        kind=Deed(row.kind),
        agent=row.agent or "",
        at=row.at,
        before=names.get(row.before, row.before),
        after=", ".join(names.get(one, one) for one in row.after.split())
        if row.kind == Deed.WARNED
        else names.get(row.after, row.after),
        undone=row.undone_by is not None,
    )
