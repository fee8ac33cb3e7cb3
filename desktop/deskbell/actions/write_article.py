"""Writing articles: every save is a revision, and none is written over."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from deskbell.actions.article_journal import tell
from deskbell.actions.deeds import record
from deskbell.actions.gaps import settle
from deskbell.model.articles import AddArticleFile, ArticleFact, WriteArticle
from deskbell.model.errors import Conflict, Mistake
from deskbell.model.gaps import GapState
from deskbell.model.kinds import Deed, Entity
from deskbell.rules.article_facts import of_text
from deskbell.rules.articles import LARGEST_FILE_MB, clean, kept_body, must_be_written_well
from deskbell.store import blobs
from deskbell.store.queries.articles import seen_by
from deskbell.store.session import Session
from deskbell.store.tables import article, article_category, article_file, article_link, article_revision, article_text
from deskbell.store.upsert import insert_into


def write_article(session: Session, command: WriteArticle) -> int:
    """Write the next revision of a text, its links, and what it is found by; the article's id.

    Raises `Mistake` as `rules.articles.must_be_written_well` does, article.missing, category.missing, and `Conflict` article.changed where the text is not
    that of the revision that was read: then nothing is written.
    """
    article_id = write_text(session, command)
    if command.gap_id:
        settle(session, command.gap_id, GapState.ANSWERED)
    if not command.base:
        # A new text is not taken away again.
        record(session, command, Deed.SETTINGS, [], article_id)
        return article_id
    record(session, command, Deed.ARTICLE, [], article_id)
    before, after = (of_text(command.language, command.base + number) for number in (0, 1))
    tell(session, command, [(article_id, ArticleFact.TEXT, before, after)])
    return article_id


def write_text(session: Session, command: WriteArticle) -> int:
    """The same for whoever records it."""
    # Loaded here: a window begins without.
    from deskbell.rules.markdown.reading import linked_articles, read
    from deskbell.store.search import articles as index

    must_be_written_well(command)
    if command.id:
        article_id, first = command.id, _seen(session, command).language
    else:
        article_id, first = _begin(session, command), command.language
    title, body = clean(command.title), kept_body(command.body)
    of_first = 0 if command.language == first else _of_first(session, command, first)
    text_id = _next(session, command, article_id, title, of_first)
    revision = {
        "text_id": text_id,
        "number": command.base + 1,
        "title": title,
        "body": body,
        "of_first": of_first,
        "note": clean(command.note),
        "agent_id": command.agent_id,
        "at": session.now,
    }
    session.connection.execute(insert(article_revision), revision)
    link(session, text_id, linked_articles(read(body)))
    index.replace(session, index.TextEntry(text_id, title, body))
    session.changed(Entity.ARTICLE, article_id)
    return article_id


def add_article_file(session: Session, command: AddArticleFile) -> int:
    """Keep a file with an article; its id. Raises `Mistake` article.missing, article.file_large."""
    _seen(session, command)
    file = command.file
    name = clean(file.name)
    if len(file.content) > LARGEST_FILE_MB << 20:
        raise Mistake("article.file_large", name=name, limit=LARGEST_FILE_MB)
    (blob_id,) = blobs.keep(session, [file.content])
    row = {
        "article_id": command.id,
        "blob_id": blob_id,
        "name": name,
        "content_type": file.content_type,
        "size": len(file.content),
    }
    file_id: int = session.connection.execute(
        insert(article_file).values(row).returning(article_file.c.id)
    ).scalar_one()
    record(session, command, Deed.SETTINGS, [], file_id)
    session.changed(Entity.ARTICLE, command.id)
    return file_id


def _seen(session: Session, command: WriteArticle | AddArticleFile) -> Row[Any]:
    query = select(article.c.language).where(article.c.id == command.id, seen_by(command.agent_id))
    found = session.connection.execute(query).first()
    if found is None:
        raise Mistake("article.missing")
    return found


def _begin(session: Session, command: WriteArticle) -> int:
    """Make a new article, a draft of its writer's."""
    if command.category_id is not None:
        there = select(article_category.c.id).where(article_category.c.id == command.category_id)
        if session.connection.execute(there).first() is None:
            raise Mistake("category.missing")
    row = {
        "category_id": command.category_id,
        "language": command.language,
        "owner_id": command.agent_id,
        "created_at": session.now,
    }
    try:
        made: int = session.connection.execute(insert(article).values(row).returning(article.c.id)).scalar_one()
    except IntegrityError as error:
        # It was there a moment ago; nobody but managers may hold it.
        raise Mistake("category.missing") from error
    return made


def _next(session: Session, command: WriteArticle, article_id: int, title: str, of_first: int) -> int:
    """Make the text one of the next revision, where it is the one that was read; its id."""
    values = {
        "title": title,
        "revision": command.base + 1,
        "of_first": of_first,
        "changed_at": session.now,
        "changed_by": command.agent_id,
    }
    of = article_text.c
    if command.base == 0:
        fresh = insert_into(session, article_text).values(article_id=article_id, language=command.language, **values)
        made = session.connection.execute(fresh.on_conflict_do_nothing().returning(of.id)).scalar()
    else:
        as_read = (*_text(article_id, command.language), of.revision == command.base)
        change = update(article_text).where(*as_read).values(values).returning(of.id)
        made = session.connection.execute(change).scalar()
    if made is None:
        there = session.connection.execute(
            select(of.title, of.revision).where(*_text(article_id, command.language))
        ).first()
        raise Conflict(
            "article.changed", title=there.title if there else title, revision=there.revision if there else 0
        )
    return int(made)


def _of_first(session: Session, command: WriteArticle, first: str) -> int:
    """Which revision of the first language a translation is of."""
    of = article_text.c
    last: int = session.connection.execute(select(of.revision).where(*_text(command.id, first))).scalar_one()
    if command.of_first is not None:
        return max(0, min(command.of_first, last))
    before = session.connection.execute(select(of.of_first).where(*_text(command.id, command.language))).scalar()
    return last if before is None else int(before)


def _text(article_id: int, language: str) -> tuple[ColumnElement[bool], ...]:
    return article_text.c.article_id == article_id, article_text.c.language == language


def link(session: Session, text_id: int, targets: Collection[int]) -> None:
    """Keep which articles a text links to; what is not there, or not to be seen, is no link."""
    session.connection.execute(delete(article_link).where(article_link.c.text_id == text_id))
    there = session.connection.execute(select(article.c.id).where(article.c.id.in_(targets))).scalars().all()
    if there:
        session.connection.execute(insert(article_link), [{"text_id": text_id, "target_id": one} for one in there])
