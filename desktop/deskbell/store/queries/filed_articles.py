"""Articles with all that goes into files, many at a time, and the keys that they are known by there."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import select

from deskbell.model.article_files import FiledSettings
from deskbell.model.articles import ArticleState, Audience
from deskbell.store import blobs
from deskbell.store.queries.articles import seen_by
from deskbell.store.session import Session
from deskbell.store.tables import agent, article, article_file, article_revision, article_text, blob, team
from deskbell.store.tables.base import to_milliseconds

_MADE_HERE: Final = re.compile(r"([0-9a-f]{8,12})-([0-9]{1,18})")


class KeptFile(Struct, frozen=True):
    """A file of an article; `size` is that of its content."""

    id: int
    name: str
    content_type: str
    blob_id: int
    size: int


class KeptText(Struct, frozen=True):
    """What an article says in one language; `of_first` as in `model.articles.ArticleText`."""

    id: int
    language: str
    title: str
    body: str
    revision: int
    of_first: int
    changed_at: datetime


class KeptArticle(Struct, frozen=True):
    """An article as it is; its first text is in its first language. `row` are its columns."""

    id: int
    key: str
    row: Mapping[str, Any]
    settings: FiledSettings
    texts: tuple[KeptText, ...]
    files: tuple[KeptFile, ...]


class Named(Struct, frozen=True):
    """An article to be given a place among files: by its title in its first language."""

    id: int
    key: str
    category_id: int | None
    title: str
    language: str


def key_of(article_id: int, key: str | None, created_at: datetime) -> str:
    """What an article is known by in files: no other desk makes one of the same number in the same thousandth of a second."""
    return key or f"{to_milliseconds(created_at):x}-{article_id}"


def ids_of(session: Session, agent_id: int | None, keys: Iterable[str]) -> dict[str, int]:
    """Those of these keys that are of articles that the agent sees, and which ones."""
    wanted = set(keys)
    made_here = sorted({int(found[2]) for key in wanted if (found := _MADE_HERE.fullmatch(key)) is not None})
    columns = select(article.c.id, article.c.key, article.c.created_at).where(seen_by(agent_id))
    known: dict[str, int] = {}
    # When one was made is compared here: a key of somebody else's may name a time that no clock has, and thousands of them are no condition for SQLite.
    for condition in (article.c.key.in_(sorted(wanted)), article.c.key.is_(None) & article.c.id.in_(made_here)):
        rows = session.connection.execute(columns.where(condition).order_by(article.c.id.desc()))
        known |= {key: row.id for row in rows if (key := key_of(row.id, row.key, row.created_at)) in wanted}
    return known


def named(session: Session, agent_id: int | None, *, for_customers: bool = False) -> tuple[Named, ...]:
    """All articles that the agent sees, by title; `for_customers`: those alone that are published for everybody and may be sent to customers."""
    in_first = (article_text.c.article_id == article.c.id) & (article_text.c.language == article.c.language)
    query = (
        select(
            article.c.id,
            article.c.key,
            article.c.created_at,
            article.c.category_id,
            article_text.c.title,
            article_text.c.language,
        )
        .join(article_text, in_first)
        .where(seen_by(agent_id))
    )
    if for_customers:
        query = query.where(
            article.c.state == ArticleState.PUBLISHED.value,
            article.c.audience == Audience.EVERYONE.value,
            article.c.sendable,
        )
    found = [
        Named(row.id, key_of(row.id, row.key, row.created_at), row.category_id, row.title, row.language)
        for row in session.connection.execute(query)
    ]
    return tuple(sorted(found, key=lambda one: (one.title.casefold(), one.key)))


def is_for_customers(settings: FiledSettings) -> bool:
    """Whether customers may see an article: as `named` asks for those."""
    published = settings.state is ArticleState.PUBLISHED
    return published and settings.audience is Audience.EVERYONE and settings.sendable


def kept(session: Session, agent_id: int | None, ids: Sequence[int]) -> dict[int, KeptArticle]:
    """These articles, those of them that the agent sees."""
    found = session.connection.execute(select(article).where(article.c.id.in_(ids), seen_by(agent_id))).all()
    there = [row.id for row in found]
    texts, files = _texts(session, there), _files(session, there)
    people: dict[int | None, str] = {
        row.id: row.email for row in session.connection.execute(select(agent.c.id, agent.c.email))
    }
    teams: dict[int | None, str] = {
        row.id: row.name for row in session.connection.execute(select(team.c.id, team.c.name))
    }
    return {
        row.id: KeptArticle(
            id=row.id,
            key=key_of(row.id, row.key, row.created_at),
            row=dict(row._mapping),
            settings=_settings(row, people, teams),
            texts=_first_first(texts[row.id], row.language),
            files=tuple(files[row.id]),
        )
        for row in found
        if row.id in texts
    }


def contents(session: Session, articles: Iterable[KeptArticle]) -> dict[int, bytes]:
    """The bytes of the files of these articles, which were read in this transaction, by the ids of the files."""
    of_files = {file.id: file.blob_id for one in articles for file in one.files}
    found = blobs.read_all(session, of_files.values())
    return {number: found[blob_id] for number, blob_id in of_files.items()}


def _first_first(texts: Sequence[KeptText], first: str) -> tuple[KeptText, ...]:
    return tuple(sorted(texts, key=lambda one: (one.language != first, one.language)))


def _settings(row: Any, people: Mapping[int | None, str], teams: Mapping[int | None, str]) -> FiledSettings:
    return FiledSettings(
        state=ArticleState(row.state),
        audience=Audience(row.audience),
        team=teams.get(row.team_id, ""),
        owner=people.get(row.owner_id, ""),
        verifier=people.get(row.verifier_id, ""),
        review_days=row.review_days,
        verified=row.verified_at,
        verified_by=people.get(row.verified_by, ""),
        doubt=row.doubt,
        tags=tuple(row.tags),
        sendable=row.sendable,
    )


def _texts(session: Session, ids: Sequence[int]) -> dict[int, list[KeptText]]:
    last = (article_revision.c.text_id == article_text.c.id) & (article_revision.c.number == article_text.c.revision)
    of = article_text.c
    query = select(
        of.article_id, of.id, of.language, of.title, article_revision.c.body, of.revision, of.of_first, of.changed_at
    )
    found: dict[int, list[KeptText]] = defaultdict(list)
    for article_id, *rest in session.connection.execute(
        query.join_from(article_text, article_revision, last).where(of.article_id.in_(ids))
    ):
        found[article_id].append(KeptText(*rest))
    return found


def _files(session: Session, ids: Sequence[int]) -> dict[int, list[KeptFile]]:
    of = article_file.c
    query = select(of.article_id, of.id, of.name, of.content_type, of.blob_id, blob.c.size)
    found: dict[int, list[KeptFile]] = defaultdict(list)
    for row in session.connection.execute(
        query.join(blob, blob.c.id == of.blob_id).where(of.article_id.in_(ids)).order_by(of.id)
    ):
        one = KeptFile(row.id, row.name, row.content_type, row.blob_id, row.size)
        found[row.article_id].append(one)
    return found
