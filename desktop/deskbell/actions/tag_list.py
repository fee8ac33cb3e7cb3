"""Making, changing, merging and removing the tags that the desk has."""

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import Row, Select, delete, func, insert, select, update

from deskbell.actions import customer_tags, organisation_tags, organisations
from deskbell.actions.customer_journal import Line as CustomerLine
from deskbell.actions.customer_journal import add_lines
from deskbell.actions.deeds import Line, record
from deskbell.actions.tags import as_text, ask_tags, replace_tags
from deskbell.model.commands import MergeTag, RemoveTag, SaveTag, UndoDeed
from deskbell.model.errors import Conflict, Mistake
from deskbell.model.kinds import Deed, Entity
from deskbell.rules.customers import tags_of
from deskbell.rules.organisations import Facts
from deskbell.rules.organisations import tags_of as organisation_tags_of
from deskbell.rules.tag_names import clean, clean_group
from deskbell.store.queries.customer_facts import kept
from deskbell.store.queries.saved_views import manages
from deskbell.store.session import Session
from deskbell.store.tables import (
    canned_action,
    canned_reply,
    customer_tag,
    organisation_tag,
    tag,
    tag_count,
    ticket,
    ticket_tag,
)

MERGED_AT_ONCE: Final = 200
"""The tickets, customers and organisations that one `MergeTag` gives another tag: others write and read between two of them."""


def save_tag(session: Session, command: SaveTag) -> int:
    """Make a tag (id 0) or change one; its id. A name that leads to another tag becomes free for it.

    Raises `Mistake` name.empty, tag.exists and `Conflict` tag.changed.
    """
    name = clean(command.name)
    if not name:
        raise Mistake("name.empty")
    values = {
        "name": name,
        "group": clean_group(command.group),
        "colour": command.colour.value,
        "retired": command.retired,
    }
    _free(session, name, command.id)
    if command.id == 0:
        made = insert(tag).values(**values).returning(tag.c.id)
        tag_id: int = session.connection.execute(made).scalar_one()
    else:
        tag_id = command.id
        before = _there(session, tag_id, command.version, alone=True)
        session.connection.execute(
            update(tag).where(tag.c.id == tag_id).values(values | {"version": command.version + 1})
        )
        if before.name != name:
            session.connection.execute(insert(tag).values(name=before.name, merged_into=tag_id))
    record(session, command, Deed.SETTINGS, [], tag_id)
    session.changed(Entity.TAG, tag_id)
    return tag_id


def merge_tag(session: Session, command: MergeTag) -> int:
    """Give up to `MERGED_AT_ONCE` tickets, and behind them customers and organisations, the other tag; how many tickets are left, and at least 1 until all is done.

    Raises `Mistake` tag.itself, tag.missing (where there is no such tag to merge into) and `Conflict` tag.changed.
    """
    if command.id == command.into_id:
        raise Mistake("tag.itself")
    one, other = _there(session, command.id, command.version), _there(session, command.into_id)
    ids = select(ticket_tag.c.ticket_id).where(ticket_tag.c.tag_id == one.id).limit(MERGED_AT_ONCE)
    locked = select(ticket).where(ticket.c.id.in_(ids)).order_by(ticket.c.id).with_for_update(of=ticket)
    rows = session.connection.execute(locked).all()
    numbers = [row.id for row in rows]
    people, told = _merge_of_customers(session, one, other, MERGED_AT_ONCE - len(rows))
    places = _organisations_with(session, one, MERGED_AT_ONCE - len(rows) - people)
    last = len(rows) + people + len(places) < MERGED_AT_ONCE and _are_all(session, one.id, numbers, places.keys())
    # Whoever has put it on or taken it off meanwhile has done so before the tickets were locked.
    before = {number: names for number, names in ask_tags(session, numbers)().items() if one.name in names}
    after = {number: names.keys() - {one.name} | {other.name} for number, names in before.items()}
    replace_tags(session, rows, before, after, {other.name: other.id})
    if last:
        _lead_on(session, command)
    left = 0 if last else max(1, _count(session, one.id))
    lines: list[Line] = [(number, Deed.TAGGED, as_text(before[number]), as_text(after[number])) for number in before]
    record(session, command, Deed.TAGGED, lines, left)
    add_lines(session, command, told)
    merged = {number: organisation_tags_of(known) - {one.name} | {other.name} for number, known in places.items()}
    organisation_tags.change(session, command, places, merged)
    return left


def remove_tag(session: Session, command: RemoveTag) -> None:
    """Let a tag be no more, and the names that lead to it.

    Raises `Mistake` tag.used (it is on tickets), tag.of_customers, tag.of_organisations, tag.in_macro (one puts it on) and `Conflict` tag.changed.
    """
    row = _there(session, command.id, command.version, alone=True)
    if session.connection.execute(_tickets_of(command.id).limit(1)).first() is not None:
        raise Mistake("tag.used", name=row.name)
    if session.connection.execute(_customers_of(command.id).limit(1)).first() is not None:
        raise Mistake("tag.of_customers", name=row.name)
    if session.connection.execute(_organisations_of(command.id).limit(1)).first() is not None:
        raise Mistake("tag.of_organisations", name=row.name)
    called = {row.name, *session.connection.execute(select(tag.c.name).where(tag.c.merged_into == row.id)).scalars()}
    macros = select(canned_reply.c.name, canned_action.c.add_tags).join(
        canned_reply, canned_reply.c.id == canned_action.c.reply_id
    )
    for macro in session.connection.execute(macros):
        if called & set(macro.add_tags):
            raise Mistake("tag.in_macro", name=row.name, macro=macro.name)
    session.connection.execute(delete(tag).where((tag.c.id == row.id) | (tag.c.merged_into == row.id)))
    record(session, command, Deed.SETTINGS, [])
    session.changed(Entity.TAG, command.id)


def part(session: Session, command: UndoDeed) -> bool:
    """Make a tag of what the deed that is undone has merged into another; whether it has. Raises `Mistake` rights.manager."""
    merged = session.connection.execute(select(tag.c.id).where(tag.c.merged_by == command.undo)).scalars().all()
    if not merged:
        return False
    if command.agent_id is not None and not manages(session, command.agent_id):
        raise Mistake("rights.manager")
    again = {"merged_into": None, "merged_by": None, "version": tag.c.version + 1}
    session.connection.execute(update(tag).where(tag.c.id.in_(merged)).values(again))
    for tag_id in merged:
        session.changed(Entity.TAG, tag_id)
    return True


def _there(session: Session, tag_id: int, version: int | None = None, *, alone: bool = False) -> Row[Any]:
    """The tag, which nobody merges or removes until this transaction has ended; `alone`: nor does anybody put it on or take it off. Raises `Mistake`
    tag.missing, and `Conflict` tag.changed where it is not of that version.
    """
    wanted = select(tag).where(tag.c.id == tag_id, tag.c.merged_into.is_(None))
    row = session.connection.execute(wanted.with_for_update(read=not alone, key_share=not alone)).first()
    if row is None:
        raise Mistake("tag.missing")
    if version is not None and row.version != version:
        raise Conflict("tag.changed", name=row.name)
    return row


def _are_all(session: Session, tag_id: int, tickets: Collection[int], places: Collection[int]) -> bool:
    """Whether no others have the tag; from now on nobody puts it on."""
    session.connection.execute(select(tag.c.id).where(tag.c.id == tag_id).with_for_update())
    now = session.connection.execute(_tickets_of(tag_id).limit(len(tickets) + 1)).scalars()
    more = session.connection.execute(_customers_of(tag_id).limit(1)).first()
    still = session.connection.execute(_organisations_of(tag_id).limit(len(places) + 1)).scalars()
    return more is None and set(now) <= set(tickets) and set(still) <= set(places)


def _merge_of_customers(session: Session, one: Row[Any], other: Row[Any], most: int) -> tuple[int, list[CustomerLine]]:
    """Give so many customers the other tag; how many they were, and what is told of it."""
    ids = session.connection.execute(_customers_of(one.id).limit(most)).scalars().all() if most else []
    known = kept(session, ids)
    after = {number: tags_of(facts) - {one.name} | {other.name} for number, (_, facts) in known.items()}
    return len(ids), customer_tags.change(session, known, after)


def _organisations_with(session: Session, one: Row[Any], most: int) -> dict[int, Facts]:
    """So many organisations that have a tag, locked, with what is known of them."""
    ids = session.connection.execute(_organisations_of(one.id).limit(most)).scalars().all() if most else []
    return {number: organisations.facts(session, row) for number, row in organisations.locked(session, ids).items()}


def _lead_on(session: Session, command: MergeTag) -> None:
    """Make a name that leads to the other tag of the one that was merged, as of those that led to it."""
    names = update(tag).where(tag.c.merged_into == command.id)
    session.connection.execute(names.values(merged_into=command.into_id))
    merged = {"merged_into": command.into_id, "merged_by": command.deed, "version": command.version + 1}
    session.connection.execute(update(tag).where(tag.c.id == command.id).values(merged))
    session.changed(Entity.TAG, command.id)


def _free(session: Session, name: str, for_id: int) -> None:
    """Let nothing but the tag itself have this name. Raises `Mistake` tag.exists."""
    there = session.connection.execute(select(tag).where(tag.c.name == name, tag.c.id != for_id)).first()
    if there is None:
        return
    if there.merged_into is None or session.connection.execute(_tickets_of(there.id).limit(1)).first() is not None:
        raise Mistake("tag.exists", name=name)
    session.connection.execute(delete(tag).where(tag.c.id == there.id))


def _tickets_of(tag_id: int) -> Any:
    return select(ticket_tag.c.ticket_id).where(ticket_tag.c.tag_id == tag_id)


def _customers_of(tag_id: int) -> Select[int]:
    return (
        select(customer_tag.c.customer_id).where(customer_tag.c.tag_id == tag_id).order_by(customer_tag.c.customer_id)
    )


def _organisations_of(tag_id: int) -> Select[int]:
    of_it = select(organisation_tag.c.organisation_id).where(organisation_tag.c.tag_id == tag_id)
    return of_it.order_by(organisation_tag.c.organisation_id)


def _count(session: Session, tag_id: int) -> int:
    counted = select(func.coalesce(func.sum(tag_count.c.n), 0)).where(tag_count.c.tag_id == tag_id)
    return int(session.connection.execute(counted).scalar_one())
