"""Making, changing, ordering and removing the categories of the knowledge base."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, tuple_, update
from sqlalchemy.exc import IntegrityError

from deskbell.actions.article_journal import tell_category
from deskbell.actions.deeds import record
from deskbell.model.articles import RemoveCategory, SaveCategory
from deskbell.model.errors import Conflict, Mistake
from deskbell.model.kinds import Deed, Entity
from deskbell.rules.article_facts import NO_CATEGORY, Facts, of_category
from deskbell.rules.articles import DEEPEST_CATEGORY, clean
from deskbell.store.session import Session
from deskbell.store.tables import article, article_category

_of = article_category.c


def save_category(session: Session, command: SaveCategory) -> int:
    """Make a category (id 0) or change one; its id. Raises as `put`."""
    before = facts(session, command.id)
    category_id = put(session, command)
    record(session, command, Deed.CATEGORY, [], category_id)
    tell_category(session, command, category_id, before, facts(session, category_id))
    return category_id


def remove_category(session: Session, command: RemoveCategory) -> None:
    """Throw a category away. Raises as `take_away`."""
    before = facts(session, command.id)
    take_away(session, command.id, command.version)
    record(session, command, Deed.CATEGORY, [])
    tell_category(session, command, command.id, before, NO_CATEGORY)


def facts(session: Session, category_id: int) -> Facts:
    """What a category is."""
    row = session.connection.execute(select(article_category).where(_of.id == category_id)).first()
    if row is None:
        return NO_CATEGORY
    before = (_of.parent_id.is_not_distinct_from(row.parent_id), tuple_(_of.position, _of.id) < (row.position, row.id))
    place = session.connection.execute(select(func.count()).select_from(article_category).where(*before)).scalar_one()
    return of_category(row.name, row.parent_id, place)


def put(session: Session, command: SaveCategory, *, again: int = 0) -> int:
    """Make a category (id 0; `again`: with the id that it had) or change one, for whoever records it; its id.

    Raises `Mistake` name.empty, category.missing (it or its parent), category.exists, category.within, category.deep, and `Conflict` category.changed.
    """
    name = clean(command.name)
    if not name:
        raise Mistake("name.empty")
    # All of them, of which there are some dozens: what lies within what takes them all. Held, so that of two moves none ends in the other.
    there = {row.id: row for row in session.connection.execute(select(article_category).with_for_update())}
    if (command.id and command.id not in there) or (command.parent_id is not None and command.parent_id not in there):
        raise Mistake("category.missing")
    siblings = sorted(
        (row for row in there.values() if row.parent_id == command.parent_id and row.id != command.id),
        key=lambda row: (row.position, row.id),
    )
    if any(row.name.casefold() == name.casefold() for row in siblings):
        raise Mistake("category.exists", name=name)
    _must_fit(there, command)
    if command.id == 0:
        values = {"name": name, "parent_id": command.parent_id, "position": len(siblings)}
        values |= {"id": again} if again else {}
        category_id: int = session.connection.execute(
            insert(article_category).values(values).returning(_of.id)
        ).scalar_one()
    else:
        category_id = command.id
        row = there[category_id]
        change = {"name": name, "parent_id": command.parent_id, "version": command.version + 1}
        as_read = update(article_category).where(_of.id == category_id, _of.version == command.version)
        if session.connection.execute(as_read.values(change)).rowcount == 0:
            raise Conflict("category.changed", name=row.name)
    moved = command.id == 0 or there[category_id].parent_id != command.parent_id
    if command.place is not None or moved:
        last = len(siblings) if command.place is None else min(max(command.place, 0), len(siblings))
        order = [row.id for row in siblings]
        order.insert(last, category_id)
        for position, number in enumerate(order):
            session.connection.execute(update(article_category).where(_of.id == number).values(position=position))
    session.changed(Entity.ARTICLE, 0)
    return category_id


def take_away(session: Session, category_id: int, version: int) -> None:
    """Throw one away that holds nothing, for whoever records it. Raises `Mistake` category.missing, category.full, and `Conflict` category.changed."""
    row = session.connection.execute(select(_of.name).where(_of.id == category_id).with_for_update()).first()
    if row is None:
        raise Mistake("category.missing")
    below = select(func.count()).select_from(article_category).where(_of.parent_id == category_id)
    held = select(func.count()).select_from(article).where(article.c.category_id == category_id)
    if session.connection.execute(select(below.scalar_subquery() + held.scalar_subquery())).scalar_one():
        raise Mistake("category.full", name=row.name)
    gone = delete(article_category).where(_of.id == category_id, _of.version == version)
    try:
        removed = session.connection.execute(gone).rowcount
    except IntegrityError as error:
        # Something was put into it since it was counted.
        raise Mistake("category.full", name=row.name) from error
    if removed == 0:
        raise Conflict("category.changed", name=row.name)
    session.changed(Entity.ARTICLE, 0)


def _must_fit(there: Mapping[int, Row[Any]], command: SaveCategory) -> None:
    """It lies neither within itself nor too deep, with all that lies in it."""
    depth, above = 1, command.parent_id
    while above is not None:
        if above == command.id:
            raise Mistake("category.within")
        depth, above = depth + 1, there[above].parent_id
    level, lowest = {command.id}, 0
    while command.id and level:
        level = {row.id for row in there.values() if row.parent_id in level}
        lowest += bool(level)
    if depth + lowest > DEEPEST_CATEGORY:
        raise Mistake("category.deep", limit=DEEPEST_CATEGORY)
