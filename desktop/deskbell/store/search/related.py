"""The articles that are related to one: it links to them, or they have tags, words or the category in common with it."""

import json
from collections.abc import Sequence
from typing import Final

from sqlalchemy import ColumnElement, Text, or_, select, type_coerce

from deskbell.model.articles import Article, ArticleState, RelatedArticle
from deskbell.rules.markdown.reading import plain, read
from deskbell.rules.related import InCommon, nearest
from deskbell.rules.suggesting import Likely, shown_words
from deskbell.store.queries import articles
from deskbell.store.queries.articles import seen_by, titled
from deskbell.store.search.suggest import alike
from deskbell.store.session import Session
from deskbell.store.tables import article, article_link, article_text

# So many of each kind are compared; the newest of a category are as good as any.
_COMPARED: Final = 40
_ALIKE: Final = 8


def related(session: Session, agent_id: int | None, article_id: int, language: str) -> tuple[RelatedArticle, ...]:
    """The published articles that are nearest to this one, the nearest first; those that link to it left out, which are listed with it. None where the agent
    does not see it."""
    here = articles.read(session, agent_id, article_id, language)
    if here is None:
        return ()
    words = alike(
        session, here.text.title, plain(read(here.text.body)), agent_id, here.text.language, article_id, _ALIKE
    )
    found = nearest(_in_common(session, agent_id, here, {one.text.article_id: one for one in words}))
    titles = {row.id: row.title for row in titled(session, agent_id, [one.article_id for one in found], language)}
    return tuple(
        RelatedArticle(one.article_id, titles[one.article_id], one.linked, one.tags, one.words, one.same_category)
        for one in found
    )


def _in_common(session: Session, agent_id: int | None, here: Article, words: dict[int, Likely]) -> list[InCommon]:
    linked = _linked(session, here.id)
    there = _candidates(session, agent_id, here, [*linked, *words])
    nearby = {link.id for link in here.linked_from}
    return [
        InCommon(
            article_id=number,
            linked=number in linked,
            tags=tuple(tag for tag in here.tags if tag in tags),
            words=shown_words(words[number].words) if number in words else (),
            likeness=words[number].score if number in words else 0.0,
            same_category=category_id is not None and category_id == here.category_id,
        )
        for number, category_id, tags in there
        if number not in nearby
    ]


def _linked(session: Session, article_id: int) -> set[int]:
    """Where the article links to, in any of its languages."""
    query = (
        select(article_link.c.target_id)
        .join(article_text, article_text.c.id == article_link.c.text_id)
        .where(article_text.c.article_id == article_id)
        .limit(_COMPARED)
    )
    return set(session.connection.execute(query).scalars())


def _candidates(
    session: Session, agent_id: int | None, here: Article, known: Sequence[int]
) -> set[tuple[int, int | None, tuple[str, ...]]]:
    """Those that are known, and some that have a tag or the category of this one: published, and seen by the agent."""
    of = article.c
    kept = type_coerce(of.tags, Text)
    # As `Json` keeps it, with the quotes around it.
    tagged = [kept.contains(json.dumps(tag, ensure_ascii=False), autoescape=True) for tag in here.tags]
    ways: list[ColumnElement[bool]] = [of.id.in_(known)]
    if tagged:
        ways.append(or_(*tagged))
    if here.category_id is not None:
        ways.append(of.category_id == here.category_id)
    found: set[tuple[int, int | None, tuple[str, ...]]] = set()
    for way in ways:
        query = (
            select(of.id, of.category_id, of.tags)
            .where(way, of.id != here.id, of.state == ArticleState.PUBLISHED.value, seen_by(agent_id))
            .order_by(of.id.desc())
            .limit(_COMPARED)
        )
        found |= {(row.id, row.category_id, tuple(row.tags)) for row in session.connection.execute(query)}
    return found
