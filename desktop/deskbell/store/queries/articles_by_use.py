"""Which articles are used most, never, or not for long, page by page."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import BigInteger, ColumnElement, Select, and_, exists, func, literal, or_, select, tuple_, type_coerce

from deskbell.model.article_figures import UsedKey, UsedPage, UsedRow
from deskbell.model.articles import ArticleState
from deskbell.store.queries.articles import PAGE, seen_by, titled
from deskbell.store.queries.canned import day_of
from deskbell.store.session import Session
from deskbell.store.tables import article, article_read, article_text, article_use

STALE_DAYS: Final = 180
_MONTH: Final = 30
_IS_PUBLISHED: Final = ArticleState.PUBLISHED.value


def most_used(
    session: Session, agent_id: int, language: str, after: UsedKey | None = None, limit: int = PAGE
) -> UsedPage:
    """What was read or used in tickets within 30 days, most first: at most `limit` of what stands behind `after`, or of all."""
    read, use = article_read.c, article_use.c
    reads = (
        select(read.article_id, func.sum(read.n).label("n"))
        .where(read.day > day_of(session.now) - _MONTH)
        .group_by(read.article_id)
        .subquery("reads")
    )
    uses = (
        select(use.article_id, func.count().label("n"))
        .where(use.at > session.now - timedelta(days=_MONTH))
        .group_by(use.article_id)
        .subquery("uses")
    )
    n_reads, n_uses = func.coalesce(reads.c.n, 0), func.coalesce(uses.c.n, 0)
    total = n_reads + n_uses
    query = (
        select(article.c.id, total.label("place"), n_reads.label("reads"), n_uses.label("uses"))
        .outerjoin(reads, reads.c.article_id == article.c.id)
        .outerjoin(uses, uses.c.article_id == article.c.id)
        .where(total > 0, article.c.state != ArticleState.ARCHIVED.value, seen_by(agent_id))
        .order_by(total.desc(), article.c.id)
    )
    if after is not None:
        query = query.where(or_(total < after.place, and_(total == after.place, article.c.id > after.id)))
    return _page(session, agent_id, language, query, limit)


def never_used(
    session: Session, agent_id: int, language: str, after: UsedKey | None = None, limit: int = PAGE
) -> UsedPage:
    """What is published and neither read nor used in a ticket, as far as that is kept; the oldest first, as `most_used` has it."""
    of = article.c
    place = type_coerce(of.created_at, BigInteger)
    is_read = exists().where(article_read.c.article_id == of.id).correlate(article)
    is_used = exists().where(article_use.c.article_id == of.id).correlate(article)
    query = select(of.id, place.label("place")).where(of.state == _IS_PUBLISHED, ~is_read, ~is_used, seen_by(agent_id))
    query = query.where(*_behind(place, of.id, after)).order_by(place, of.id)
    return _page(session, agent_id, language, query, limit)


def stale(session: Session, agent_id: int, language: str, after: UsedKey | None = None, limit: int = PAGE) -> UsedPage:
    """What is published and was neither changed, verified, read nor used for long; what was changed last the longest ago first, as `most_used` has it."""
    of, since = article.c, session.now - timedelta(days=STALE_DAYS)
    last, later = article_text.alias("last"), article_text.alias("later")
    place = type_coerce(last.c.changed_at, BigInteger)
    is_later = tuple_(later.c.changed_at, later.c.id) > tuple_(last.c.changed_at, last.c.id)
    is_changed_later = exists().where(later.c.article_id == last.c.article_id, is_later).correlate(last)
    is_read = exists().where(article_read.c.article_id == of.id, article_read.c.day > day_of(since)).correlate(article)
    is_used = exists().where(article_use.c.article_id == of.id, article_use.c.at > since).correlate(article)
    # With an offset it stays a question about one row: PostgreSQL would make a join of it, and read all articles for a page.
    is_out_of_use = (
        select(of.id)
        .where(of.id == last.c.article_id, of.state == _IS_PUBLISHED)
        .where(or_(of.verified_at.is_(None), of.verified_at < since), ~is_read, ~is_used, seen_by(agent_id))
        .correlate(last)
        .offset(0)
        .exists()
    )
    # Of one table only, so that it is read in the order of its index as far as the page goes.
    query = (
        select(last.c.article_id.label("id"), place.label("place"))
        .where(last.c.changed_at < since, ~is_changed_later, is_out_of_use)
        .where(*_behind(place, last.c.article_id, after))
        .order_by(place, last.c.article_id)
    )
    return _page(session, agent_id, language, query, limit)


def _behind(
    place: ColumnElement[int], number: ColumnElement[int], after: UsedKey | None
) -> Sequence[ColumnElement[bool]]:
    if after is None:
        return ()
    return (tuple_(place, number) > tuple_(literal(after.place, BigInteger), literal(after.id, BigInteger)),)


def _page(session: Session, agent_id: int, language: str, query: Select[Any], limit: int) -> UsedPage:
    found: Sequence[Any] = session.connection.execute(query.limit(limit + 1)).all()
    page = found[:limit]
    rows = {row.id: row for row in titled(session, agent_id, [one.id for one in page], language)} if page else {}
    listed = (
        UsedRow(rows[one.id], int(getattr(one, "reads", 0)), int(getattr(one, "uses", 0)))
        for one in page
        if one.id in rows
    )
    last = UsedKey(int(page[-1].place), page[-1].id) if len(found) > limit else None
    return UsedPage(tuple(listed), last)
