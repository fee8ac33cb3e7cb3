"""Articles as they are listed and read. An office's database keeps who sees which; the conditions here keep it on a desk in a file, too."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import BigInteger, ColumnElement, Row, Select, Text, and_, exists, func, literal, or_, select, tuple_

from deskbell.model.articles import (
    Article,
    ArticleFile,
    ArticleLink,
    ArticlePage,
    ArticleRow,
    ArticleState,
    ArticleText,
    Audience,
    CategoryRow,
    Revision,
    TitleKey,
)
from deskbell.model.kinds import Role
from deskbell.rules.articles import trust
from deskbell.store import blobs
from deskbell.store.queries.article_uses import used_in
from deskbell.store.session import Session
from deskbell.store.tables import (
    agent,
    article,
    article_category,
    article_file,
    article_link,
    article_revision,
    article_text,
    team_member,
)

PAGE: Final = 100
"""So many articles are listed at once."""

_MOST_LINKS: Final = 500

_first = article_text.alias("first")


def seen_by(agent_id: int | None) -> ColumnElement[bool]:
    """The article is one that this agent sees; the desk itself (None) sees all."""
    if agent_id is None:
        return article.c.id.is_not(None)
    runs_it = agent.c.role.in_((Role.MANAGER.value, Role.ADMIN.value))
    theirs = (team_member.c.team_id == article.c.team_id) & (team_member.c.agent_id == agent_id)
    return or_(
        article.c.audience == Audience.EVERYONE.value,
        article.c.owner_id == agent_id,
        article.c.verifier_id == agent_id,
        and_(article.c.audience == Audience.TEAM.value, exists().where(theirs)),
        exists().where(agent.c.id == agent_id, runs_it),
    )


class Shelves(Struct, frozen=True):
    """Where articles lie: the categories, those of one parent in their order, and how many articles the agent sees in each state."""

    categories: tuple[CategoryRow, ...]
    states: Mapping[ArticleState, int]


def shelves(session: Session, agent_id: int | None) -> Shelves:
    """Where articles lie, counted by looking at each once."""
    places = (article.c.category_id, article.c.state)
    counted = select(*places, func.count()).where(seen_by(agent_id)).group_by(*places)
    holds: dict[int | None, int] = defaultdict(int)
    states: dict[ArticleState, int] = defaultdict(int)
    for category_id, state, count in session.connection.execute(counted):
        states[ArticleState(state)] += count
        holds[category_id] += count if state != ArticleState.ARCHIVED.value else 0
    of = article_category.c
    found = session.connection.execute(select(article_category).order_by(of.position, of.id))
    listed = (CategoryRow(row.id, row.name, row.parent_id, row.position, row.version, holds[row.id]) for row in found)
    return Shelves(tuple(listed), dict(states))


def categories(session: Session, agent_id: int | None) -> tuple[CategoryRow, ...]:
    """All categories, those of one parent in their order."""
    return shelves(session, agent_id).categories


def in_category(
    session: Session,
    agent_id: int | None,
    category_id: int | None,
    language: str,
    after: TitleKey | None = None,
    limit: int = PAGE,
) -> ArticlePage:
    """The articles of a category that are not archived, as `page` has them; None for those that lie in none."""
    place = article.c.category_id.is_(None) if category_id is None else article.c.category_id == category_id
    return page(session, agent_id, language, (place, article.c.state != ArticleState.ARCHIVED.value), after, limit)


def in_state(
    session: Session,
    agent_id: int | None,
    state: ArticleState,
    language: str,
    after: TitleKey | None = None,
    limit: int = PAGE,
) -> ArticlePage:
    """The articles of all categories that stand there in their life, as `page` has them."""
    return page(session, agent_id, language, (article.c.state == state.value,), after, limit)


def page(
    session: Session,
    agent_id: int | None,
    language: str,
    conditions: Sequence[ColumnElement[bool]],
    after: TitleKey | None = None,
    limit: int = PAGE,
) -> ArticlePage:
    """The articles that meet these and that the agent sees, by title, each in `language` or, where it is not there in that, in its first: at most `limit` of
    those that stand behind `after`, or of all."""
    found = _listed(session, language, (*conditions, seen_by(agent_id)), after, limit + 1)
    last = TitleKey(found[limit - 1].place, found[limit - 1].id) if len(found) > limit else None
    return ArticlePage(_rows(session, found[:limit]), last)


def titled(session: Session, agent_id: int | None, ids: Sequence[int], language: str) -> tuple[ArticleRow, ...]:
    """These articles, as `page` has them."""
    return _rows(session, _listed(session, language, (article.c.id.in_(ids), seen_by(agent_id)), None, len(ids)))


def read(session: Session, agent_id: int | None, article_id: int, language: str) -> Article | None:
    """An article in `language`, or in its first where it is not there in that; None where there is none that the agent sees."""
    found = session.connection.execute(select(article).where(article.c.id == article_id, seen_by(agent_id))).first()
    if found is None:
        return None
    query = select(article_text).where(article_text.c.article_id == article_id)
    texts = {row.language: row for row in session.connection.execute(query)}
    first = texts[found.language]
    chosen = texts.get(language, first)
    body = session.connection.execute(_body(chosen.id, chosen.revision)).scalar_one()
    changed_at = max(row.changed_at for row in texts.values())
    others = sorted(texts.keys() - {found.language})
    return Article(
        id=found.id,
        category_id=found.category_id,
        text=ArticleText(
            language=chosen.language,
            title=chosen.title,
            body=body,
            revision=chosen.revision,
            changed_at=chosen.changed_at,
            changed_by=chosen.changed_by,
            of_first=chosen.of_first,
            behind=_behind(chosen, first.revision, found.language),
        ),
        languages=(found.language, *others),
        state=ArticleState(found.state),
        audience=Audience(found.audience),
        team_id=found.team_id,
        owner_id=found.owner_id,
        verifier_id=found.verifier_id,
        review_days=found.review_days,
        verified_at=found.verified_at,
        verified_by=found.verified_by,
        doubt=found.doubt,
        trust=trust(session.now, found.verified_at, found.review_days, changed_at, found.doubt),
        tags=tuple(found.tags),
        sendable=found.sendable,
        version=found.version,
        files=_files(session, article_id),
        linked_from=_linked_from(session, agent_id, article_id, language),
        used_in=used_in(session, article_id),
    )


def revisions(session: Session, agent_id: int | None, article_id: int, language: str) -> tuple[Revision, ...]:
    """All that an article ever said in a language, the last one first; none where the agent does not see it."""
    kept = article_revision
    query = (
        select(kept.c.number, kept.c.title, kept.c.agent_id, kept.c.at, kept.c.note)
        .join(article_text, article_text.c.id == kept.c.text_id)
        .join(article, article.c.id == article_text.c.article_id)
        .where(article.c.id == article_id, article_text.c.language == language, seen_by(agent_id))
        .order_by(kept.c.number.desc())
    )
    return tuple(Revision(*row) for row in session.connection.execute(query))


class EarlierText(Struct, frozen=True):
    """What an article said in one language as of a revision."""

    number: int
    title: str
    body: str
    agent_id: int | None
    at: datetime

    @property
    def whole(self) -> str:
        """Title and text, as they are compared."""
        return f"{self.title}\n\n{self.body}"


def last_texts(
    session: Session, agent_id: int | None, article_id: int, language: str, *, most: int = 20
) -> tuple[EarlierText, ...]:
    """The last revisions of a text with their bodies, the oldest of them first; none where the agent does not see it."""
    kept = article_revision
    query = (
        select(kept.c.number, kept.c.title, kept.c.body, kept.c.agent_id, kept.c.at)
        .join(article_text, article_text.c.id == kept.c.text_id)
        .join(article, article.c.id == article_text.c.article_id)
        .where(article.c.id == article_id, article_text.c.language == language, seen_by(agent_id))
        .order_by(kept.c.number.desc())
        .limit(most)
    )
    return tuple(EarlierText(*row) for row in reversed(session.connection.execute(query).all()))


def body_of(session: Session, agent_id: int | None, article_id: int, language: str, number: int) -> str | None:
    """What one revision says; None where there is none that the agent sees."""
    query = (
        select(article_revision.c.body)
        .join(article_text, article_text.c.id == article_revision.c.text_id)
        .join(article, article.c.id == article_text.c.article_id)
        .where(article.c.id == article_id, article_text.c.language == language, article_revision.c.number == number)
        .where(seen_by(agent_id))
    )
    found: str | None = session.connection.execute(query).scalar()
    return found


def contents(session: Session, agent_id: int | None, article_id: int, ids: Sequence[int]) -> dict[int, bytes]:
    """The bytes of these files, those of them that are the article's own and are there."""
    query = (
        select(article_file.c.id, article_file.c.blob_id)
        .join(article, article.c.id == article_file.c.article_id)
        .where(article.c.id == article_id, article_file.c.id.in_(ids), seen_by(agent_id))
    )
    of_files: dict[int, int] = {row.id: row.blob_id for row in session.connection.execute(query)}
    bytes_of = blobs.read_all(session, of_files.values())
    return {number: bytes_of[blob_id] for number, blob_id in of_files.items()}


def file_content(session: Session, agent_id: int | None, file_id: int) -> bytes | None:
    """The bytes of a file, whichever article it is of; None where there is none that the agent sees."""
    owner = select(article_file.c.article_id).where(article_file.c.id == file_id)
    article_id = session.connection.execute(owner).scalar()
    return contents(session, agent_id, article_id, [file_id]).get(file_id) if article_id is not None else None


def _listed(
    session: Session, language: str, conditions: Sequence[ColumnElement[bool]], after: TitleKey | None, limit: int
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Articles with the text to show of each."""
    in_wanted = (
        select(article_text.c.language)
        .where(article_text.c.article_id == article.c.id, article_text.c.language == language)
        .correlate(article)
        .scalar_subquery()
    )
    shown = article_text.alias("shown")
    in_it = (shown.c.article_id == article.c.id) & (shown.c.language == func.coalesce(in_wanted, article.c.language))
    of_first = (_first.c.article_id == article.c.id) & (_first.c.language == article.c.language)
    place = (func.lower(shown.c.title), article.c.id)
    behind = tuple_(*place) > tuple_(literal(after.title, Text), literal(after.id, BigInteger)) if after else None
    query = (
        select(
            place[0].label("place"),
            article.c.id,
            article.c.category_id,
            article.c.language.label("first_language"),
            article.c.state,
            article.c.verified_at,
            article.c.review_days,
            article.c.doubt,
            shown.c.title,
            shown.c.language,
            shown.c.of_first,
            shown.c.changed_at,
            _first.c.revision.label("first_revision"),
        )
        .select_from(article.join(shown, in_it).join(_first, of_first))
        .where(*conditions, *(() if behind is None else (behind,)))
        .order_by(*place)
        .limit(limit)
    )
    return session.connection.execute(query).all()


def _rows(session: Session, found: Sequence[Row[*tuple[Any, ...]]]) -> tuple[ArticleRow, ...]:
    languages: dict[int, list[str]] = defaultdict(list)
    changed: dict[int, Any] = {}
    texts = select(article_text.c.article_id, article_text.c.language, article_text.c.changed_at)
    query = texts.where(article_text.c.article_id.in_([row.id for row in found])).order_by(article_text.c.language)
    for article_id, language, changed_at in session.connection.execute(query):
        languages[article_id].append(language)
        changed[article_id] = max(changed_at, changed.get(article_id, changed_at))
    return tuple(
        ArticleRow(
            id=row.id,
            category_id=row.category_id,
            title=row.title,
            language=row.language,
            state=ArticleState(row.state),
            trust=trust(session.now, row.verified_at, row.review_days, changed[row.id], row.doubt),
            changed_at=row.changed_at,
            behind=_behind(row, row.first_revision, row.first_language),
            languages=tuple(languages[row.id]),
        )
        for row in found
    )


def _behind(row: Row[*tuple[Any, ...]], first_revision: int, first_language: str) -> bool:
    return bool(row.language != first_language and row.of_first < first_revision)


def _body(text_id: int, number: int) -> Select[str]:
    kept = article_revision
    return select(kept.c.body).where(kept.c.text_id == text_id, kept.c.number == number)


def _files(session: Session, article_id: int) -> tuple[ArticleFile, ...]:
    of = article_file
    query = select(of.c.id, of.c.name, of.c.content_type, of.c.size).where(of.c.article_id == article_id)
    return tuple(ArticleFile(*row) for row in session.connection.execute(query.order_by(of.c.id)))


def _linked_from(session: Session, agent_id: int | None, article_id: int, language: str) -> tuple[ArticleLink, ...]:
    """The articles that link here, archived ones left out."""
    query = (
        select(article_text.c.article_id)
        .join(article_link, article_link.c.text_id == article_text.c.id)
        .where(article_link.c.target_id == article_id, article_text.c.article_id != article_id)
        .distinct()
        .limit(_MOST_LINKS)
    )
    ids = session.connection.execute(query).scalars().all()
    found = titled(session, agent_id, ids, language) if ids else ()
    return tuple(ArticleLink(row.id, row.title) for row in found if row.state is not ArticleState.ARCHIVED)
