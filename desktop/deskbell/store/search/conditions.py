"""The conditions of a query as conditions on tickets: names become ids, words like open become shelves, days become times."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec import Struct
from sqlalchemy import ColumnElement, exists, false, func, not_, or_, select

from deskbell.model.kinds import Shelf
from deskbell.model.routing import Level
from deskbell.rules.folding import fold
from deskbell.rules.search_query import LEVELS, OF_FIELDS, PRIORITIES, STATUSES, TYPES, Condition, Key, day_of
from deskbell.store.queries import agents, mailboxes, tags, teams
from deskbell.store.queries.views import NOBODY
from deskbell.store.search import by_customer, by_due, by_field, by_organisation
from deskbell.store.search.days import begins
from deskbell.store.session import Session
from deskbell.store.tables import address, customer, draft, follower, mention, message, ticket, ticket_count, ticket_tag

_NOBODY = ("none", "nobody")
_NO_NAMES = (*_NOBODY, "mine")
_ORDINARY = frozenset({Shelf.LIVE, Shelf.SNOOZED, Shelf.DONE})
_NOT_DONE = frozenset({Shelf.LIVE, Shelf.SNOOZED})
# The shelves on which tickets of these words lie.
_SHELVES = {
    (Key.IS, "open"): _NOT_DONE,
    (Key.IS, "closed"): frozenset({Shelf.DONE}),
    (Key.IS, "overdue"): by_due.WAITING,
    (Key.IS, "snoozed"): frozenset({Shelf.SNOOZED}),
    (Key.IS, "spam"): frozenset({Shelf.SPAM}),
    (Key.IS, "trash"): frozenset({Shelf.TRASH}),
    (Key.DUE, "overdue"): by_due.WAITING,
    (Key.STATUS, "new"): _NOT_DONE,
    (Key.STATUS, "open"): _NOT_DONE,
    (Key.STATUS, "pending"): _NOT_DONE,
    (Key.STATUS, "on-hold"): _NOT_DONE,
    (Key.STATUS, "solved"): frozenset({Shelf.DONE}),
    (Key.STATUS, "closed"): frozenset({Shelf.DONE}),
    (Key.STATUS, "spam"): frozenset({Shelf.SPAM}),
    (Key.STATUS, "trash"): frozenset({Shelf.TRASH}),
}


class Where(Struct, frozen=True):
    """What a ticket must meet, the shelves it may lie on, and the period that is asked for (`until` not included).

    `counted` is what `ticket_count` knows of it. `tag` is which tag it must have, where nothing else but the period is asked for.
    """

    tickets: tuple[ColumnElement[bool], ...]
    shelves: frozenset[Shelf]
    since: datetime | None
    until: datetime | None
    counted: tuple[ColumnElement[bool], ...] = ()
    tag: int | None = None


def where(session: Session, conditions: Sequence[Condition], agent_id: int, *, found: bool) -> Where:
    """`conditions` as `agent_id` means them. `found`: they are asked of tickets that words have found, and not for all that meet them."""
    since, until = _period(session, conditions)
    shelves = _shelves(conditions)
    elements, counted, tag = [], [], None
    for condition in conditions:
        if condition.key not in (Key.BEFORE, Key.AFTER):
            if condition.key is Key.TAG:
                ids = _named(tags.names(session), condition.values)
                of_tags = ticket_tag.c.tag_id.in_(ids)
                each = found or condition.negated
                element = false() if not ids else _each(of_tags) if each else _gathered(of_tags, shelves, since)
                if len(ids) == 1 and not each:
                    tag = min(ids)
            elif condition.key in OF_FIELDS:
                each = found or condition.negated
                held = (
                    one
                    for value in condition.values
                    for one in by_field.holds(session, OF_FIELDS[condition.key], value, each=each)
                )
                element = or_(false(), *held)
            elif condition.key is Key.ORG:
                each = found or condition.negated
                element = or_(*(by_organisation.is_of(session, value, each=each) for value in condition.values))
            elif condition.key is Key.CUSTOMER_TAG:
                ids = _named(tags.names(session), condition.values)
                each = found or condition.negated
                element = by_customer.has_tag(session, ids, each=each)
            elif condition.key is Key.FOLLOWER:
                each = found or condition.negated
                element = or_(false(), *_followed(session, condition.values, agent_id, shelves, each=each))
            elif condition.key is Key.DUE:
                each = found or condition.negated
                element = or_(*(by_due.is_due(session, value, shelves, each=each) for value in condition.values))
            elif condition.key is Key.IS and "overdue" in condition.values:
                late = by_due.is_due(session, "overdue", shelves, each=found or condition.negated)
                element = or_(late, *(_is(value, agent_id) for value in condition.values if value != "overdue"))
            elif condition.key is Key.MENTIONED:
                each = found or condition.negated
                element = _mentioning(_people(session, condition.values, agent_id), each=each)
            elif condition.key in (Key.MAILBOX, Key.ASSIGNEE):
                element, known = _placed(session, condition, agent_id)
                counted += [] if condition.negated else [known]
            else:
                element = or_(false(), *_elements(session, condition, agent_id))
            # Of a NULL (nobody's ticket is not mine) the opposite must be true.
            elements.append(not_(func.coalesce(element, false())) if condition.negated else element)
    return Where(tuple(elements), shelves, since, until, tuple(counted), tag if len(elements) == 1 else None)


def _shelves(conditions: Iterable[Condition]) -> frozenset[Shelf]:
    """Spam and trash only where they are asked for by name, or a ticket by its number."""
    asked = [condition for condition in conditions if not condition.negated]
    shelves = _ORDINARY
    if any(condition.key is Key.NUMBER for condition in asked):
        shelves = frozenset(Shelf)
    for condition in asked:
        for value in condition.values:
            shelves |= _SHELVES.get((condition.key, value), frozenset())
    for condition in asked:
        named = [_SHELVES.get((condition.key, value)) for value in condition.values]
        if all(named):
            shelves &= frozenset().union(*(one for one in named if one))
    return shelves


def _period(session: Session, conditions: Iterable[Condition]) -> tuple[datetime | None, datetime | None]:
    since: list[datetime] = []
    until: list[datetime] = []
    for condition in conditions:
        if condition.key in (Key.BEFORE, Key.AFTER):
            bound = until if (condition.key is Key.BEFORE) is not condition.negated else since
            bound.extend(_moment(session, value) for value in condition.values)
    return max(since, default=None), min(until, default=None)


def _moment(session: Session, value: str) -> datetime:
    day = day_of(value, session.now.astimezone().date())
    assert day is not None, value
    return begins(day)


def _elements(session: Session, condition: Condition, agent_id: int) -> list[ColumnElement[bool]]:
    values = condition.values
    match condition.key:
        case Key.STATUS:
            return [ticket.c.status.in_([int(STATUSES[value]) for value in values])]
        case Key.PRIORITY:
            return [ticket.c.priority.in_([int(PRIORITIES[value]) for value in values])]
        case Key.TYPE:
            of_them = ticket.c.type.in_([int(TYPES[value]) for value in values if value in TYPES])
            return [of_them, ticket.c.type.is_(None)] if "none" in values else [of_them]
        case Key.LEVEL:
            # Who is not handed on is for the first.
            return [func.coalesce(ticket.c.level, int(Level.FIRST)).in_([int(LEVELS[value]) for value in values])]
        case Key.CUSTOMER:
            return _of_customers(values)
        case Key.VIP:
            vips = by_customer.is_vip(session, each=condition.negated or "no" in values)
            return [vips if value == "yes" else not_(vips) for value in values]
        case Key.NUMBER:
            return list(map(_numbered, values))
        case Key.IS:
            return [_is(value, agent_id) for value in values]
        case Key.HAS:
            return [_has(value, agent_id) for value in values]
        case Key.TEAM:
            return _of_team(session, values, agent_id)
        case _:
            raise AssertionError(condition.key)


def _numbered(value: str) -> ColumnElement[bool]:
    first, _, last = value.partition("-")
    return ticket.c.id.between(int(first), int(last)) if last else ticket.c.id == int(first)


def _of_customers(values: Sequence[str]) -> list[ColumnElement[bool]]:
    """The ticket is of a customer who has one of these addresses, or is called so."""
    emails = [value.casefold() for value in values if "@" in value]
    names = [value for value in values if "@" not in value]
    return [
        ticket.c.customer_id.in_(select(address.c.customer_id).where(address.c.email.in_(emails))),
        ticket.c.customer_id.in_(select(customer.c.id).where(customer.c.name.in_(names))),
    ]


def _each(of_tags: ColumnElement[bool]) -> ColumnElement[bool]:
    """The ticket has one of the tags: every ticket is looked at for them."""
    return exists().where(of_tags, ticket_tag.c.ticket_id == ticket.c.id)


def _gathered(of_tags: ColumnElement[bool], shelves: frozenset[Shelf], since: datetime | None) -> ColumnElement[bool]:
    """The same of all that have them, which are gathered: no more than lie on these shelves, and were active since then."""
    where = [of_tags, ticket_tag.c.shelf.in_(sorted(map(int, shelves)))]
    if since is not None:
        where.append(ticket_tag.c.activity_at >= since)
    return ticket.c.id.in_(select(ticket_tag.c.ticket_id).where(*where))


def _is(value: str, agent_id: int) -> ColumnElement[bool]:
    if value == "mine":
        return ticket.c.assignee_id == agent_id
    if value == "unassigned":
        return ticket.c.assignee_id.is_(None)
    return ticket.c.shelf.in_([int(shelf) for shelf in sorted(_SHELVES[Key.IS, value])])


def _has(value: str, agent_id: int) -> ColumnElement[bool]:
    if value == "checklist":
        return ticket.c.checklist.is_not(None)
    if value == "attachment":
        return ticket.c.attachments > 0
    return ticket.c.id.in_(select(draft.c.ticket_id).where(draft.c.agent_id == agent_id))


def _people(session: Session, values: Sequence[str], agent_id: int) -> set[int]:
    """The agents that are called so, or are `me`."""
    names = [value for value in values if value.lower() not in (*_NOBODY, "me")]
    people = [(agent.id, (agent.name, agent.email)) for agent in agents.rows(session)] if names else []
    ids = _named(people, names)
    return ids | {agent_id} if any(value.lower() == "me" for value in values) else ids


def _followed(
    session: Session, values: Sequence[str], agent_id: int, shelves: frozenset[Shelf], *, each: bool
) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if ids := _people(session, values, agent_id):
        by_them = follower.c.agent_id.in_(ids)
        if each:
            found.append(exists().where(by_them, follower.c.ticket_id == ticket.c.id))
        else:
            there = follower.c.shelf.in_(sorted(map(int, shelves)))
            found.append(ticket.c.id.in_(select(follower.c.ticket_id).where(by_them, there)))
    if any(value.lower() in _NOBODY for value in values):
        found.append(~exists().where(follower.c.ticket_id == ticket.c.id))
    return found


def _placed(session: Session, condition: Condition, agent_id: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """In which mailboxes or with whom the ticket is, and the same of `ticket_count`."""
    if condition.key is Key.MAILBOX:
        boxes = _named([(box.id, (box.name, box.address)) for box in mailboxes.rows(session)], condition.values)
        return ticket.c.mailbox_id.in_(boxes), ticket_count.c.mailbox_id.in_(boxes)
    ids = _people(session, condition.values, agent_id)
    element: ColumnElement[bool] = ticket.c.assignee_id.in_(ids)
    if any(value.lower() in _NOBODY for value in condition.values):
        element = or_(element, ticket.c.assignee_id.is_(None)) if ids else ticket.c.assignee_id.is_(None)
        ids.add(NOBODY)
    return element, ticket_count.c.assignee_id.in_(ids)


def _mentioning(ids: set[int], *, each: bool) -> ColumnElement[bool]:
    """A note of the ticket mentions one of these agents. `each`: every ticket is looked at for that; else all that do are gathered."""
    meant = mention.join(message, message.c.id == mention.c.message_id)
    of_them = mention.c.agent_id.in_(sorted(ids))
    if each:
        return exists().select_from(meant).where(of_them, message.c.ticket_id == ticket.c.id)
    return ticket.c.id.in_(select(message.c.ticket_id).select_from(meant).where(of_them))


def _of_team(session: Session, values: Sequence[str], agent_id: int) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    rows = teams.rows(session)
    ids = _named([(row.id, (row.name,)) for row in rows], [value for value in values if value.lower() not in _NO_NAMES])
    if any(value.lower() == "mine" for value in values):
        ids |= {row.id for row in rows if agent_id in row.members}
    if ids:
        found.append(ticket.c.team_id.in_(ids))
    if any(value.lower() in _NOBODY for value in values):
        found.append(ticket.c.team_id.is_(None))
    return found


def _named(rows: Iterable[tuple[int, tuple[str, ...]]], values: Iterable[str]) -> set[int]:
    """The ids of what is called by one of `values`: exactly so where something is, else those whose name holds it."""
    folded = [(row_id, tuple(map(fold, names))) for row_id, names in rows]
    found = set()
    for value in map(fold, values):
        exact = {row_id for row_id, names in folded if value in names}
        found |= exact or {row_id for row_id, names in folded if any(value in name for name in names)}
    return found
