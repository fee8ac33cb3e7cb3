"""Keeping in mind in which tickets an article was used; by whom nobody asks."""

from sqlalchemy import select

from deskbell.model.articles import UseArticle
from deskbell.model.kinds import Entity
from deskbell.store.queries.articles import seen_by
from deskbell.store.session import Session
from deskbell.store.tables import article, article_use, ticket
from deskbell.store.upsert import insert_into


def use_article(session: Session, command: UseArticle) -> None:
    """Note the use; of an article or a ticket that is gone by now nothing is noted. Nobody's history, so no deed is recorded."""
    seen = select(article.c.id).where(article.c.id == command.id, seen_by(command.agent_id))
    there = select(ticket.c.id).where(ticket.c.id == command.ticket_id)
    if session.connection.execute(seen).first() is None or session.connection.execute(there).first() is None:
        return
    fresh = insert_into(session, article_use).values(article_id=command.id, ticket_id=command.ticket_id, at=session.now)
    if session.connection.execute(fresh.on_conflict_do_nothing()).rowcount:
        session.changed(Entity.ARTICLE, command.id)
