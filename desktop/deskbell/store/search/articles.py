"""The search over articles: the same terms as for messages, in an index of their own."""

import re
from collections.abc import Sequence
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import (
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
from deskbell.rules.markdown.reading import plain, read
from deskbell.rules.search_query import Words
from deskbell.store import plain as statements
from deskbell.store.queries.articles import seen_by
from deskbell.store.search import hit
from deskbell.store.search.asked import Phrase, asked, fts5, tsquery
from deskbell.store.search.index import Entry, body_terms, words_of
from deskbell.store.search.portions import TsQuery
from deskbell.store.search.terms import indexed
from deskbell.store.session import Session
from deskbell.store.tables import article, article_revision, article_text

MOST: Final = 20
"""So many articles are found at most."""

_ASKED: Final = re.compile(r'"([^"]+)"|(\S+)')
# An article may be found in several languages.
_TEXTS: Final = 5 * MOST
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
    session: Session, words: str, agent_id: int | None, language: str, *, limit: int = MOST
) -> tuple[ArticleHit, ...]:
    """The articles that hold all of these words, as they are typed: best ones first, each in `language` where it is found there. Archived ones come last."""
    wanted = _wanted(words)
    if not wanted:
        return ()
    rows = session.connection.execute(_found(session, wanted, agent_id)).all()
    chosen: dict[int, Any] = {}
    for row in rows:
        if row.article_id not in chosen or (row.language == language and chosen[row.article_id].language != language):
            chosen[row.article_id] = row
    best = sorted(chosen.values(), key=lambda row: row.state == ArticleState.ARCHIVED)[:limit]
    lines = _lines(session, [row.id for row in best], wanted)
    return tuple(
        ArticleHit(row.article_id, row.language, row.title, ArticleState(row.state), lines.get(row.id, ""))
        for row in best
    )


def _wanted(typed: str) -> list[Phrase]:
    """What is asked for: each word for itself, what stands in quotation marks side by side. The last word may be only begun."""
    words = [quoted or word for quoted, word in _ASKED.findall(typed)]
    whole = typed.endswith((" ", '"'))
    last = len(words) - 1
    return [phrase for n, one in enumerate(words) for phrase in asked(Words(one, prefix=n == last and not whole))]


def _found(session: Session, wanted: Sequence[Phrase], agent_id: int | None) -> Select[Any]:
    columns = (
        article_text.c.id,
        article_text.c.article_id,
        article_text.c.language,
        article_text.c.title,
        article.c.state,
    )
    there = article_text.join(article, article.c.id == article_text.c.article_id)
    if session.engine_name == "sqlite":
        holds = _FTS.c.article_search.op("MATCH")(fts5(wanted))
        of_both = there.join(_FTS, _FTS.c.rowid == article_text.c.id)
        return select(*columns).select_from(of_both).where(holds, seen_by(agent_id)).order_by(_RANK).limit(_TEXTS)
    held = func.articles_holding(cast(tsquery(wanted), TsQuery), cast(_TEXTS, BigInteger))
    numbered = held.table_valued("id", with_ordinality="place").render_derived(name="held")
    of_both = there.join(numbered, numbered.c.id == article_text.c.id)
    return select(*columns).select_from(of_both).where(seen_by(agent_id)).order_by(numbered.c.place)


def _lines(session: Session, ids: Sequence[int], wanted: Sequence[Phrase]) -> dict[int, str]:
    """The line to show of each of these texts."""
    pattern = hit.pattern(wanted)
    body = func.substr(article_revision.c.body, 1, hit.LOOKED_THROUGH)
    query = _last_texts(article_text.c.id, body).where(article_text.c.id.in_(ids))
    return {number: _without_marks(hit.line((text,), pattern)) for number, text in session.connection.execute(query)}


def _without_marks(line: str) -> str:
    """A line of Markdown as it is read: of that one line alone, as to read all of each text that is found would take longer than to find it."""
    return " ".join(plain(read(line)).split()) if line else ""


def _last_texts(*columns: ColumnElement[Any]) -> Select[Any]:
    last = (article_revision.c.text_id == article_text.c.id) & (article_revision.c.number == article_text.c.revision)
    return select(*columns).join_from(article_text, article_revision, last)
