"""How much articles are read and used, and which are used most, never, or not for long."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select

from deskbell.model.article_figures import Complaint, Figures, UsedRow
from deskbell.model.articles import ArticleState
from deskbell.model.kinds import Role
from deskbell.store.queries.articles import seen_by, titled
from deskbell.store.queries.canned import day_of
from deskbell.store.session import Session
from deskbell.store.tables import (
    agent,
    article,
    article_opinion,
    article_read,
    article_reader,
    article_text,
    article_use,
)

MOST_LISTED: Final = 200
STALE_DAYS: Final = 180
_WEEK: Final = 7
_MONTH: Final = 30
_MOST_COMPLAINTS: Final = 5
_IS_PUBLISHED: Final = "published"


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
    of = article_opinion.c
    since = or_(article.c.verified_at.is_(None), of.at > article.c.verified_at)
    return exists().where(of.article_id == article.c.id, of.why != "", since).correlate(article)


def most_used(session: Session, agent_id: int, language: str) -> tuple[UsedRow, ...]:
    """What was read or used in tickets within 30 days, most first."""
    read, use = article_read.c, article_use.c
    reads = (
        select(read.article_id, func.sum(read.n).label("n"))
        .where(read.day > day_of(session.now) - _MONTH)
        .group_by(read.article_id)
        .subquery("reads")
    )
    uses = (
        select(use.article_id, func.count().label("n"))
        .where(use.at > session.now - timedelta(days=_MONTH))
        .group_by(use.article_id)
        .subquery("uses")
    )
    n_reads, n_uses = func.coalesce(reads.c.n, 0), func.coalesce(uses.c.n, 0)
    query = (
        select(article.c.id, n_reads.label("reads"), n_uses.label("uses"))
        .outerjoin(reads, reads.c.article_id == article.c.id)
        .outerjoin(uses, uses.c.article_id == article.c.id)
        .where(n_reads + n_uses > 0, article.c.state != ArticleState.ARCHIVED.value, seen_by(agent_id))
        .order_by((n_reads + n_uses).desc(), article.c.id)
    )
    return _listed(session, agent_id, language, query)


def never_used(session: Session, agent_id: int, language: str) -> tuple[UsedRow, ...]:
    """What is published and neither read nor used in a ticket, as far as that is kept; the oldest first."""
    of = article.c
    is_read = exists().where(article_read.c.article_id == of.id).correlate(article)
    is_used = exists().where(article_use.c.article_id == of.id).correlate(article)
    query = select(of.id).where(of.state == _IS_PUBLISHED, ~is_read, ~is_used, seen_by(agent_id))
    return _listed(session, agent_id, language, query.order_by(of.created_at, of.id))


def stale(session: Session, agent_id: int, language: str) -> tuple[UsedRow, ...]:
    """What is published and was neither changed, verified, read nor used for long; the oldest first."""
    of, since = article.c, session.now - timedelta(days=STALE_DAYS)
    changed = (
        select(article_text.c.article_id, func.max(article_text.c.changed_at).label("at"))
        .group_by(article_text.c.article_id)
        .subquery("changed")
    )
    day = day_of(since)
    is_read = exists().where(article_read.c.article_id == of.id, article_read.c.day > day).correlate(article)
    is_used = exists().where(article_use.c.article_id == of.id, article_use.c.at > since).correlate(article)
    query = (
        select(of.id)
        .join(changed, and_(changed.c.article_id == of.id, changed.c.at < since))
        .where(of.state == _IS_PUBLISHED, or_(of.verified_at.is_(None), of.verified_at < since))
        .where(~is_read, ~is_used, seen_by(agent_id))
        .order_by(changed.c.at, of.id)
    )
    return _listed(session, agent_id, language, query)


def _listed(session: Session, agent_id: int, language: str, query: Select[Any]) -> tuple[UsedRow, ...]:
    found: Sequence[Any] = session.connection.execute(query.limit(MOST_LISTED)).all()
    rows = {row.id: row for row in titled(session, agent_id, [one.id for one in found], language)} if found else {}
    return tuple(
        UsedRow(rows[one.id], getattr(one, "reads", 0), getattr(one, "uses", 0)) for one in found if one.id in rows
    )


def _readers(session: Session, agent_id: int, article_id: int, today: int) -> tuple[int, ...]:
    """For whoever runs the desk; in an office the database keeps them from others."""
    role = session.connection.execute(select(agent.c.role).where(agent.c.id == agent_id)).scalar()
    if role not in (Role.MANAGER.value, Role.ADMIN.value):
        return ()
    of = article_reader.c
    query = select(of.agent_id).where(of.article_id == article_id, of.day > today - _MONTH).distinct()
    return tuple(session.connection.execute(query.order_by(of.agent_id)).scalars())
