"""What was done to articles and their categories, taken back."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select, update

from deskbell.actions import article_categories
from deskbell.actions.article_journal import lines_of, tell, tell_category, tell_changed
from deskbell.actions.remind_to_verify import plan
from deskbell.actions.settle_article import facts, must_answer, put_into, settle
from deskbell.actions.write_article import write_text
from deskbell.model.articles import ArticleFact, ArticleState, Audience, SaveCategory, SettleArticle, WriteArticle
from deskbell.model.commands import UndoDeed
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Entity
from deskbell.rules.article_facts import as_number, of_text, to_article, to_text
from deskbell.store.queries.articles import seen_by
from deskbell.store.queries.saved_views import manages
from deskbell.store.session import Session
from deskbell.store.tables import article, article_category, article_revision, article_text

_KNOWN = frozenset(fact.value for fact in ArticleFact)
_VERIFYING = frozenset({ArticleFact.VERIFIED, ArticleFact.DOUBT})


def take_back(session: Session, command: UndoDeed) -> None:
    """Undo a deed of articles: all of it, or nothing.

    Raises `Mistake` undo.nothing, undo.article where something is no longer what it left, article.missing where not all of its articles are seen, and as
    settling, writing and moving do.
    """
    by_article: dict[int, list[Row[Any]]] = defaultdict(list)
    for line in _lines(session, command):
        by_article[line.article_id].append(line)
    if all(ArticleFact(line.kind) is ArticleFact.CATEGORY for lines in by_article.values() for line in lines):
        _move_back(session, command, [line for lines in by_article.values() for line in lines])
        return
    for article_id, lines in by_article.items():
        _take_back(session, command, article_id, lines)


def take_back_category(session: Session, command: UndoDeed) -> None:
    """Undo a deed of a category. Raises `Mistake` undo.nothing, undo.category where something is no longer what it left, rights.manager, and as changing
    categories does.
    """
    if command.agent_id is not None and not manages(session, command.agent_id):
        raise Mistake("rights.manager")
    lines = _lines(session, command)
    number = lines[0].category_id
    # First: whoever changes it after that is not written over, as its version is another then.
    row = session.connection.execute(select(article_category).where(article_category.c.id == number)).first()
    now = article_categories.facts(session, number)
    for line in lines:
        # Where it stands follows from what others do, too.
        if line.kind != ArticleFact.PLACE.value and now[ArticleFact(line.kind)] != line.after:
            raise Mistake("undo.category", name=now[ArticleFact.NAME] or line.before)
    then = {**now, **{ArticleFact(line.kind): line.before for line in lines}}
    if not then[ArticleFact.THERE]:
        article_categories.take_away(session, number, row.version if row is not None else 0)
    else:
        back = SaveCategory(
            agent_id=command.agent_id,
            id=0 if row is None else number,
            name=then[ArticleFact.NAME],
            parent_id=as_number(then[ArticleFact.PARENT]),
            place=as_number(then[ArticleFact.PLACE]),
            version=0 if row is None else row.version,
        )
        article_categories.put(session, back, again=number if row is None else 0)
    tell_category(session, command, number, now, article_categories.facts(session, number))


def _lines(session: Session, command: UndoDeed) -> Sequence[Row[Any]]:
    """What the deed did. Raises `Mistake` undo.nothing, also where it did what only a newer program knows of."""
    lines = lines_of(session, command.undo)
    if not lines or not _KNOWN.issuperset(line.kind for line in lines):
        raise Mistake("undo.nothing")
    return lines


def _move_back(session: Session, command: UndoDeed, lines: Sequence[Row[Any]]) -> None:
    """What many articles were moved by, at once."""
    ids = [line.article_id for line in lines]
    if command.agent_id is None or not manages(session, command.agent_id):
        for number in ids:
            must_answer(session, command.agent_id, number)
    query = select(article.c.id, article.c.category_id).where(article.c.id.in_(ids), seen_by(command.agent_id))
    # Held, so that nobody moves one of them after it was looked at.
    held = session.connection.execute(query.order_by(article.c.id).with_for_update())
    here = {row.id: row.category_id for row in held}
    if len(here) < len(ids):
        raise Mistake("article.missing")
    back: dict[str, list[int]] = defaultdict(list)
    for line in lines:
        if here[line.article_id] != as_number(line.after):
            raise _overtaken(session, line.article_id)
        back[line.before].append(line.article_id)
    for before, articles in back.items():
        put_into(session, articles, as_number(before))
    tell(session, command, [(line.article_id, ArticleFact.CATEGORY, line.after, line.before) for line in lines])


def _take_back(session: Session, command: UndoDeed, article_id: int, lines: Sequence[Row[Any]]) -> None:
    """What was done to one: written, verified, or settled."""
    if lines[0].kind == ArticleFact.TEXT.value:
        _write_back(session, command, article_id, lines[0])
        return
    must_answer(session, command.agent_id, article_id)
    now = facts(session, article_id, held=True)
    if any(now[ArticleFact(line.kind)] != line.after for line in lines):
        raise _overtaken(session, article_id)
    back = to_article((ArticleFact(line.kind), line.before) for line in lines)
    if {ArticleFact(line.kind) for line in lines} <= _VERIFYING:
        values = {**back, "version": article.c.version + 1}
        session.connection.execute(update(article).where(article.c.id == article_id).values(values))
        plan(session, [article_id])
        session.changed(Entity.ARTICLE, article_id)
    else:
        settle(session, _settling(session, command, article_id, back))
    tell_changed(session, command, article_id, now, facts(session, article_id))


def _write_back(session: Session, command: UndoDeed, article_id: int, line: Row[Any]) -> None:
    """Say again what it said before, as another revision: none is written over."""
    language, last = to_text(line.after)
    _, number = to_text(line.before)
    kept = article_revision.c
    query = (
        select(kept.title, kept.body, kept.of_first, article_text.c.revision)
        .join(article_text, article_text.c.id == kept.text_id)
        .join(article, article.c.id == article_text.c.article_id)
        .where(article_text.c.article_id == article_id, article_text.c.language == language, kept.number == number)
        .where(seen_by(command.agent_id))
    )
    then = session.connection.execute(query).first()
    if then is None:
        raise Mistake("article.missing")
    if then.revision != last:
        raise _overtaken(session, article_id)
    write = WriteArticle(
        agent_id=command.agent_id,
        id=article_id,
        language=language,
        title=then.title,
        body=then.body,
        base=last,
        of_first=then.of_first or None,
    )
    write_text(session, write)
    lines = (article_id, ArticleFact.TEXT, line.after, of_text(language, last + 1))
    tell(session, command, [lines])


def _settling(session: Session, command: UndoDeed, article_id: int, back: dict[str, Any]) -> SettleArticle:
    """The command that leaves an article as it is, but for these values."""
    row = session.connection.execute(select(article).where(article.c.id == article_id)).mappings().one()
    values = {name: row[name] for name in SettleArticle.__struct_fields__ if name in row} | back
    values |= {
        "agent_id": command.agent_id,
        "state": ArticleState(values["state"]),
        "audience": Audience(values["audience"]),
        "tags": tuple(values["tags"]),
    }
    return SettleArticle(**values)


def _overtaken(session: Session, article_id: int) -> Mistake:
    of_first = (article_text.c.article_id == article.c.id, article_text.c.language == article.c.language)
    query = select(article_text.c.title).where(*of_first, article.c.id == article_id)
    return Mistake("undo.article", title=session.connection.execute(query).scalar() or "")
