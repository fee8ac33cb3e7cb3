"""Handing out what waits in the queues of teams, each ticket once."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import Row, delete, literal_column, or_, select

from deskbell.actions.assignees import nobody_leaves
from deskbell.actions.deeds import Line, record
from deskbell.actions.properties import load, write
from deskbell.actions.routing.roster import Roster
from deskbell.model.commands import Command
from deskbell.model.kinds import Deed, Entity, Shelf, Status
from deskbell.model.routing import AgentWork, Candidate, HandingOut, Level, Verdict, Way
from deskbell.rules.handed import as_text, handed
from deskbell.rules.routing import is_unattended
from deskbell.store.bulk import insert_rows
from deskbell.store.queries import routing
from deskbell.store.queries.routing import FIRST, Place
from deskbell.store.queries.teams import answering_for
from deskbell.store.session import Session
from deskbell.store.tables import team, team_waiting, ticket, waits_for_us

AT_ONCE: Final = 100
"""Tickets that are looked at together."""

# By its order the index of the queues serves: else all open tickets of a team would be looked at.
_WAITS: Final = (
    select(ticket.c.id)
    .where(ticket.c.team_id == team.c.id, ticket.c.team_id.is_not(None), ticket.c.assignee_id.is_(None), waits_for_us)
    .order_by(ticket.c.priority)
    .limit(literal_column("1"))
    .correlate(team)
    .scalar_subquery()
)
_BUSY: Final = (
    select(team.c.id)
    .where(
        team.c.active,
        team.c.handing != HandingOut.NOT.value,
        or_(
            _WAITS.is_not(None),
            select(team_waiting.c.team_id).where(team_waiting.c.team_id == team.c.id).exists(),
        ),
    )
    .order_by(team.c.id)
)


Able = tuple[int, AgentWork, Level, Way]
"""Somebody (id) who could be given tickets: what they can do, at which level, by how their team hands out."""


class Went(Struct, frozen=True):
    """How many tickets were given to somebody, and behind which place of the queue to go on (None: there is nothing to go on with). `alone`: of one of the
    tickets nobody is there who could take it. `able` is who was asked, and as what: those who were there and had room.
    """

    given: int
    behind: Place | None
    alone: bool = False
    able: frozenset[Able] = frozenset()


def busy(session: Session) -> list[int]:
    """The teams (ids) that hand out, with tickets waiting, or of which nobody has been there."""
    return list(session.connection.execute(_BUSY).scalars())


def hand_out(session: Session, team_id: int, behind: Place = FIRST, *, tells: bool = True) -> Went:
    """Give the tickets that come next in the queue of a team to its members, as it hands out. One that nobody can take stays where it is. Where nobody is
    there who could, whoever answers for the team is told, with `tells`, once until somebody is.
    """
    nobody_leaves(session)
    roster = Roster(session)
    way = roster.ways.get(team_id)
    if way is None or way.handing is HandingOut.NOT:
        return Went(0, None)
    members = roster.team(team_id)
    able = frozenset((one.agent_id, one.work, one.level, way) for one in members if one.absent is None and not one.full)
    places = routing.waiting(session, team_id, AT_ONCE, behind)
    if all(one.absent is not None for one in members):
        if places and tells:
            _tell_unattended(session, team_id, places[0].ticket_id)
        return Went(0, None, alone=True)
    asked = routing.asked(session, [place.ticket_id for place in places], roster.skills.keys()) if places else {}
    chosen: dict[int, Verdict] = {}
    unattended: list[int] = []
    for place in places:
        if place.ticket_id not in asked or _all_busy(roster.team(team_id)):
            continue
        verdict = roster.decide(asked[place.ticket_id], way, team_id)
        if verdict.agent_id is not None:
            roster.give(verdict.agent_id)
            chosen[place.ticket_id] = verdict
        elif is_unattended(verdict):
            unattended.append(place.ticket_id)
    if unattended and tells:
        _tell_unattended(session, team_id, unattended[0])
    elif not unattended and behind == FIRST and len(places) < AT_ONCE:
        session.connection.execute(delete(team_waiting).where(team_waiting.c.team_id == team_id))
    given = _write(session, team_id, chosen, roster) if chosen else 0
    more = len(places) == AT_ONCE and not _all_busy(roster.team(team_id))
    return Went(given, places[-1] if more else None, alone=bool(unattended), able=able)


def _write(session: Session, team_id: int, chosen: Mapping[int, Verdict], roster: Roster) -> int:
    """Give tickets to whom they were found to go; how many that were. Those that somebody took meanwhile are theirs."""
    changes: list[tuple[Row[Any], dict[str, Any]]] = []
    lines: list[Line] = []
    for row in load(session, list(chosen)):
        if not _waits(row, team_id):
            continue
        verdict = chosen[row.id]
        changes.append((row, {"assignee_id": verdict.agent_id}))
        why = as_text(handed(verdict, roster.skills))
        lines += [(row.id, Deed.ASSIGNED, "", str(verdict.agent_id)), (row.id, Deed.HANDED, "", why)]
    write(session, changes)
    record(session, Command(agent_id=None), Deed.ASSIGNED, lines)
    roster.keep()
    return len(changes)


def _all_busy(members: Sequence[Candidate]) -> bool:
    return all(one.absent is not None or one.full for one in members)


def _waits(row: Row[Any], team_id: int) -> bool:
    """Whether it is still in the queue, now that nobody else changes it."""
    there = row.team_id == team_id and row.assignee_id is None
    return there and row.shelf == Shelf.LIVE and row.status <= Status.OPEN


def _tell_unattended(session: Session, team_id: int, ticket_id: int) -> None:
    """Note on the first ticket that waits so that nobody of its team is there who could take it, and whom to tell."""
    known = select(team_waiting.c.team_id).where(team_waiting.c.team_id == team_id)
    if session.connection.execute(known).first() is not None:
        return
    insert_rows(session, team_waiting, [{"team_id": team_id, "since": session.now}])
    told = " ".join(str(one) for one in answering_for(session, team_id))
    record(session, Command(agent_id=None), Deed.UNATTENDED, [(ticket_id, Deed.UNATTENDED, str(team_id), told)])
    session.changed(Entity.TICKET, ticket_id, ticket_id)
