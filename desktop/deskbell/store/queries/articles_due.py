"""Of which articles an agent was told that they are due for verification, and has not looked at it. The cost follows those of that agent."""

from typing import Final

from sqlalchemy import BigInteger, cast, select, type_coerce

from deskbell.model.articles import ArticleRow, ArticleState, Trust
from deskbell.store.queries.articles import titled
from deskbell.store.session import Session
from deskbell.store.tables import article, article_reminder

MOST: Final = 1_000
"""No more are given at once, those that were told of first."""
_DAY: Final = 86_400_000


def unseen(session: Session, agent_id: int, language: str) -> tuple[ArticleRow, ...]:
    """Those by title, as `articles.page` has them; what was verified meanwhile, or archived, or is not to be seen any more, is left out."""
    of = article_reminder.c
    # Of what was verified or archived since nobody has to say that they have seen it: it must not take the room of what is due.
    verified = type_coerce(article.c.verified_at, BigInteger)
    still = verified + cast(article.c.review_days, BigInteger) * _DAY == type_coerce(of.due_at, BigInteger)
    query = (
        select(of.article_id)
        .join(article, article.c.id == of.article_id)
        .where(of.agent_id == agent_id, of.seen_at.is_(None), article.c.state != ArticleState.ARCHIVED.value, still)
    )
    ids = session.connection.execute(query.order_by(of.at, of.article_id).limit(MOST)).scalars().all()
    found = titled(session, agent_id, ids, language) if ids else ()
    return tuple(row for row in found if row.trust is not Trust.VERIFIED)
