"""The teams of the desk."""

from collections import defaultdict
from collections.abc import Callable

from sqlalchemy import bindparam, func, select

from deskbell.model.kinds import Role
from deskbell.model.teams import TeamRow
from deskbell.store import plain
from deskbell.store.session import Session
from deskbell.store.tables import agent, team, team_member

_TEAMS = (
    select(
        team.c.id,
        team.c.name,
        team.c.version,
        team.c.calendar_id,
        team.c.lead_id,
        team.c.handing,
        team.c.skills,
        team.c.languages,
    )
    .where(team.c.active)
    .order_by(func.lower(team.c.name), team.c.id)
)
_MEMBERS = select(team_member.c.team_id, team_member.c.agent_id, team_member.c.level)

_LEAD = (
    select(agent.c.id).join(team, team.c.lead_id == agent.c.id).where(team.c.id == bindparam("team"), agent.c.active)
)
_RUNNING = (
    select(agent.c.id, agent.c.role)
    .where(agent.c.role.in_((Role.MANAGER.value, Role.ADMIN.value)), agent.c.active)
    .order_by(agent.c.id)
)


def rows(session: Session) -> tuple[TeamRow, ...]:
    """All teams by name, those that were removed left out."""
    return ask(session)()


def ask(session: Session) -> Callable[[], tuple[TeamRow, ...]]:
    """The same, together with what is asked next."""
    there, who = plain.ask(session.connection, _TEAMS, {}), plain.ask(session.connection, _MEMBERS, {})

    def answer() -> tuple[TeamRow, ...]:
        members: dict[int, dict[int, int]] = defaultdict(dict)
        for team_id, agent_id, level in who():
            members[team_id][agent_id] = level
        return tuple(
            TeamRow(
                *(team_id, name, frozenset(members[team_id]), version),
                *(calendar_id, lead_id, handing, skills, languages),
                levels=_higher(members[team_id]),
            )
            for team_id, name, version, calendar_id, lead_id, handing, skills, languages in there()
        )

    return answer


def _higher(members: dict[int, int]) -> tuple[tuple[int, int], ...]:
    return tuple(sorted(pair for pair in members.items() if pair[1] > 1))


def answering_for(session: Session, team_id: int | None) -> tuple[int, ...]:
    """The agents who are to hear of what goes wrong in a team: its lead. Where it has none who still works here, or with no team, those who run the desk: the
    managers, or else the administrators.
    """
    if team_id is not None:
        lead: int | None = session.connection.execute(_LEAD, {"team": team_id}).scalar()
        if lead is not None:
            return (lead,)
    found = [(row.id, row.role) for row in session.connection.execute(_RUNNING)]
    managers = tuple(agent_id for agent_id, role in found if role == Role.MANAGER)
    return managers or tuple(agent_id for agent_id, _ in found)
