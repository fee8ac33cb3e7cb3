"""The articles on running a desk that came with the program, as far as they are as they came."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import exists, select

from deskbell.model.articles import ArticleFact, ArticleState
from deskbell.store.queries.articles import seen_by
from deskbell.store.session import Session
from deskbell.store.tables import article, article_journal, article_text

_KEYS: Final = "starter-%"
"""What their files call them."""


def starter_left(session: Session, agent_id: int | None) -> Sequence[int]:
    """Those that are published as they came, and of which nobody has changed a word or a setting."""
    of = article.c
    is_written = exists().where(article_text.c.article_id == of.id, article_text.c.revision > 1).correlate(article)
    # That they were archived and brought back changes nothing.
    is_settled = exists().where(
        article_journal.c.article_id == of.id, article_journal.c.kind != ArticleFact.STATE.value
    )
    query = (
        select(of.id)
        .where(of.key.like(_KEYS), of.state == ArticleState.PUBLISHED.value, seen_by(agent_id))
        .where(~is_written, ~is_settled.correlate(article))
        .order_by(of.id)
    )
    return session.connection.execute(query).scalars().all()
