"""Counting readings of articles, and keeping whether they were of use."""

from datetime import timedelta
from typing import Final

from sqlalchemy import case, delete, select

from deskbell.model.article_figures import NoteReadings, SayUseful
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Entity
from deskbell.rules.articles import LONGEST_WHY, clean
from deskbell.store.queries.articles import seen_by
from deskbell.store.queries.canned import day_of
from deskbell.store.queries.names_wanted import names_wanted
from deskbell.store.session import Session
from deskbell.store.tables import article, article_opinion, article_read, article_reader
from deskbell.store.upsert import insert_into

KEPT: Final = timedelta(days=400)
"""Readings that are older are forgotten."""
NAMES_KEPT: Final = timedelta(days=31)
_MOST: Final = 500


def note_readings(session: Session, command: NoteReadings) -> None:
    """Count them, of those articles that the agent sees. Nobody's history, so no deed is recorded, and nobody need look again for it."""
    seen = select(article.c.id).where(article.c.id.in_(command.ids[:_MOST]), seen_by(command.agent_id))
    ids = session.connection.execute(seen.order_by(article.c.id)).scalars().all()
    today, named = day_of(session.now), command.agent_id is not None and names_wanted(session)
    for article_id in ids:
        if named:
            reader = {"article_id": article_id, "day": today, "agent_id": command.agent_id}
            fresh = insert_into(session, article_reader).values(reader).on_conflict_do_nothing()
            if session.connection.execute(fresh.returning(article_reader.c.day)).first() is None:
                continue  # Another window of theirs has counted it.
        of = article_read.c
        counted = insert_into(session, article_read).values(article_id=article_id, day=today, n=1, deed=command.deed)
        # The same command a second time is the same reading.
        more = {"n": of.n + case((of.deed == command.deed, 0), else_=1), "deed": command.deed}
        session.connection.execute(counted.on_conflict_do_update(index_elements=[of.article_id, of.day], set_=more))


def say_useful(session: Session, command: SayUseful) -> None:
    """Keep the agent's last opinion. Raises `Mistake` article.missing."""
    seen = select(article.c.id).where(article.c.id == command.id, seen_by(command.agent_id))
    if command.agent_id is None or session.connection.execute(seen).first() is None:
        raise Mistake("article.missing")
    why = "" if command.useful else clean(command.why)[:LONGEST_WHY]
    values = {"useful": command.useful, "why": why, "at": session.now}
    of = article_opinion.c
    fresh = insert_into(session, article_opinion).values(article_id=command.id, agent_id=command.agent_id, **values)
    session.connection.execute(fresh.on_conflict_do_update(index_elements=[of.article_id, of.agent_id], set_=values))
    session.changed(Entity.ARTICLE, command.id)


def forget_readings(session: Session) -> None:
    """Forget readings that no list asks for any more, and names where they are old or the desk wants none."""
    session.connection.execute(delete(article_read).where(article_read.c.day < day_of(session.now - KEPT)))
    names = delete(article_reader)
    if names_wanted(session):
        names = names.where(article_reader.c.day < day_of(session.now - NAMES_KEPT))
    session.connection.execute(names)
