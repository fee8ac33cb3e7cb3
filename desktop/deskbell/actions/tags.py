"""Putting tags on tickets and taking them off."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import delete, insert, select

from deskbell.actions.deeds import Line, record
from deskbell.actions.properties import load
from deskbell.model.commands import ChangeTags
from deskbell.model.kinds import Deed, Entity
from deskbell.rules.tag_names import clean
from deskbell.store.session import Session
from deskbell.store.tables import tag, ticket, ticket_tag
from deskbell.store.upsert import insert_into


def change_tags(session: Session, command: ChangeTags) -> None:
    """Add and remove tags; tags that do not exist are made. One journal line a ticket, with all its tags before and after."""
    add = {clean(name) for name in command.add} - {""}
    remove = {clean(name) for name in command.remove}
    ids = [row.id for row in load(session, command.tickets)]
    before = tags_of(session, ids)
    after = {ticket_id: (names - remove) | add for ticket_id, names in before.items()}
    lines: list[Line] = [
        (ticket_id, Deed.TAGGED, as_text(before[ticket_id]), as_text(after[ticket_id]))
        for ticket_id in ids
        if before[ticket_id] != after[ticket_id]
    ]
    replace_tags(session, before, after)
    record(session, command, Deed.TAGGED, lines)


def as_text(names: Iterable[str]) -> str:
    """Tags as the journal keeps them."""
    return "\n".join(sorted(names))


def tags_of(session: Session, ids: Sequence[int]) -> dict[int, frozenset[str]]:
    """The tags of tickets by number; every number has an entry."""
    found: dict[int, set[str]] = {ticket_id: set() for ticket_id in ids}
    query = (
        select(ticket_tag.c.ticket_id, tag.c.name)
        .join(tag, tag.c.id == ticket_tag.c.tag_id)
        .where(ticket_tag.c.ticket_id.in_(ids))
    )
    for row in session.connection.execute(query):
        found[row.ticket_id].add(row.name)
    return {ticket_id: frozenset(names) for ticket_id, names in found.items()}


def replace_tags(session: Session, before: Mapping[int, frozenset[str]], after: Mapping[int, frozenset[str]]) -> None:
    """Bring tickets from the tags `before` to those `after`."""
    wanted = set().union(*after.values()) | set().union(*before.values()) if after else set()
    ids = _ids(session, wanted)
    changes = [
        (ids[name], row, name in after[row.id])
        for row in session.connection.execute(select(ticket).where(ticket.c.id.in_(list(after))))
        for name in before[row.id] ^ after[row.id]
    ]
    # In the order in which they are counted, so that no two wait for each other's counts.
    for tag_id, row, put in sorted(changes, key=lambda change: (change[0], change[1].shelf, change[1].id)):
        here = {"ticket_id": row.id, "tag_id": tag_id}
        place = {"shelf": row.shelf, "priority": row.priority, "activity_at": row.activity_at}
        if put:
            session.connection.execute(insert(ticket_tag), here | place)
        else:
            gone = delete(ticket_tag).where(ticket_tag.c.ticket_id == row.id, ticket_tag.c.tag_id == tag_id)
            session.connection.execute(gone)
        session.changed(Entity.TICKET, row.id, row.id)


def _ids(session: Session, names: set[str]) -> dict[str, int]:
    """The ids of tags by name; what is not there is made."""
    known = _known(session, names)
    # In one order, so that no two wait for each other.
    fresh = sorted(names - known.keys())
    if not fresh:
        return known
    # Somebody else may be making the same one: theirs is waited for, and taken.
    for name in fresh:
        fresh_tag = insert_into(session, tag).values(name=name)
        session.connection.execute(fresh_tag.on_conflict_do_nothing(index_elements=[tag.c.name]))
    made = _known(session, fresh)
    for tag_id in made.values():
        session.changed(Entity.TAG, tag_id)
    return known | made


def _known(session: Session, names: Iterable[str]) -> dict[str, int]:
    found = session.connection.execute(select(tag).where(tag.c.name.in_(names)))
    return {row.name: row.id for row in found}
