"""The search over articles: the same terms as for messages, in an index of their own."""

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
from deskbell.rules.article_query import parse
from deskbell.rules.markdown.reading import plain, read
from deskbell.rules.search_query import Words
from deskbell.store import plain as statements
from deskbell.store.queries.articles import seen_by
from deskbell.store.search import hit
from deskbell.store.search.article_conditions import meets
from deskbell.store.search.article_lines import NOWHERE, Spot, spots
from deskbell.store.search.asked import Phrase, asked, fts5, tsquery
from deskbell.store.search.index import Entry, body_terms, words_of
from deskbell.store.search.near_words import NearWords
from deskbell.store.search.portions import Sought, TsQuery
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
    query = parse(typed)
    sought = _sought(query.words)
    if sought is None and not query.conditions:
        return ()
    rows = _ranked(session, sought, meets(session, query.conditions, agent_id), agent_id)
    chosen: dict[int, Any] = {}
    for row in rows:
        if row.article_id not in chosen or (row.language == language and chosen[row.article_id].language != language):
            chosen[row.article_id] = row
    best = sorted(chosen.values(), key=lambda row: row.state == ArticleState.ARCHIVED)[after : after + limit]
    pattern = hit.pattern(sought.wanted if sought else ())
    where = spots(session, [row.id for row in best], pattern) if sought and sought.wanted else {}
    return tuple(_hit(row, where.get(row.id, NOWHERE)) for row in best)


class Found(Struct, frozen=True):
    """What a search found. `instead` is what was searched for in place of what is typed, which nothing holds; "" where that was searched for."""

    hits: tuple[ArticleHit, ...]
    instead: str = ""


def found(
    session: Session,
    typed: str,
    agent_id: int | None,
    language: str,
    near: NearWords,
    *,
    limit: int = MOST,
    after: int = 0,
) -> Found:
    """What `find` finds; where that is nothing, of the same with mistyped words put right."""
    hits = find(session, typed, agent_id, language, limit=limit, after=after)
    if hits or after:
        return Found(hits)
    meant = near.respelt(session, typed, agent_id)
    hits = find(session, meant, agent_id, language, limit=limit) if meant else ()
    return Found(hits, meant if hits else "")


def _hit(row: Any, spot: Spot) -> ArticleHit:
    state = ArticleState(row.state)
    return ArticleHit(row.article_id, row.language, row.title, state, spot.line, spot.heading, spot.anchor)


def _sought(words: Sequence[Words]) -> Sought | None:
    """What a text must hold, and what it may not; None where nothing is asked of its words. What has no letter or digit asks for nothing, except where it is
    all that is asked."""
    wanted = [phrase for one in words if not one.negated for phrase in asked(one)]
    unwanted = [phrases for one in words if one.negated and (phrases := asked(one))]
    return Sought(wanted, unwanted) if wanted or unwanted else None


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
    session: Session, sought: Sought | None, conditions: Sequence[ColumnElement[bool]], agent_id: int | None
) -> Sequence[Any]:
    """The texts that are found, the best first."""
    run = session.connection.execute
    seen = (seen_by(agent_id), *conditions)
    if sought is None:
        by_name = func.lower(article_text.c.title)
        return run(
            select(*_COLUMNS).select_from(_THERE).where(*seen).order_by(by_name, article_text.c.id).limit(_TEXTS)
        ).all()
    if session.engine_name == "postgresql":
        return run(_held(sought, conditions).where(*seen)).all()
    of_both = _THERE.join(_FTS, _FTS.c.rowid == article_text.c.id)
    if not sought.wanted:
        holds = select(_FTS.c.rowid).where(_FTS.c.article_search.op("MATCH")(_any(sought.unwanted)))
        rest = select(*_COLUMNS).select_from(_THERE).where(article_text.c.id.not_in(holds), *seen)
        return run(rest.order_by(*_BY_TITLE).limit(_TEXTS)).all()
    titled = _matching(f"{{title}} : ({fts5(sought.wanted)})", sought.unwanted)
    found = run(select(*_COLUMNS).select_from(of_both).where(titled, *seen).order_by(*_BY_TITLE).limit(_TEXTS)).all()
    if len(found) == _TEXTS:
        return found
    # Of a great many that hold the words none is better than the others.
    some = _matching(fts5(sought.wanted), sought.unwanted)
    ranked = select(*_COLUMNS).select_from(of_both).where(some, *seen).order_by(_RANK, article_text.c.id).limit(_TEXTS)
    there = {row.id for row in found}
    return [*found, *(row for row in run(ranked) if row.id not in there)]


def _any(unwanted: Sequence[Sequence[Phrase]]) -> str:
    return " OR ".join(f"({fts5(each)})" for each in unwanted)


def _matching(words: str, unwanted: Sequence[Sequence[Phrase]]) -> ColumnElement[bool]:
    return _FTS.c.article_search.op("MATCH")(f"({words}) NOT ({_any(unwanted)})" if unwanted else words)


def _held(sought: Sought, conditions: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """The same from PostgreSQL, whose office tells of no words but through a function."""
    titled = cast(tsquery(sought.wanted), TsQuery) if sought.wanted else cast(None, TsQuery)
    within = select(article_text.c.id).select_from(_THERE).where(*conditions).scalar_subquery()
    among = func.array(within) if conditions else cast(None, ARRAY(BigInteger))
    held = func.articles_found(titled, sought.as_tsquery(), among, cast(_TEXTS, BigInteger))
    numbered = held.table_valued("id", with_ordinality="place").render_derived(name="held")
    of_both = _THERE.join(numbered, numbered.c.id == article_text.c.id)
    return select(*_COLUMNS).select_from(of_both).order_by(numbered.c.place)


def _last_texts(*columns: ColumnElement[Any]) -> Select[Any]:
    last = (article_revision.c.text_id == article_text.c.id) & (article_revision.c.number == article_text.c.revision)
    return select(*columns).join_from(article_text, article_revision, last)
