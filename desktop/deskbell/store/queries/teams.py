"""The teams of the desk."""

from collections import defaultdict

from sqlalchemy import bindparam, func, select

from deskbell.model.rows import TeamRow
from deskbell.store.session import Session
from deskbell.store.tables import team, team_count, team_member

_TEAMS = (
    select(team.c.id, team.c.name, team.c.version).where(team.c.active).order_by(func.lower(team.c.name), team.c.id)
)
_MEMBERS = select(team_member.c.team_id, team_member.c.agent_id)

_TICKETS = select(func.coalesce(func.sum(team_count.c.n), 0)).where(team_count.c.team_id == bindparam("team"))


def rows(session: Session) -> tuple[TeamRow, ...]:
    """All teams by name, those that were removed left out."""
    members = defaultdict(set)
    for team_id, agent_id in session.connection.execute(_MEMBERS):
        members[team_id].add(agent_id)
    return tuple(
        TeamRow(row.id, row.name, frozenset(members[row.id]), row.version) for row in session.connection.execute(_TEAMS)
    )


def tickets_of(session: Session, team_id: int) -> int:
    """How many tickets a team has, solved ones and all."""
    return int(session.connection.execute(_TICKETS, {"team": team_id}).scalar_one())
