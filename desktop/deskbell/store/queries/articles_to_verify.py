"""Which articles an agent is to look at again: in doubt, changed since they were verified, verified too long ago, or of no use to somebody who said why."""

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace
from sqlalchemy import BigInteger, ColumnElement, and_, cast, exists, func, or_, select, type_coerce

from deskbell.model.articles import ArticlePage, ArticleState, TitleKey
from deskbell.store.queries.article_figures import complained, complaints
from deskbell.store.queries.articles import PAGE, page, seen_by
from deskbell.store.session import Session
from deskbell.store.tables import agent, article, article_text
from deskbell.store.tables.base import to_milliseconds

_DAY: Final = 86_400_000


def to_verify(
    session: Session, agent_id: int, language: str, after: TitleKey | None = None, limit: int = PAGE
) -> ArticlePage:
    """Those that the agent verifies, and those of their own that nobody does who works here, as `articles.page` has them; archived ones and those that nobody ever verified
    or doubted, or said why they are of no use, left out. Each with why it was of no use to somebody."""
    found = page(session, agent_id, language, _verified_by(session, agent_id), after, limit)
    said = complaints(session, [row.id for row in found.rows])
    return replace(found, rows=tuple(replace(row, complaint=said.get(row.id, "")) for row in found.rows))


def count_to_verify(session: Session, agent_id: int) -> int:
    """How many those are."""
    query = select(func.count()).select_from(article).where(*_verified_by(session, agent_id), seen_by(agent_id))
    return int(session.connection.execute(query).scalar_one())


def _verified_by(session: Session, agent_id: int) -> Sequence[ColumnElement[bool]]:
    of, any_text = article.c, article_text.alias("any_text")
    gone = exists().where(agent.c.id == of.verifier_id, agent.c.active.is_(False)).correlate(article)
    answers = or_(of.verifier_id == agent_id, and_(or_(of.verifier_id.is_(None), gone), of.owner_id == agent_id))
    verified = type_coerce(of.verified_at, BigInteger)
    due = verified + cast(of.review_days, BigInteger) * _DAY <= to_milliseconds(session.now)
    changed = exists().where(any_text.c.article_id == of.id, any_text.c.changed_at > of.verified_at).correlate(article)
    return answers, of.state != ArticleState.ARCHIVED.value, or_(of.doubt != "", due, changed, complained())
