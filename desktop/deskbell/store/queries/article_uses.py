"""In which tickets articles were used."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select

from deskbell.model.articles import ArticleUse
from deskbell.model.kinds import Status
from deskbell.store.session import Session
from deskbell.store.tables import article_use, ticket, ticket_tag

MOST = 8
_DONE = (int(Status.SOLVED), int(Status.CLOSED))


def used_in(session: Session, article_id: int) -> tuple[ArticleUse, ...]:
    """The tickets that an article was used in last."""
    query = (
        select(ticket.c.id, ticket.c.subject)
        .join(article_use, article_use.c.ticket_id == ticket.c.id)
        .where(article_use.c.article_id == article_id)
        .order_by(article_use.c.at.desc(), ticket.c.id.desc())
        .limit(MOST)
    )
    return tuple(ArticleUse(*row) for row in session.connection.execute(query))


def solved_alike(session: Session, article_ids: Sequence[int], ticket_id: int) -> Mapping[int, int]:
    """In how many solved tickets that have a tag of this one each of these articles was used, those that were."""
    if not article_ids:
        return {}
    here = select(ticket_tag.c.tag_id).where(ticket_tag.c.ticket_id == ticket_id)
    alike = select(ticket_tag.c.ticket_id).where(ticket_tag.c.tag_id.in_(here))
    query = (
        select(article_use.c.article_id, func.count())
        .join(ticket, ticket.c.id == article_use.c.ticket_id)
        .where(
            article_use.c.article_id.in_(article_ids),
            article_use.c.ticket_id != ticket_id,
            article_use.c.ticket_id.in_(alike),
            ticket.c.status.in_(_DONE),
        )
        .group_by(article_use.c.article_id)
    )
    return {row[0]: row[1] for row in session.connection.execute(query)}
