"""Putting tags on tickets and taking them off."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, TypeAlias

from msgspec import Struct
from sqlalchemy import Row, bindparam, delete, func, select

from deskbell.actions.deeds import Line, record_changes
from deskbell.actions.properties import ask_tickets
from deskbell.model.commands import ChangeTags
from deskbell.model.kinds import Deed, Entity
from deskbell.rules.tag_names import clean
from deskbell.store import plain
from deskbell.store.bulk import insert_rows
from deskbell.store.session import Session
from deskbell.store.tables import tag, ticket_tag
from deskbell.store.upsert import insert_into

Names: TypeAlias = Mapping[str, int]
"""Tags by name, with their ids."""

_TAGS = (
    select(ticket_tag.c.ticket_id, tag.c.name, tag.c.id)
    .join(tag, tag.c.id == ticket_tag.c.tag_id)
    .where(ticket_tag.c.ticket_id.in_(bindparam("ids", expanding=True)))
)
_ASKED = tag.alias("asked")
# Locked, so that none of them is merged or removed before this transaction has ended. What was merged while this waited is not found: `asked` is still as
# it was.
_KNOWN = (
    select(_ASKED.c.name, tag.c.name, tag.c.id)
    .join(tag, tag.c.id == func.coalesce(_ASKED.c.merged_into, _ASKED.c.id))
    .where(_ASKED.c.name.in_(bindparam("names", expanding=True)), tag.c.merged_into.is_(None))
    .order_by(tag.c.id)
    .with_for_update(read=True, key_share=True, of=tag)
)
_GONE = delete(ticket_tag).where(ticket_tag.c.ticket_id == bindparam("ticket"), ticket_tag.c.tag_id == bindparam("tag"))


class Known(Struct, frozen=True):
    """What tags that were asked for by name are called now, and their ids by that. What is in neither is not there."""

    now: Mapping[str, str]
    ids: Names

    def called(self, names: Iterable[str]) -> set[str]:
        """These tags by the names of now."""
        return {self.now.get(name, name) for name in names}


def change_tags(session: Session, command: ChangeTags) -> int | None:
    """Add and remove tags; tags that do not exist are made. One journal line a ticket, with all its tags before and after."""
    add = {clean(name) for name in command.add} - {""}
    remove = {clean(name) for name in command.remove}
    tickets, tags = ask_tickets(session, command.tickets), ask_tags(session, command.tickets)
    known = ask_known(session, add | remove)
    rows, before, there = tickets(), tags(), known()
    add, remove = there.called(add), remove | there.called(remove)
    after = {ticket_id: (names.keys() - remove) | add for ticket_id, names in before.items()}
    lines: list[Line] = [
        (row.id, Deed.TAGGED, as_text(before[row.id]), as_text(after[row.id]))
        for row in rows
        if before[row.id].keys() != after[row.id]
    ]
    replace_tags(session, rows, before, after, there.ids)
    return record_changes(session, command, Deed.TAGGED, lines)


def as_text(names: Iterable[str]) -> str:
    """Tags as the journal keeps them."""
    return "\n".join(sorted(names))


def ask_tags(session: Session, ids: Sequence[int]) -> Callable[[], dict[int, Names]]:
    """The tags of tickets by number; every number has an entry."""
    answer = plain.ask(session.connection, _TAGS, {"ids": ids})

    def tags() -> dict[int, Names]:
        found: dict[int, dict[str, int]] = {ticket_id: {} for ticket_id in ids}
        for ticket_id, name, tag_id in answer():
            found[ticket_id][name] = tag_id
        return {**found}

    return tags


def replace_tags(
    session: Session,
    tickets: Iterable[Row[Any]],
    before: Mapping[int, Names],
    after: Mapping[int, AbstractSet[str]],
    known: Names | None = None,
) -> None:
    """Bring tickets from the tags `before` to those `after`, by the names of now. `known` are some of their ids."""
    there = {name: tag_id for names in before.values() for name, tag_id in names.items()} | dict(known or {})
    ids = there | ids_of(session, set().union(*after.values()) - there.keys())
    changes = [
        (ids[name], row, name in after[row.id])
        for row in tickets
        if row.id in after
        for name in before[row.id].keys() ^ after[row.id]
    ]
    # In the order in which they are counted, so that no two wait for each other's counts.
    for tag_id, row, put in sorted(changes, key=lambda change: (change[0], change[1].shelf, change[1].id)):
        if put:
            place = {"shelf": row.shelf, "priority": row.priority, "activity_at": row.activity_at}
            insert_rows(session, ticket_tag, [{"ticket_id": row.id, "tag_id": tag_id} | place])
        else:
            plain.update(session.connection, _GONE, [{"ticket": row.id, "tag": tag_id}])
        session.changed(Entity.TICKET, row.id, row.id)
        session.went_on()


def ids_of(session: Session, names: set[str]) -> dict[str, int]:
    """The ids of tags by these names; what is not there is made."""
    known = dict(ask_known(session, names)().ids)
    # In one order, so that no two wait for each other.
    fresh = sorted(names - known.keys())
    if not fresh:
        return known
    # Somebody else may be making the same one, or have merged it: theirs is waited for, and taken.
    for name in fresh:
        fresh_tag = insert_into(session, tag).values(name=name)
        session.connection.execute(fresh_tag.on_conflict_do_nothing(index_elements=[tag.c.name]))
    there = ask_known(session, fresh)()
    for name in fresh:
        known[name] = there.ids[there.now[name]]
        session.changed(Entity.TAG, known[name])
    return known


def ask_known(session: Session, names: Collection[str]) -> Callable[[], Known]:
    """The tags that these names lead to, together with what is asked next; nobody merges or removes them until this transaction has ended."""
    answer = plain.ask(session.connection, _KNOWN, {"names": names})

    def known() -> Known:
        found = answer()
        return Known({asked: now for asked, now, _ in found}, {now: tag_id for _, now, tag_id in found})

    return known
