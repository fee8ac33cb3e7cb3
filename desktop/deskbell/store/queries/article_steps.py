"""What was done to articles and their categories, as the history of the desk shows it."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from msgspec import Struct
from sqlalchemy import Row, func, select

from deskbell.model.articles import ArticleFact
from deskbell.store.queries.articles import seen_by
from deskbell.store.session import Session
from deskbell.store.tables import article, article_category, article_journal, article_text

_KNOWN = frozenset(ArticleFact)


class ArticleStep(Struct, frozen=True):
    """What a step changed (`facts`) of how many articles; `name` is the title of one of them, or the name of the category."""

    facts: tuple[ArticleFact, ...]
    articles: int
    name: str


def steps(session: Session, deeds: Collection[str], agent_id: int | None) -> dict[str, ArticleStep]:
    """What these did, by their ids, where the agent sees of which articles."""
    if not deeds:
        return {}
    told = article_journal.c
    query = select(
        told.deed_id, told.kind, func.count().label("many"), func.min(told.article_id).label("article_id"),
        func.min(told.category_id).label("category_id"), func.max(told.before).label("before"), func.max(told.after).label("after"),
    ).where(told.deed_id.in_(deeds)).group_by(told.deed_id, told.kind)  # fmt: skip
    rows: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in session.connection.execute(query):
        rows[row.deed_id].append(row)
    every = [row for its in rows.values() for row in its]
    titles = _titles(session, {row.article_id for row in every} - {None}, agent_id)
    names = _names(session, {row.category_id for row in every} - {None})
    made: dict[str, ArticleStep] = {}
    for deed_id, its in rows.items():
        first = its[0]
        facts = tuple(ArticleFact(row.kind) for row in its if row.kind in _KNOWN)
        if first.category_id is not None:
            # Of one that is no more the journal has the name.
            named = next((row for row in its if row.kind == ArticleFact.NAME.value), None)
            told_name = (named.after or named.before) if named is not None else ""
            made[deed_id] = ArticleStep(facts, 0, names.get(first.category_id, told_name))
        elif first.article_id in titles:
            made[deed_id] = ArticleStep(facts, max(row.many for row in its), titles[first.article_id])
    return made


def _titles(session: Session, ids: Collection[int], agent_id: int | None) -> dict[int, str]:
    in_first = (article_text.c.article_id == article.c.id) & (article_text.c.language == article.c.language)
    query = select(article.c.id, article_text.c.title).join(article_text, in_first).where(article.c.id.in_(ids))
    return {row.id: row.title for row in session.connection.execute(query.where(seen_by(agent_id)))}


def _names(session: Session, ids: Collection[int]) -> dict[int, str]:
    of = article_category.c
    return {row.id: row.name for row in session.connection.execute(select(of.id, of.name).where(of.id.in_(ids)))}
