"""Lists that are sorted whole: by what a column says, and in groups. What is needed for that of each ticket is gathered along the view's own index, and
sorted here, so that both engines have one order; only the tickets of a page are read.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Protocol

from msgspec import Struct
from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Select,
    any_,
    bindparam,
    case,
    func,
    literal,
    select,
    type_coerce,
)

from deskbell.model.columns import Column
from deskbell.model.grouping import Group, Grouping, GroupRow, WholeList
from deskbell.model.kinds import TicketType
from deskbell.model.rows import TicketPage, TicketRow
from deskbell.model.views import ANY_SIZE, MOST_SORTED, NOT_DUE, PageKey, Rank, Sort
from deskbell.rules import ordering
from deskbell.rules.due import WAITING
from deskbell.store.queries.cards import cards
from deskbell.store.queries.keyset import Road
from deskbell.store.session import Session
from deskbell.store.tables import address, agent, customer, mailbox, team, ticket


class _Gathered(Protocol):
    """A row of what is gathered of a ticket: what the column of the order says, and the group that it is in."""

    id: int
    priority: int
    activity: int
    due: int | None
    said: ordering.Value
    of: int | None
    name: str | None


class Lines(Struct, frozen=True):
    """The lines of a list in order: what was gathered of each ticket, and the heads of groups. `rank` tells where one stands."""

    entries: Sequence["_Gathered | GroupRow"]
    tickets: int
    rank: Callable[["_Gathered | GroupRow"], Rank]

    def numbers(self) -> list[int]:
        """The tickets in order."""
        return [entry.id for entry in self.entries if entry.id > 0]


def lines(session: Session, road: Road, sort: Sort, grouping: Grouping | None) -> Lines | None:
    """All lines of a view; None where it has too many to be sorted."""
    place = (road.activity, road.ticket_id)
    query = _gathering(sort, grouping, road).where(*road.where)
    if road.ticket_id is not ticket.c.id:
        query = query.where(ticket.c.id == road.ticket_id)
    # In the order of the view's index, and for so many as they are: else PostgreSQL may take reading all tickets for quicker.
    most = literal(MOST_SORTED + 1, literal_execute=True)
    query = query.order_by(*(column.desc() for column in place)).limit(most)
    found = _gathered(session, query)
    return None if len(found) > MOST_SORTED else _arranged(found, sort, grouping, latest_first=True)


def lines_of(session: Session, ids: Sequence[int], sort: Sort, grouping: Grouping | None) -> Lines:
    """The lines of a list of these tickets: as a column says, and for an order that lies in an index in the one in which they are given."""
    asked = bindparam("ids", list(ids), ARRAY(BigInteger)) if session.engine_name == "postgresql" else None
    there = ticket.c.id.in_(ids) if asked is None else ticket.c.id == any_(asked)
    found = _gathered(session, _gathering(sort, grouping, Road(())).where(there))
    given = {ticket_id: number for number, ticket_id in enumerate(ids)} if sort in ANY_SIZE else None
    return _arranged(found, sort, grouping, given=given)


def page(
    session: Session,
    found: Lines,
    *,
    after: PageKey | None = None,
    before: PageKey | None = None,
    skip: int = 0,
    limit: int = 50,
) -> TicketPage:
    """A page of the lines of a list, as `queries.ticket_list.page`."""
    entries, rank = found.entries, found.rank
    if after is None and before is not None:
        end = max(bisect_left(entries, before.rank, key=rank) - skip, 0)
        start = max(end - limit, 0)
    else:
        start = skip + (bisect_right(entries, after.rank, key=rank) if after is not None else 0)
        end = start + limit
    shown = entries[start:end]
    there = {row.id: row for row in cards(session, [entry.id for entry in shown if entry.id > 0])}
    # What went between two statements, where each has a transaction of its own, is left out.
    rows = [row for entry in shown if (row := entry if isinstance(entry, GroupRow) else there.get(entry.id))]
    heads = tuple(number for number, entry in enumerate(entries) if entry.id < 0)
    groups = tuple(entries[number].id for number in heads)
    whole = WholeList(len(entries), found.tickets, heads, groups, start, tuple(rows))
    only = tuple(row for row in rows if isinstance(row, TicketRow))
    first, last = (PageKey(0, 0, shown[at].id, rank=rank(shown[at])) if shown else None for at in (0, -1))
    return TicketPage(only, first, last, whole)


def _gathering(sort: Sort, grouping: Grouping | None, road: Road) -> Select[Any]:
    column = ordering.column_of(sort)
    said = _SAID[column] if column is not None else literal(None, BigInteger)
    of, name = _GROUPS[grouping.by] if grouping is not None else (literal(None, BigInteger), literal(""))
    # As the columns keep them: to make two thousand moments of them would take longer than to read them.
    kept = {"id": road.ticket_id, "priority": road.priority, "activity": road.activity, "due": road.soonest}
    columns = [_number(one).label(called) for called, one in kept.items()]
    columns += [one.label(called) for called, one in (("said", said), ("of", of), ("name", name))]
    return select(*columns)


def _gathered(session: Session, query: Select[Any]) -> list[_Gathered]:
    rows: Any = session.connection.execute(query).all()
    return list(rows)


def _arranged(
    found: "list[_Gathered]",
    sort: Sort,
    grouping: Grouping | None,
    *,
    given: Mapping[int, int] | None = None,
    latest_first: bool = False,
) -> Lines:
    """The lines of these tickets in order, each group behind its head. `given` is an order that the rows do not tell; `latest_first`: they come so."""

    def along(row: _Gathered) -> Rank:
        if given is not None:
            return (given[row.id],)
        return ordering.along(sort, row.priority, row.activity, row.id, NOT_DUE if row.due is None else row.due)

    def place(entry: _Gathered | GroupRow) -> Rank:
        assert not isinstance(entry, GroupRow)
        return ordering.place(sort, entry.said, along(entry))

    # What is least is sorted by first, so that of most tickets no rank is made.
    by_column = sort not in ANY_SIZE
    if not (latest_first and (by_column or sort is Sort.LATEST)):
        found.sort(key=along)
    if by_column:
        found.sort(key=lambda row: ordering.said(sort, row.said))
    if grouping is None:
        return Lines(found, len(found), place)
    by, members, places = grouping.by, defaultdict[int | None, list[_Gathered]](list), dict[int | None, Rank]()
    for row in found:
        members[row.of].append(row)
    for of, rows in members.items():
        places[of] = ordering.group_place(by, of, rows[0].name or "")
    entries: list[_Gathered | GroupRow] = []
    for of in sorted(members, key=places.__getitem__):
        rows, number = members[of], ordering.group_id(of)
        folded = number in grouping.folded
        entries.append(GroupRow(number, by, of, rows[0].name or "", len(rows), folded))
        entries += () if folded else rows

    def rank(entry: _Gathered | GroupRow) -> Rank:
        if isinstance(entry, GroupRow):
            return (*places[entry.of], _HEAD)
        return (*places[entry.of], _MEMBER, *place(entry))

    return Lines(entries, len(found), rank)


_HEAD: Final = 0
_MEMBER: Final = 1


def _cut(text: ColumnElement[str]) -> ColumnElement[Any]:
    return func.substr(text, 1, ordering.LOOKED_AT)


def _number(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return type_coerce(column, BigInteger)


def _name_of(name: ColumnElement[str], there: ColumnElement[bool]) -> ColumnElement[Any]:
    # Looked up one by one by number: of a join PostgreSQL might read all customers.
    return select(_cut(name)).where(there).scalar_subquery()


_MAIL = select(_cut(address.c.email)).where(address.c.customer_id == ticket.c.customer_id, address.c.position == 0)
_CUSTOMER = func.coalesce(
    func.nullif(_name_of(customer.c.name, customer.c.id == ticket.c.customer_id), ""), _MAIL.scalar_subquery()
)
_ASSIGNEE = _name_of(agent.c.name, agent.c.id == ticket.c.assignee_id)
_TEAM = _name_of(team.c.name, team.c.id == ticket.c.team_id)
_MAILBOX = _name_of(mailbox.c.name, mailbox.c.id == ticket.c.mailbox_id)
# What only a newer program knows is no type here.
_TYPE = case((ticket.c.type.in_([int(kind) for kind in TicketType]), ticket.c.type))
_NAMELESS = literal("")
_SAID: Final[Mapping[Column, ColumnElement[Any]]] = {
    Column.NUMBER: ticket.c.id,
    Column.CUSTOMER: _CUSTOMER,
    Column.SUBJECT: _cut(ticket.c.subject),
    Column.ASSIGNEE: _ASSIGNEE,
    Column.TEAM: _TEAM,
    Column.MAILBOX: _MAILBOX,
    Column.STATUS: ticket.c.status,
    Column.TYPE: _TYPE,
    Column.CREATED: _number(ticket.c.created_at),
    Column.SNOOZED: _number(ticket.c.snoozed_until),
    Column.SLA: case((ticket.c.status.in_([int(one) for one in WAITING]), _number(ticket.c.sla_due_at))),
}
_GROUPS: Final[Mapping[Group, tuple[ColumnElement[Any], ColumnElement[Any]]]] = {
    Group.STATUS: (ticket.c.status, _NAMELESS),
    Group.PRIORITY: (ticket.c.priority, _NAMELESS),
    Group.TYPE: (_TYPE, _NAMELESS),
    Group.ASSIGNEE: (ticket.c.assignee_id, _ASSIGNEE),
    Group.TEAM: (ticket.c.team_id, _TEAM),
    Group.MAILBOX: (ticket.c.mailbox_id, _MAILBOX),
    Group.CUSTOMER: (ticket.c.customer_id, _CUSTOMER),
}
