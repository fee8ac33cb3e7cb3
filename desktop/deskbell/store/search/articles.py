"""The search over articles: the same terms as for messages, in an index of their own."""

import re
from collections.abc import Sequence
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Select,
    Text,
    cast,
    column,
    delete,
    func,
    literal_column,
    select,
    table,
    text,
)

from deskbell.model.articles import ArticleHit, ArticleState
from deskbell.rules.article_query import ArticleQuery, parse
from deskbell.rules.markdown.reading import plain, read
from deskbell.rules.search_query import Words
from deskbell.store import plain as statements
from deskbell.store.queries.articles import seen_by
from deskbell.store.search import hit
from deskbell.store.search.article_conditions import meets
from deskbell.store.search.article_lines import NOWHERE, Spot, spots
from deskbell.store.search.article_sought import Sought, sought, synonyms_of
from deskbell.store.search.index import Entry, body_terms, words_of
from deskbell.store.search.near_words import NearWords
from deskbell.store.search.terms import indexed
from deskbell.store.session import Session
from deskbell.store.tables import article, article_revision, article_text

MOST: Final = 20
"""So many articles are shown at once."""

# Nobody looks further; an article may be found in several languages.
_TEXTS: Final = 500
_FTS: Final = table(
    "article_search", column("rowid", BigInteger), column("article_search", Text), column("title"), column("body")
)
# What stands in a title tells more of an article than what stands in its text.
_RANK: Final[ColumnElement[float]] = literal_column("bm25(article_search, 10.0, 1.0)")
_TSVECTORS: Final = "INSERT INTO article_search (text_id, words) VALUES (%(id)s, CAST(%(words)s AS tsvector))"
_DELETE: Final = text("DELETE FROM article_search WHERE text_id = :id")


class TextEntry(Struct, frozen=True):
    """What is to be found of one text of an article: its title, and its Markdown."""

    text_id: int
    title: str
    body: str


def add(session: Session, entries: Sequence[TextEntry]) -> None:
    """Index texts that are not in the index yet."""
    if session.engine_name == "sqlite":
        rows = [
            {"rowid": one.text_id, "title": indexed(one.title), "body": body_terms(plain(read(one.body)))}
            for one in entries
        ]
        statements.insert(session.connection, _FTS, rows)
        return
    vectors = [
        {"id": one.text_id, "words": words_of(Entry(one.text_id, one.title, plain(read(one.body)), ""))}
        for one in entries
    ]
    statements.put(session.connection, _TSVECTORS, vectors)


def replace(session: Session, entry: TextEntry) -> None:
    """Index a text anew."""
    if session.engine_name == "sqlite":
        session.connection.execute(delete(_FTS).where(_FTS.c.rowid == entry.text_id))
    else:
        session.connection.execute(_DELETE, {"id": entry.text_id})
    add(session, [entry])


def entries(session: Session, after: int, *, most: int = 500) -> list[TextEntry]:
    """The entries of the next texts after an id, as the tables have them; none at the end."""
    found = session.connection.execute(
        _last_texts(article_text.c.id, article_text.c.title, article_revision.c.body)
        .where(article_text.c.id > after)
        .order_by(article_text.c.id)
        .limit(most)
    )
    return [TextEntry(*row) for row in found]


def find(
    session: Session, typed: str, agent_id: int | None, language: str, *, limit: int = MOST, after: int = 0
) -> tuple[ArticleHit, ...]:
    """The articles that a search finds, best ones first, `limit` of them behind the first `after`: each in `language` where it is found there. Archived ones
    come last; those whose title holds all words first, the shortest title before the others.
    """
    return found(session, typed, agent_id, language, limit=limit, after=after).hits


def _find(
    session: Session,
    query: ArticleQuery,
    wanted: Sought | None,
    agent_id: int | None,
    language: str,
    *,
    limit: int,
    after: int,
) -> tuple[ArticleHit, ...]:
    if wanted is None and not query.conditions:
        return ()
    rows = _ranked(session, wanted, meets(session, query.conditions, agent_id), agent_id)
    chosen: dict[int, Any] = {}
    for row in rows:
        if row.article_id not in chosen or (row.language == language and chosen[row.article_id].language != language):
            chosen[row.article_id] = row
    best = sorted(chosen.values(), key=lambda row: row.state == ArticleState.ARCHIVED)[after : after + limit]
    where = spots(session, [row.id for row in best], hit.pattern(wanted.phrases())) if wanted and wanted.wanted else {}
    return tuple(_hit(row, where.get(row.id, NOWHERE)) for row in best)


def marked(typed: str, also: Sequence[str] = ()) -> re.Pattern[str] | None:
    """What finds the words of a search, and what was searched for `also`, in folded text, to be marked there; None where it has none."""
    wanted = sought([*parse(typed).words, *map(Words, also)])
    return hit.pattern(wanted.phrases()) if wanted and wanted.wanted else None


class Found(Struct, frozen=True):
    """What a search found. `instead` is what was searched for in place of what is typed, which nothing holds; "" where that was searched for. `also` are words
    that mean the same to the desk as those that are typed, and were searched for, too."""

    hits: tuple[ArticleHit, ...]
    instead: str = ""
    also: tuple[str, ...] = ()


def found(
    session: Session,
    typed: str,
    agent_id: int | None,
    language: str,
    near: NearWords | None = None,
    *,
    limit: int = MOST,
    after: int = 0,
) -> Found:
    """What `find` finds; where that is nothing, and `near` is there, of the same with mistyped words put right."""
    query = parse(typed)
    wanted = sought(query.words, synonyms_of(session)) if query.words else None
    hits = _find(session, query, wanted, agent_id, language, limit=limit, after=after)
    also = wanted.also if wanted else ()
    meant = near.respelt(session, typed, agent_id) if near is not None and not hits and not after else ""
    if not meant:
        return Found(hits, also=also)
    other = found(session, meant, agent_id, language, limit=limit)
    return Found(other.hits, meant, other.also) if other.hits else Found((), also=also)


def _hit(row: Any, spot: Spot) -> ArticleHit:
    state = ArticleState(row.state)
    return ArticleHit(row.article_id, row.language, row.title, state, spot.line, spot.heading, spot.anchor)


_COLUMNS: Final = (
    article_text.c.id,
    article_text.c.article_id,
    article_text.c.language,
    article_text.c.title,
    article.c.state,
)
_THERE: Final = article_text.join(article, article.c.id == article_text.c.article_id)
_BY_TITLE: Final = (func.length(article_text.c.title), article_text.c.id)


def _ranked(
    session: Session, wanted: Sought | None, conditions: Sequence[ColumnElement[bool]], agent_id: int | None
) -> Sequence[Any]:
    """The texts that are found, the best first."""
    run = session.connection.execute
    seen = (seen_by(agent_id), *conditions)
    if wanted is None:
        by_name = func.lower(article_text.c.title)
        return run(
            select(*_COLUMNS).select_from(_THERE).where(*seen).order_by(by_name, article_text.c.id).limit(_TEXTS)
        ).all()
    if session.engine_name == "postgresql":
        return run(_held(wanted, conditions).where(*seen)).all()
    of_both = _THERE.join(_FTS, _FTS.c.rowid == article_text.c.id)
    if not wanted.wanted:
        holds = select(_FTS.c.rowid).where(_FTS.c.article_search.op("MATCH")(wanted.unwanted_fts5()))
        rest = select(*_COLUMNS).select_from(_THERE).where(article_text.c.id.not_in(holds), *seen)
        return run(rest.order_by(*_BY_TITLE).limit(_TEXTS)).all()
    titled = _matching(f"{{title}} : ({wanted.fts5()})", wanted)
    found = run(select(*_COLUMNS).select_from(of_both).where(titled, *seen).order_by(*_BY_TITLE).limit(_TEXTS)).all()
    if len(found) == _TEXTS:
        return found
    # Of a great many that hold the words none is better than the others.
    some = _matching(wanted.fts5(), wanted)
    ranked = select(*_COLUMNS).select_from(of_both).where(some, *seen).order_by(_RANK, article_text.c.id).limit(_TEXTS)
    there = {row.id for row in found}
    return [*found, *(row for row in run(ranked) if row.id not in there)]


def _matching(words: str, wanted: Sought) -> ColumnElement[bool]:
    whole = f"({words}) NOT ({wanted.unwanted_fts5()})" if wanted.unwanted else words
    return _FTS.c.article_search.op("MATCH")(whole)


def _held(wanted: Sought, conditions: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """The same from PostgreSQL, whose office tells of no words but through a function."""
    within = select(article_text.c.id).select_from(_THERE).where(*conditions).scalar_subquery()
    among = func.array(within) if conditions else cast(None, ARRAY(BigInteger))
    held = func.articles_found(wanted.titled(), wanted.as_tsquery(), among, cast(_TEXTS, BigInteger))
    numbered = held.table_valued("id", with_ordinality="place").render_derived(name="held")
    of_both = _THERE.join(numbered, numbered.c.id == article_text.c.id)
    return select(*_COLUMNS).select_from(of_both).order_by(numbered.c.place)


def _last_texts(*columns: ColumnElement[Any]) -> Select[Any]:
    last = (article_revision.c.text_id == article_text.c.id) & (article_revision.c.number == article_text.c.revision)
    return select(*columns).join_from(article_text, article_revision, last)
