"""Putting away what came with the program and nobody made their own."""

from sqlalchemy import select, update

from deskbell.actions.article_journal import tell
from deskbell.actions.deeds import record
from deskbell.model.articles import ArchiveStarter, ArticleFact, ArticleState
from deskbell.model.kinds import Deed, Entity
from deskbell.store.queries.starter_left import starter_left
from deskbell.store.session import Session
from deskbell.store.tables import article


def archive_starter(session: Session, command: ArchiveStarter) -> int:
    """Archive the articles on running a desk that are as they came; how many."""
    # Held, so that nobody settles one of them after it was looked at.
    asked = select(article.c.id).where(article.c.id.in_(starter_left(session, command.agent_id)))
    ids = session.connection.execute(asked.order_by(article.c.id).with_for_update()).scalars().all()
    record(session, command, Deed.ARTICLE, [], len(ids))
    values = {"state": ArticleState.ARCHIVED.value, "version": article.c.version + 1, "remind_at": None}
    session.connection.execute(update(article).where(article.c.id.in_(ids)).values(values))
    before, after = ArticleState.PUBLISHED.value, ArticleState.ARCHIVED.value
    tell(session, command, [(number, ArticleFact.STATE, before, after) for number in ids])
    for number in ids:
        session.changed(Entity.ARTICLE, number)
    return len(ids)
