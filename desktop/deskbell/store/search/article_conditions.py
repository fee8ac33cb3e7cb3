"""The conditions of a search over articles as conditions on their rows: names become ids, and whether an article can be relied on becomes times."""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from sqlalchemy import BigInteger, ColumnElement, Text, and_, cast, exists, false, func, not_, or_, select, type_coerce

from deskbell.rules.article_query import ArticleCondition, ArticleKey
from deskbell.rules.folding import fold
from deskbell.store.queries import agents
from deskbell.store.session import Session
from deskbell.store.tables import article, article_category, article_text
from deskbell.store.tables.base import to_milliseconds

_NONE: Final = ("none", "nobody")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}")
_DAY: Final = 86_400_000


def meets(session: Session, conditions: Sequence[ArticleCondition], agent_id: int | None) -> list[ColumnElement[bool]]:
    """What rows of `article`, joined with `article_text`, must meet, as `agent_id` means it."""
    found = []
    for one in conditions:
        element = or_(false(), *_KEYS[one.key](session, one.values, agent_id))
        # Of a NULL (of no category is not of this one) the opposite must be true.
        found.append(not_(func.coalesce(element, false())) if one.negated else element)
    return found


_Elements = Iterable[ColumnElement[bool]]


def _tagged(session: Session, values: Sequence[str], _: int | None) -> _Elements:
    """Tags are what they are whatever their case and accents; one that is called so as a whole."""
    kept = session.connection.execute(select(article.c.tags).distinct()).scalars()
    written = {name for tags in kept for name in tags if fold(name) in values}
    column = type_coerce(article.c.tags, Text)
    for name in sorted(written):
        # As `Json` keeps it, with the quotes around it.
        yield column.contains(json.dumps(name, ensure_ascii=False), autoescape=True)


def _categorised(session: Session, values: Sequence[str], _: int | None) -> _Elements:
    """Categories whose names begin so, with all that lie in them."""
    rows = session.connection.execute(
        select(article_category.c.id, article_category.c.parent_id, article_category.c.name)
    ).all()
    wanted = {row.id for row in rows if fold(row.name).startswith(tuple(values))}
    while more := {row.id for row in rows if row.parent_id in wanted} - wanted:
        wanted |= more
    yield article.c.category_id.in_(sorted(wanted))
    if any(value in _NONE for value in values):
        yield article.c.category_id.is_(None)


def _spoken(_: Session, values: Sequence[str], __: int | None) -> _Elements:
    """The text is of this language: zh is all Chinese, zh-cn one."""
    kept = func.lower(func.replace(article_text.c.language, "_", "-"))
    for value in (one.replace("_", "-") for one in values):
        if _LANGUAGE.fullmatch(value):
            yield or_(kept == value, kept.startswith(f"{value}-"))


def _in_state(_: Session, values: Sequence[str], __: int | None) -> _Elements:
    yield article.c.state.in_(values)


def _owned(session: Session, values: Sequence[str], agent_id: int | None) -> _Elements:
    """Whoever is called so, or begins so."""
    ids = {
        one.id
        for one in agents.rows(session)
        if any(fold(name).startswith(tuple(values)) for name in (one.name, one.email))
    }
    ids |= {agent_id} if "me" in values and agent_id is not None else set()
    yield article.c.owner_id.in_(sorted(ids))
    if any(value in _NONE for value in values):
        yield article.c.owner_id.is_(None)


def _is(session: Session, values: Sequence[str], agent_id: int | None) -> _Elements:
    of = article.c
    any_text = article_text.alias("any_text")
    verified = and_(of.doubt == "", of.verified_at.is_not(None))
    changed = exists().where(any_text.c.article_id == of.id, any_text.c.changed_at > of.verified_at).correlate(article)
    at = type_coerce(of.verified_at, BigInteger)
    late = at + cast(of.review_days, BigInteger) * _DAY <= to_milliseconds(session.now)
    known: dict[str, ColumnElement[bool]] = {
        # As `rules.articles.trust` has them.
        "verified": and_(verified, ~changed, ~late),
        "due": and_(verified, ~changed, late),
        "changed": and_(verified, changed),
        "doubted": of.doubt != "",
        "never": and_(of.doubt == "", of.verified_at.is_(None)),
        "mine": or_(of.owner_id == agent_id, of.verifier_id == agent_id),
        "sendable": of.sendable,
    }
    return [known[value] for value in values]


_KEYS: Final[dict[ArticleKey, Callable[[Session, Sequence[str], int | None], Any]]] = {
    ArticleKey.TAG: _tagged,
    ArticleKey.CATEGORY: _categorised,
    ArticleKey.LANGUAGE: _spoken,
    ArticleKey.STATE: _in_state,
    ArticleKey.OWNER: _owned,
    ArticleKey.IS: _is,
}
