"""Telling who answers for an article that it is due for verification: once for each date that it is due."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import BigInteger, ColumnElement, Row, case, cast, null, select, type_coerce, update

from deskbell.model.articles import ArticleState, SeeArticleReminders
from deskbell.model.kinds import Entity
from deskbell.rules.articles import due_at, who_verifies
from deskbell.store.session import Session
from deskbell.store.tables import agent, article, article_reminder
from deskbell.store.tables.base import Moment, to_milliseconds
from deskbell.store.upsert import insert_into

AT_ONCE: Final = 500
"""Articles that are looked at in one transaction."""

_DAY: Final = 86_400_000
_LIVES = (article.c.state != ArticleState.ARCHIVED.value, article.c.verified_at.is_not(None))


def plan(session: Session, articles: Collection[int]) -> None:
    """Note when the next reminders of these are due, as they are settled and verified now. One that was told is not told again. Whoever has just given them
    away may not do so in an office: what gives away notes it at once."""
    due = case((_LIVES[0] & _LIVES[1], _due()), else_=null())
    session.connection.execute(update(article).where(article.c.id.in_(articles)).values(remind_at=due))


def plan_forgotten(session: Session) -> None:
    """Note the reminders that an older program, which knows nothing of them, has not."""
    coming = type_coerce(_due(), BigInteger) > to_milliseconds(session.now)
    forgotten = (*_LIVES, article.c.remind_at.is_(None), coming)
    session.connection.execute(update(article).where(*forgotten).values(remind_at=_due()))


def any_due(session: Session) -> bool:
    """Whether there is one to tell of."""
    return session.connection.execute(_waiting(session).limit(1)).first() is not None


def remind_to_verify(session: Session) -> int:
    """Tell of the articles that have become due; how many were looked at, `AT_ONCE` at most. Archived ones are not told of, nor those that nobody answers for."""
    of = article.c
    columns = (of.verified_at, of.review_days, of.state, of.verifier_id, of.owner_id)
    waiting = _waiting(session).add_columns(*columns).order_by(of.remind_at).limit(AT_ONCE)
    found = session.connection.execute(waiting.with_for_update(skip_locked=True)).all()
    if not found:
        return 0

    due = {row.id: due_at(row.state, row.verified_at, row.review_days) for row in found}
    later = {number: at for number, at in due.items() if at is not None and at > session.now}
    looked_at = update(article).where(of.id.in_(due.keys() - later.keys()))
    session.connection.execute(looked_at.values(remind_at=None))
    for number, at in later.items():
        session.connection.execute(update(article).where(of.id == number).values(remind_at=at))
    here = _who_is_here(session, found)
    told = [
        {"agent_id": who, "article_id": row.id, "due_at": due[row.id], "at": session.now, "seen_at": None}
        for row in found
        if due[row.id] is not None and row.id not in later
        if (who := who_verifies(row.verifier_id, row.owner_id, here)) is not None
    ]
    for agent_id in sorted(_keep(session, told)):
        session.changed(Entity.ARTICLE_REMINDER, agent_id)
    return len(found)


def see_reminders(session: Session, command: SeeArticleReminders) -> None:
    """Note that an agent has looked at these; their other windows are told where that is news."""
    of = article_reminder.c
    unseen = (of.agent_id == command.agent_id, of.article_id.in_(command.articles), of.seen_at.is_(None))
    seen = session.connection.execute(update(article_reminder).where(*unseen).values(seen_at=session.now))
    if seen.rowcount and command.agent_id is not None:
        session.changed(Entity.ARTICLE_REMINDER, command.agent_id)


def _waiting(session: Session) -> Any:
    return select(article.c.id).where(article.c.remind_at <= session.now)


def _due() -> ColumnElement[datetime]:
    verified = type_coerce(article.c.verified_at, BigInteger)
    return type_coerce(verified + cast(article.c.review_days, BigInteger) * _DAY, Moment)


def _who_is_here(session: Session, found: Sequence[Row[Any]]) -> frozenset[int]:
    """Who of those that answer for these still works here."""
    asked = {row.verifier_id for row in found} | {row.owner_id for row in found}
    query = select(agent.c.id).where(agent.c.id.in_(asked - {None}), agent.c.active)
    return frozenset(session.connection.execute(query).scalars())


def _keep(session: Session, told: Sequence[Mapping[str, Any]]) -> frozenset[int]:
    """Keep these; who hears something new by that."""
    if not told:
        return frozenset()
    new = insert_into(session, article_reminder)
    values = {name: new.excluded[name] for name in ("due_at", "at", "seen_at")}
    of = article_reminder.c
    kept = new.on_conflict_do_update(
        index_elements=[of.agent_id, of.article_id], set_=values, where=of.due_at != new.excluded.due_at
    )
    answer = session.connection.execute(kept.values(list(told)).returning(of.agent_id))
    return frozenset(answer.scalars())
