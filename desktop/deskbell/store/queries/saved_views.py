"""Saved views: who sees which, what they ask for, and how many tickets that finds."""

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, select

from deskbell.model.kinds import Role
from deskbell.model.saved_views import ViewCount
from deskbell.model.views import View, ViewKind
from deskbell.store import plain
from deskbell.store.session import Session
from deskbell.store.tables import agent, saved_view, team_member

MOST_COUNTED = 99

_ME: ColumnElement[int] = bindparam("agent")
_MY_TEAMS = select(team_member.c.team_id).where(team_member.c.agent_id == _ME)
_MANAGER = select(agent.c.id).where(agent.c.id == _ME, agent.c.role.in_([Role.MANAGER.value, Role.ADMIN.value]))
# In an office the database keeps the others from being seen; in a file the program does.
SEEN = or_(
    saved_view.c.owner_id == _ME,
    and_(
        saved_view.c.owner_id.is_(None),
        or_(saved_view.c.team_id.is_(None), saved_view.c.team_id.in_(_MY_TEAMS), exists(_MANAGER)),
    ),
)
"""Whether the agent of the parameter `agent` sees a saved view: their own, their teams' and everybody's; who manages sees those of all teams."""

_QUERY = select(saved_view.c.query).where(saved_view.c.id == bindparam("view"), SEEN)


def query_of(session: Session, view: View, agent_id: int) -> str:
    """What a SEARCH or SAVED view asks for; "", which finds nothing, where a saved view is not there for the agent, or no longer."""
    if view.kind is ViewKind.SEARCH:
        return view.query
    found = plain.rows(session.connection, _QUERY, {"view": view.of, "agent": agent_id})
    return str(found[0][0]) if found else ""


def manages(session: Session, agent_id: int) -> bool:
    """Whether the agent may change what is shared."""
    return bool(plain.rows(session.connection, _MANAGER, {"agent": agent_id}))


def count(session: Session, view: View, agent_id: int) -> ViewCount:
    """How many tickets a SEARCH or SAVED view has, up to `MOST_COUNTED`; see `store.search.find.count_up_to` for what that costs."""
    from deskbell.store.search import find

    return find.count_up_to(session, query_of(session, view, agent_id), agent_id, MOST_COUNTED)
