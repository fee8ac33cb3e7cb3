"""Being there and away: said by whom it is, and what becomes of their tickets."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, or_, select, update

from deskbell.actions.deeds import record
from deskbell.actions.properties import load, write
from deskbell.model.commands import Command
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Deed, Entity, Leaving, Presence
from deskbell.model.presence import SetPresence, TellOpen
from deskbell.rules.presence import is_away
from deskbell.store.session import Session
from deskbell.store.tables import agent, agent_seen, automation, journal, team, ticket, waits_for_us
from deskbell.store.upsert import keep

AT_ONCE: Final = 100
"""Tickets of one agent that go back together."""

_HANDS_OUT: Final = select(
    or_(
        select(team.c.id).where(team.c.active, team.c.handing != "").exists(),
        select(automation.c.id).where(automation.c.active).exists(),
    )
)
_LEFT: Final = select(agent.c.id, agent.c.away_since, agent.c.away_until).where(
    agent.c.active, agent.c.presence == Presence.AWAY.value, agent.c.leaving != Leaving.KEEP.value
)
_later = journal.alias("later")


def set_presence(session: Session, command: SetPresence) -> int:
    """Say so, and give back what is to be; how many tickets. Raises `Mistake` agent.missing."""
    away = command.presence is Presence.AWAY
    until = command.until if command.seconds is None else session.now + timedelta(seconds=command.seconds)
    values = {
        "presence": command.presence.value,
        "away_since": session.now if away else None,
        "away_until": until if away else None,
        "leaving": command.leaving.value if away else Leaving.KEEP.value,
        "version": agent.c.version + 1,
    }
    written = session.connection.execute(update(agent).where(agent.c.id == command.agent_id).values(values))
    if command.agent_id is None or not written.rowcount:
        raise Mistake("agent.missing")
    session.changed(Entity.AGENT, command.agent_id)
    mine = select(ticket.c.id).where(*_open_of(command.agent_id)) if command.leaving is Leaving.ALL and away else None
    back = list(session.connection.execute(mine).scalars()) if mine is not None else []
    return give_back(session, command, command.agent_id, back)


def give_back(session: Session, command: Command, agent_id: int, tickets: list[int]) -> int:
    """Let these tickets of an agent be nobody's again, in the queues of their teams; how many were still theirs."""
    rows = [row for row in load(session, tickets) if row.assignee_id == agent_id] if tickets else []
    write(session, [(row, {"assignee_id": None}) for row in rows])
    lines = [(row.id, Deed.ASSIGNED, str(agent_id), "") for row in rows]
    record(session, command, Deed.ASSIGNED if lines else Deed.SETTINGS, lines, len(rows))
    return len(rows)


def tell_open(session: Session, command: TellOpen) -> None:
    """Note that a Deskbell of theirs is open, where anybody will ask."""
    if command.agent_id is not None and session.connection.execute(_HANDS_OUT).scalar():
        keep(session, agent_seen, ("agent_id",), {"agent_id": command.agent_id, "at": session.now})


def any_left(session: Session) -> bool:
    """Whether somebody is away who wants answered tickets to go back."""
    return bool(_left(session))


def give_back_answered(session: Session) -> int:
    """Give back to their teams the tickets that customers have answered since whose they are went away; how many."""
    given = 0
    for agent_id, since in _left(session):
        # What somebody gives to whoever is away, knowing what the customer wrote, stays there.
        given_since = select(_later.c.id).where(
            _later.c.ticket_id == ticket.c.id,
            _later.c.kind == Deed.ASSIGNED.value,
            _later.c.after == str(agent_id),
            _later.c.id > journal.c.id,
        )
        came = select(journal.c.id).where(
            journal.c.ticket_id == ticket.c.id,
            journal.c.kind == Deed.RECEIVED.value,
            journal.c.at >= since,
            ~given_since.exists(),
        )
        answered = (
            select(ticket.c.id)
            .where(*_open_of(agent_id), ticket.c.activity_at >= since, ticket.c.awaiting, came.exists())
            .limit(AT_ONCE)
        )
        back = list(session.connection.execute(answered).scalars())
        if back:
            given += give_back(session, Command(agent_id=None), agent_id, back)
    return given


def _open_of(agent_id: int) -> tuple[ColumnElement[bool], ...]:
    """What an agent has to do that is a team's."""
    return (ticket.c.assignee_id == agent_id, waits_for_us, ticket.c.team_id.is_not(None))


def _left(session: Session) -> list[tuple[int, datetime]]:
    found = session.connection.execute(_LEFT).all()
    return [
        (row.id, row.away_since)
        for row in found
        if row.away_since is not None and is_away(Presence.AWAY, row.away_until, session.now)
    ]
