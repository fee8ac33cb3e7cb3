"""The articles that are offered while one writes: what a search finds, or before anything is typed what may answer the ticket, and what was written last."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select

from deskbell.model.answering import ArticleChoice
from deskbell.model.articles import ArticleState
from deskbell.store.queries.articles import seen_by
from deskbell.store.search import articles as search
from deskbell.store.search.suggest import suggested
from deskbell.store.session import Session
from deskbell.store.tables import article, article_text

MOST: Final = 12


def choices(
    session: Session, words: str, agent_id: int, language: str, ticket_id: int = 0
) -> tuple[ArticleChoice, ...]:
    """The published articles for these words, the best first; for none those that may answer this ticket, and then the newest."""
    if words.strip():
        hits = search.find(session, words, agent_id, language)
        found = [(hit.id, hit.language, hit.line) for hit in hits if hit.state is ArticleState.PUBLISHED]
        return _choices(session, found[:MOST], agent_id)
    likely = suggested(session, ticket_id, agent_id, language) if ticket_id else ()
    first = [(one.id, one.language, " · ".join(one.words)) for one in likely]
    known = {one.id for one in likely}
    newest = [(number, language, "") for number in _newest(session, agent_id) if number not in known]
    return _choices(session, [*first, *newest][:MOST], agent_id)


def named(session: Session, ids: Sequence[int], agent_id: int, language: str) -> tuple[ArticleChoice, ...]:
    """These articles in this order, each in this language where it is there in that; those that the agent sees."""
    return _choices(session, [(number, language, "") for number in ids], agent_id)


def _newest(session: Session, agent_id: int) -> Sequence[int]:
    published = (article.c.state == ArticleState.PUBLISHED.value, seen_by(agent_id))
    query = select(article.c.id).where(*published).order_by(article.c.id.desc()).limit(MOST)
    return session.connection.execute(query).scalars().all()


def _choices(session: Session, found: Sequence[tuple[int, str, str]], agent_id: int) -> tuple[ArticleChoice, ...]:
    """These, each in the language that is named or else in its first. What is not published is for no customer."""
    columns = (article.c.id, article.c.language.label("first"), article.c.sendable, article.c.state)
    query = (
        select(*columns, article_text.c.language, article_text.c.title)
        .join(article_text, article_text.c.article_id == article.c.id)
        .where(article.c.id.in_([number for number, *_ in found]), seen_by(agent_id))
    )
    texts = {(row.id, row.language): row for row in session.connection.execute(query)}
    firsts = {row.id: row for row in texts.values() if row.language == row.first}
    made = []
    for number, language, line in found:
        row = texts.get((number, language), firsts.get(number))
        if row is not None:
            sendable = row.sendable and row.state == ArticleState.PUBLISHED.value
            made.append(ArticleChoice(number, row.language, row.title, sendable, line))
    return tuple(made)
