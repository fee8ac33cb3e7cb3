"""What was searched for in the knowledge base and not found, as it is listed."""

from typing import Final

from sqlalchemy import case, func, null, select

from deskbell.model.gaps import Gap, GapState
from deskbell.model.kinds import Role
from deskbell.rules.gaps import MOST
from deskbell.store.session import Session
from deskbell.store.tables import agent, article_gap

_SHOWN: Final = (GapState.OPEN.value, GapState.AWAY.value)


def listed(session: Session, agent_id: int) -> tuple[Gap, ...]:
    """What is open, most wanted first, and then what was put away; who searched last only for those who run the desk."""
    role = session.connection.execute(select(agent.c.role).where(agent.c.id == agent_id)).scalar()
    of = article_gap.c
    # In an office whoever is not to know may not even name the column.
    asked_by = of.asked_by if role in (Role.MANAGER.value, Role.ADMIN.value) else null().label("asked_by")
    query = (
        select(of.id, of.written, of.times, of.hits, of.asked_at, asked_by, of.state)
        .where(of.state.in_(_SHOWN))
        .order_by(case((of.state == GapState.OPEN.value, 0), else_=1), of.times.desc(), of.asked_at.desc(), of.id)
        .limit(2 * MOST)
    )
    return tuple(
        Gap(row.id, row.written, row.times, row.hits, row.asked_at, row.asked_by, GapState(row.state))
        for row in session.connection.execute(query)
    )


def open_gaps(session: Session) -> int:
    """How many are open."""
    query = select(func.count()).select_from(article_gap).where(article_gap.c.state == GapState.OPEN.value)
    return int(session.connection.execute(query).scalar_one())
