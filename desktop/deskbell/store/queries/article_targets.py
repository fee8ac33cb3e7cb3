"""The articles that a text of another may link to, each with the category that it lies in."""

from typing import Final

from sqlalchemy import select

from deskbell.model.answering import ArticleChoice
from deskbell.model.articles import ArticleState
from deskbell.store.queries.articles import seen_by, titled
from deskbell.store.search import articles as search
from deskbell.store.session import Session
from deskbell.store.tables import article, article_category

MOST: Final = 12


def targets(
    session: Session, words: str, agent_id: int, language: str, article_id: int = 0
) -> tuple[ArticleChoice, ...]:
    """Those that a search for these words finds, the best first, or the newest for none; not this one itself, and none from the archive."""
    if words.strip():
        hits = search.find(session, words, agent_id, language)
        ids = [hit.id for hit in hits if hit.state is not ArticleState.ARCHIVED]
    else:
        kept = (article.c.state != ArticleState.ARCHIVED.value, seen_by(agent_id))
        query = select(article.c.id).where(*kept).order_by(article.c.id.desc()).limit(MOST + 1)
        ids = list(session.connection.execute(query).scalars())
    ids = [number for number in ids if number != article_id][:MOST]
    rows = {row.id: row for row in titled(session, agent_id, ids, language)}
    places = select(article_category.c.id, article_category.c.name)
    names: dict[int | None, str] = {row.id: row.name for row in session.connection.execute(places)}
    found = [rows[number] for number in ids if number in rows]
    return tuple(
        ArticleChoice(row.id, row.language, row.title, sendable=True, line=names.get(row.category_id, ""))
        for row in found
    )
