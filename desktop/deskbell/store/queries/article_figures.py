"""How much an article is read and used, and what agents think of it."""

from collections.abc import Collection
from datetime import timedelta
from typing import Final

from sqlalchemy import ColumnElement, case, exists, func, or_, select

from deskbell.model.article_figures import Complaint, Figures
from deskbell.model.kinds import Role
from deskbell.store.queries.articles import seen_by
from deskbell.store.queries.canned import day_of
from deskbell.store.session import Session
from deskbell.store.tables import (
    agent,
    article,
    article_opinion,
    article_read,
    article_reader,
    article_use,
)

_WEEK: Final = 7
_MONTH: Final = 30
_MOST_COMPLAINTS: Final = 5


def figures(session: Session, agent_id: int, article_id: int) -> Figures | None:
    """Of an article; None where there is none that the agent sees."""
    verified = select(article.c.verified_at).where(article.c.id == article_id, seen_by(agent_id))
    found = session.connection.execute(verified).first()
    if found is None:
        return None
    today, read = day_of(session.now), article_read.c
    of_week = func.sum(case((read.day > today - _WEEK, read.n), else_=0))
    reads = select(of_week, func.sum(read.n)).where(read.article_id == article_id, read.day > today - _MONTH)
    week, month = session.connection.execute(reads).one()
    since = session.now - timedelta(days=_MONTH)
    used = select(func.count()).where(article_use.c.article_id == article_id, article_use.c.at > since)
    opinion = article_opinion.c
    said = select(opinion.agent_id, opinion.useful, opinion.why, opinion.at).where(opinion.article_id == article_id)
    opinions = session.connection.execute(said.order_by(opinion.at.desc(), opinion.agent_id)).all()
    useful = sum(row.useful for row in opinions)
    return Figures(
        week=int(week or 0),
        month=int(month or 0),
        uses=int(session.connection.execute(used).scalar_one()),
        useful=useful,
        useless=len(opinions) - useful,
        mine=next((row.useful for row in opinions if row.agent_id == agent_id), None),
        complaints=tuple(
            Complaint(row.agent_id, row.why, row.at)
            for row in opinions
            if row.why and (found.verified_at is None or row.at > found.verified_at)
        )[:_MOST_COMPLAINTS],
        readers=_readers(session, agent_id, article_id, today),
    )


def complained() -> ColumnElement[bool]:
    """Somebody said why an article was of no use to them, and nobody has verified it since."""
    return exists().where(*_complaints()).correlate(article)


def complaints(session: Session, articles: Collection[int]) -> dict[int, str]:
    """Why each of these was of no use to whoever said so last since it was verified; those of which nobody said so are left out."""
    of = article_opinion.c
    query = select(of.article_id, of.why).select_from(article_opinion.join(article, article.c.id == of.article_id))
    said = query.where(of.article_id.in_(articles), *_complaints()).order_by(of.at, of.agent_id)
    return {row.article_id: row.why for row in session.connection.execute(said)}


def _complaints() -> tuple[ColumnElement[bool], ...]:
    of = article_opinion.c
    since = or_(article.c.verified_at.is_(None), of.at > article.c.verified_at)
    return of.article_id == article.c.id, of.why != "", since


def _readers(session: Session, agent_id: int, article_id: int, today: int) -> tuple[int, ...]:
    """For whoever runs the desk; in an office the database keeps them from others."""
    role = session.connection.execute(select(agent.c.role).where(agent.c.id == agent_id)).scalar()
    if role not in (Role.MANAGER.value, Role.ADMIN.value):
        return ()
    of = article_reader.c
    query = select(of.agent_id).where(of.article_id == article_id, of.day > today - _MONTH).distinct()
    return tuple(session.connection.execute(query.order_by(of.agent_id)).scalars())
