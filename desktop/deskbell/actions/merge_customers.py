"""Two customers who are one person become one; from the journal they can be taken apart again at any later time."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, select, update

from deskbell.actions.customer_journal import Line, add_lines, lines_of
from deskbell.actions.customers import put_phones, write
from deskbell.actions.deeds import record
from deskbell.actions.tags import ask_known
from deskbell.model.commands import UndoDeed
from deskbell.model.customers import Fact, MergeCustomers, SetApart
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Deed, Entity, MessageKind
from deskbell.rules.customers import Facts, added_of, in_lines, merged_facts, tags_of
from deskbell.rules.fields import back as fields_back
from deskbell.store.bulk import PART
from deskbell.store.queries.customer_facts import kept, sees_tickets
from deskbell.store.session import Session
from deskbell.store.tables import address, customer, customer_apart, deed, message, ticket
from deskbell.store.upsert import insert_into

_FIRST_FROM = (
    select(func.lower(message.c.from_email))
    .where(message.c.ticket_id == ticket.c.id, message.c.kind == int(MessageKind.IN))
    .order_by(message.c.at, message.c.id)
    .limit(1)
    .scalar_subquery()
)


def merge_customers(session: Session, command: MergeCustomers) -> int:
    """Give all that one customer has to another, whose id is the answer. What both know stays as the other has it; of notes both are kept.

    Raises `Mistake` customer.itself, customer.missing, customer.merged where one of them was merged into somebody already, and customer.unseen where
    tickets would stay behind.
    """
    if command.customer_id == command.into_id:
        raise Mistake("customer.itself")
    known = kept(session, (command.customer_id, command.into_id))
    if len(known) < 2:
        raise Mistake("customer.missing")
    for row, _ in known.values():
        if row.merged_into is not None:
            raise Mistake("customer.merged", name=row.name)
    (source, gone), (goal, before) = known[command.customer_id], known[command.into_id]
    _refuse_unseen(session, source)
    after = merged_facts(before, gone)
    ids = session.connection.execute(select(ticket.c.id).where(ticket.c.customer_id == source.id)).scalars().all()
    _give_tickets(session, ids, goal.id)
    emails = after[Fact.EMAILS].split("\n") if after[Fact.EMAILS] else []
    _give_addresses(session, emails, goal.id)
    write(session, goal, {fact: text for fact, text in after.items() if text != before[fact]})
    session.connection.execute(
        update(customer)
        .where(customer.c.id == source.id)
        .values(merged_into=goal.id, merged_by=command.deed, version=source.version + 1)
    )
    put_phones(session, source.id, ())
    for one in (source.id, goal.id):
        session.changed(Entity.CUSTOMER, one)
    lines: list[Line] = [
        (source.id, Fact.MERGED, "", str(goal.id)),
        (source.id, Fact.TICKETS, "", " ".join(map(str, (goal.id, *ids)))),
        (source.id, Fact.EMAILS, gone[Fact.EMAILS], ""),
        (source.id, Fact.PHONES, gone[Fact.PHONES], ""),
    ]
    lines += [(goal.id, fact, before[fact], text) for fact, text in after.items() if text != before[fact]]
    record(session, command, Deed.CUSTOMERS_MERGED, [], goal.id)
    add_lines(session, command, lines)
    return int(goal.id)


def take_apart(session: Session, command: UndoDeed) -> None:
    """Undo a merge, whatever has become of the two since: what the one had goes back as far as the other still has it, with what their addresses
    have begun since. What somebody has written of the other since stays. Raises `Mistake` undo.nothing where they are gone, and
    customer.unseen where tickets would stay behind.
    """
    lines = {(line.customer_id, Fact(line.kind)): line for line in lines_of(session, command.undo)}
    merged = next((line for (_, fact), line in lines.items() if fact is Fact.MERGED), None)
    if merged is None:
        raise Mistake("undo.nothing")
    source_id, goal_id = merged.customer_id, int(merged.after)
    root = _root(session, goal_id)
    known = kept(session, (source_id, root))
    if len(known) < 2:
        raise Mistake("undo.nothing")
    (source, _), (goal, before) = known[source_id], known[root]
    _refuse_unseen(session, goal)
    there = before[Fact.EMAILS].split("\n")
    back = [email for email in lines[source_id, Fact.EMAILS].before.split("\n") if email and email in there]
    ids = [int(one) for one in lines[source_id, Fact.TICKETS].after.split()[1:]]
    there_still, since = _still_there(session, ids, root), _begun_since(session, command.undo, back, root)
    moved = list(dict.fromkeys((*there_still, *since)))
    _give_tickets(session, moved, source_id)
    _give_addresses(session, back, source_id)
    put_phones(session, source_id, lines[source_id, Fact.PHONES].before.split("\n"))
    left = _left(lines, goal_id, before, back)
    left[Fact.TAGS] = in_lines(tags_of(before) - _tags_that_came(session, lines.get((goal_id, Fact.TAGS))))
    _give_addresses(session, left[Fact.EMAILS].split("\n"), root)
    changed = {fact: text for fact, text in left.items() if text != before[fact]}
    write(session, goal, changed)
    session.connection.execute(
        update(customer)
        .where(customer.c.id == source_id)
        .values(merged_into=None, merged_by=None, version=source.version + 1)
    )
    for one in (source_id, root):
        session.changed(Entity.CUSTOMER, one)
    told: list[Line] = [
        (source_id, Fact.MERGED, merged.after, ""),
        (source_id, Fact.TICKETS, " ".join(map(str, (root, *moved))), ""),
        (source_id, Fact.EMAILS, "", "\n".join(back)),
        (source_id, Fact.PHONES, "", lines[source_id, Fact.PHONES].before),
    ]
    add_lines(session, command, told + [(root, fact, before[fact], text) for fact, text in changed.items()])


def set_apart(session: Session, command: SetApart) -> None:
    """Say that two customers are not the same, or that this was not said. Raises `Mistake` customer.itself and customer.missing."""
    pair = sorted((command.customer_id, command.other_id))
    if pair[0] == pair[1]:
        raise Mistake("customer.itself")
    there = select(func.count()).where(customer.c.id.in_(pair))
    if session.connection.execute(there).scalar_one() < 2:
        raise Mistake("customer.missing")
    of_them = {"customer_id": pair[0], "other_id": pair[1]}
    if command.apart:
        fresh = insert_into(session, customer_apart).values(of_them)
        session.connection.execute(fresh.on_conflict_do_nothing(index_elements=list(customer_apart.primary_key)))
    else:
        rows = (customer_apart.c.customer_id == pair[0]) & (customer_apart.c.other_id == pair[1])
        session.connection.execute(delete(customer_apart).where(rows))
    for one in pair:
        session.changed(Entity.CUSTOMER, one)
    record(session, command, Deed.CUSTOMER, [])


def _refuse_unseen(session: Session, row: Row[Any]) -> None:
    """What is not seen is not changed either: it would stay with whoever has nothing any more, or go to the wrong one."""
    if not sees_tickets(session, row.id):
        raise Mistake("customer.unseen", name=row.name)


def _root(session: Session, customer_id: int) -> int:
    """Who has all of this customer's by now: they may have been merged on."""
    seen = {customer_id}
    while True:
        into = session.connection.execute(select(customer.c.merged_into).where(customer.c.id == customer_id)).scalar()
        if into is None or into in seen:
            return customer_id
        seen.add(into)
        customer_id = into


def _still_there(session: Session, ids: Sequence[int], holder: int) -> list[int]:
    there = select(ticket.c.id).where(ticket.c.id.in_(bindparam("ids", expanding=True)), ticket.c.customer_id == holder)
    return [
        found
        for start in range(0, len(ids), PART)
        for found in session.connection.execute(there, {"ids": ids[start : start + PART]}).scalars()
    ]


def _begun_since(session: Session, deed_id: str, emails: Sequence[str], holder: int) -> list[int]:
    """The tickets that came since this deed and were begun by one of these addresses."""
    since = select(deed.c.at).where(deed.c.id == deed_id).scalar_subquery()
    of_them = (ticket.c.customer_id == holder) & (ticket.c.created_at >= since)
    return list(session.connection.execute(select(ticket.c.id).where(of_them, _FIRST_FROM.in_(emails))).scalars())


def _give_tickets(session: Session, ids: Sequence[int], holder: int) -> None:
    values = {"customer_id": holder, "version": ticket.c.version + 1}
    for start in range(0, len(ids), PART):
        part = ticket.c.id.in_(ids[start : start + PART])
        session.connection.execute(update(ticket).where(part).values(values))


def _give_addresses(session: Session, emails: Sequence[str], holder: int) -> None:
    """Let these be all addresses of a customer, in this order. They are somebody's of those who are locked already."""
    for position, email in enumerate(emails):
        values = {"customer_id": holder, "position": position}
        session.connection.execute(update(address).where(address.c.email == email).values(values))


def _tags_that_came(session: Session, line: Row[Any] | None) -> set[str]:
    """The tags that the merge put on, as they are called now."""
    if line is None:
        return set()
    came = added_of(line.before, line.after)
    return ask_known(session, came)().called(came)


def _left(lines: Mapping[tuple[int, Fact], Row[Any]], goal_id: int, now: Facts, back: Sequence[str]) -> dict[Fact, str]:
    """What stays with the one that took all. What is as the merge left it becomes what it was before."""
    left = dict(now)
    left[Fact.EMAILS] = "\n".join(email for email in now[Fact.EMAILS].split("\n") if email not in back)
    for fact in now:
        line = lines.get((goal_id, fact))
        if line is None or fact in (Fact.EMAILS, Fact.TAGS):
            continue
        if fact is Fact.FIELDS:
            left[fact], _ = fields_back(now[fact], line.before, line.after)
            continue
        if fact is Fact.PHONES:
            came = added_of(line.before, line.after)
            left[fact] = "\n".join(one for one in now[fact].split("\n") if one not in came)
        elif now[fact] == line.after:
            left[fact] = line.before
    return left
