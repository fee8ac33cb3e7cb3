"""Which articles an agent is to look at again: in doubt, changed since they were verified, or verified too long ago."""

from typing import Final

from sqlalchemy import BigInteger, and_, cast, exists, or_, select, type_coerce

from deskbell.model.articles import ArticleRow, ArticleState
from deskbell.store.queries.articles import MOST_LISTED, titled
from deskbell.store.session import Session
from deskbell.store.tables import article, article_text
from deskbell.store.tables.base import to_milliseconds

_DAY: Final = 86_400_000


def to_verify(session: Session, agent_id: int, language: str) -> tuple[ArticleRow, ...]:
    """Those that the agent verifies, and those of their own that nobody does, by title, as `articles.rows` has them; archived ones and those that nobody ever
    verified or doubted left out."""
    of = article.c
    answers = or_(of.verifier_id == agent_id, and_(of.verifier_id.is_(None), of.owner_id == agent_id))
    verified = type_coerce(of.verified_at, BigInteger)
    due = verified + cast(of.review_days, BigInteger) * _DAY <= to_milliseconds(session.now)
    changed = exists().where(article_text.c.article_id == of.id, article_text.c.changed_at > of.verified_at)
    query = (
        select(of.id)
        .where(answers, of.state != ArticleState.ARCHIVED.value, or_(of.doubt != "", due, changed))
        .order_by(of.id)
        .limit(MOST_LISTED)
    )
    ids = session.connection.execute(query).scalars().all()
    return titled(session, agent_id, ids, language) if ids else ()
