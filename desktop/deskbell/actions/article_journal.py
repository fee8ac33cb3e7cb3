"""The journal of articles and their categories, which is only added to."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, select

from deskbell.model.articles import ArticleFact
from deskbell.model.commands import Command
from deskbell.rules.article_facts import Facts
from deskbell.store.bulk import insert_rows
from deskbell.store.session import Session
from deskbell.store.tables import article_journal

# A line of an article before it is written: which, what, before, after.
Line = tuple[int, ArticleFact, str, str]


def lines_of(session: Session, deed_id: str) -> Sequence[Row[Any]]:
    """What the journal has of a deed, in order."""
    of_it = select(article_journal).where(article_journal.c.deed_id == deed_id).order_by(article_journal.c.id)
    return session.connection.execute(of_it).all()


def tell(session: Session, command: Command, lines: Iterable[Line]) -> None:
    """Write lines of articles of a command that is recorded."""
    rows = (
        {"article_id": number, "category_id": None, "kind": fact.value, "before": before, "after": after}
        for number, fact, before, after in lines
    )
    _add(session, command, rows)


def tell_changed(session: Session, command: Command, article_id: int, before: Facts, after: Facts) -> None:
    """The same of what is another of one article."""
    tell(session, command, [(article_id, fact, before[fact], text) for fact, text in _other(before, after)])


def tell_category(session: Session, command: Command, category_id: int, before: Facts, after: Facts) -> None:
    """The same of a category."""
    rows = (
        {"article_id": None, "category_id": category_id, "kind": fact.value, "before": before[fact], "after": text}
        for fact, text in _other(before, after)
    )
    _add(session, command, rows)


def _other(before: Facts, after: Facts) -> Iterable[tuple[ArticleFact, str]]:
    return [(fact, text) for fact, text in after.items() if text != before[fact]]


def _add(session: Session, command: Command, rows: Iterable[Mapping[str, Any]]) -> None:
    common = {"deed_id": command.deed, "agent_id": command.agent_id, "at": session.now}
    insert_rows(session, article_journal, [{**common, **row} for row in rows])
