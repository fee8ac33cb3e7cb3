"""Lists that are sorted whole: by what a column says, and in groups. What is needed for that of each ticket is gathered along the view's own index, what
people, organisations and places are called is read in one go, and all is sorted here, so that both engines have one order; only the tickets of a page are read.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from heapq import merge
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from msgspec import Struct
from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Select,
    Table,
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
from deskbell.model.views import MOST_SORTED, NOT_DUE, PageKey, Rank, Sort, ViewKind, is_sorted_whole
from deskbell.rules import ordering
from deskbell.rules.due import WAITING
from deskbell.store.among import among, packed
from deskbell.store.queries.cards import cards
from deskbell.store.queries.keyset import Road
from deskbell.store.session import Session
from deskbell.store.tables import address, agent, customer, mailbox, team, ticket

if TYPE_CHECKING:
    from deskbell.store.queries.kept_lines import KeptLines

T = TypeVar("T")


class _Gathered(Protocol):
    """A row of what is gathered of a ticket: what the column of the order says, or the number of who is named there, and what tells its group."""

    id: int
    priority: int
    activity: int
    due: int | None
    created: int
    said: ordering.Value
    of: int | None


class _Named(Struct, frozen=True):
    """What numbers are called, and the groups that they belong to; None stands for nobody."""

    names: Mapping[Any, str]
    groups: Mapping[int | None, int | None]


class Lines(Struct, frozen=True):
    """The lines of a list in order: what was gathered of each ticket, and the heads of groups. `rank` tells where one stands; `heads` are the lines that are
    heads, of the groups `groups`."""

    entries: Sequence["_Gathered | GroupRow"]
    tickets: int
    rank: Callable[["_Gathered | GroupRow"], Rank]
    heads: tuple[int, ...] = ()
    groups: tuple[int, ...] = ()

    def numbers(self) -> list[int]:
        """The tickets in order."""
        return [entry.id for entry in self.entries if entry.id > 0]


def lines(session: Session, roads: Sequence[Road], sort: Sort, grouping: Grouping | None) -> Lines | None:
    """All lines of a view, which is read along one road or several; None where it has too many to be sorted."""
    found: list[_Gathered] = []
    for road in roads:
        query = _gathering(sort, grouping, road).where(*road.where)
        if road.ticket_id is not ticket.c.id:
            query = query.where(ticket.c.id == road.ticket_id)
        # In the order of the view's index, and for so many as they are: else PostgreSQL may take reading all tickets for quicker.
        most = literal(MOST_SORTED + 1, literal_execute=True)
        found += _gathered(session, query.order_by(road.activity.desc(), road.ticket_id.desc()).limit(most))
        if len(found) > MOST_SORTED:
            return None
    return _arranged(session, found, sort, grouping, latest_first=len(roads) == 1)


def lines_of(session: Session, ids: Sequence[int], sort: Sort, grouping: Grouping | None) -> Lines:
    """The lines of a list of these tickets, which a search found: as a column says, and for the other orders in the one in which they are given."""
    asked = bindparam("ids", list(ids), ARRAY(BigInteger)) if session.engine_name == "postgresql" else None
    there = ticket.c.id.in_(ids) if asked is None else ticket.c.id == any_(asked)
    found = _gathered(session, _gathering(sort, grouping, Road(())).where(there))
    is_given = not is_sorted_whole(ViewKind.SEARCH, sort)
    given = {ticket_id: number for number, ticket_id in enumerate(ids)} if is_given else None
    return _arranged(session, found, sort, grouping, given=given)


def page(session: Session, found: Lines, **which: Any) -> TicketPage:
    """A page of the lines of a list; `which` one as `queries.ticket_list.page` is told."""
    return _page(session, found, **which)[0]


def kept_page(
    session: Session, kept: "KeptLines | None", read: Callable[[], Lines | None], **which: Any
) -> TicketPage | None:
    """A page of the lines that are kept, else of those that are read now; None where these are too many. Where a ticket of the page was deleted or hidden
    since, what is kept is read anew: nothing would ever fill its row."""
    if kept is not None and kept.is_large:
        found = kept.lines(read)
        assert found is not None
        shown, is_all = _page(session, found, **which)
        if is_all:
            return shown
        kept.forget()
    found = kept.lines(read) if kept is not None else read()
    return page(session, found, **which) if found is not None else None


def _page(
    session: Session,
    found: Lines,
    *,
    after: PageKey | None = None,
    before: PageKey | None = None,
    skip: int = 0,
    limit: int = 50,
) -> tuple[TicketPage, bool]:
    """A page, and whether all tickets of it are there."""
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
    whole = WholeList(len(entries), found.tickets, found.heads, found.groups, start, tuple(rows))
    only = tuple(row for row in rows if isinstance(row, TicketRow))
    first, last = (PageKey(0, 0, shown[at].id, rank=rank(shown[at])) if shown else None for at in (0, -1))
    return TicketPage(only, first, last, whole), len(rows) == len(shown)


def _gathering(sort: Sort, grouping: Grouping | None, road: Road) -> Select[Any]:
    column = ordering.column_of(sort)
    nothing = literal(None, BigInteger)
    # As the columns keep them: to make thousands of moments of them would take longer than to read them.
    kept = {"id": road.ticket_id, "priority": road.priority, "activity": road.activity, "due": road.soonest}
    kept["created"] = ticket.c.created_at
    columns = [_number(one).label(called) for called, one in kept.items()]
    columns.append((_SAID[column] if column is not None else nothing).label("said"))
    columns.append((_GROUPS[grouping.by] if grouping is not None else nothing).label("of"))
    return select(*columns)


def _gathered(session: Session, query: Select[Any]) -> list[_Gathered]:
    rows: Any = session.connection.execute(query).all()
    return list(rows)


def _arranged(
    session: Session,
    found: "list[_Gathered]",
    sort: Sort,
    grouping: Grouping | None,
    *,
    given: Mapping[int, int] | None = None,
    latest_first: bool = False,
) -> Lines:
    """The lines of these tickets in order, each group behind its head. `given` is an order that the rows do not tell; `latest_first`: they come so."""
    column = ordering.column_of(sort)
    named = _named(session, column, {row.said for row in found}) if column is not None and column in _CALLED else None

    def along(row: _Gathered) -> Rank:
        if given is not None:
            return (given[row.id],)
        due = NOT_DUE if row.due is None else row.due
        return ordering.along(sort, row.priority, row.activity, row.id, due, row.created)

    @cache
    def said(value: ordering.Value) -> Rank:
        return ordering.said(sort, value if named is None else named.names.get(value))

    def place(entry: _Gathered | GroupRow) -> Rank:
        assert not isinstance(entry, GroupRow)
        return along(entry) if column is None else (*said(entry.said), *along(entry))

    # What is least is sorted by first, so that of most tickets no rank is made.
    if not (latest_first and (column is not None or sort is Sort.LATEST)):
        found = _in_order(found, along)
    if column is not None:
        alike = defaultdict[Rank, list[_Gathered]](list)
        for row in found:
            alike[said(row.said)].append(row)
        found = [row for one in _in_order(list(alike), _itself) for row in alike[one]]
    if grouping is None:
        return Lines(found, len(found), place)
    return _grouped(session, found, grouping, place)


def _grouped(
    session: Session, found: Sequence[_Gathered], grouping: Grouping, place: Callable[[_Gathered | GroupRow], Rank]
) -> Lines:
    """Tickets that are in order, by their groups."""
    by, members = grouping.by, defaultdict[int | None, list[_Gathered]](list)
    named = _named(session, by, {row.of for row in found}) if by in _CALLED else None

    def group_of(entry: _Gathered) -> int | None:
        # By organisation a ticket's own number is its customer's: where they went between two statements, nothing is known of theirs.
        return named.groups.get(entry.of) if named is not None and by is Group.ORGANISATION else entry.of

    for row in found:
        members[group_of(row)].append(row)
    names = {group: named.names.get(rows[0].of, "") if named else "" for group, rows in members.items()}
    places = {group: ordering.group_place(by, group, name) for group, name in names.items()}
    entries: list[_Gathered | GroupRow] = []
    heads: list[int] = []
    numbers: list[int] = []
    for group in sorted(members, key=places.__getitem__):
        rows, number = members[group], ordering.group_id(group)
        folded = number in grouping.folded
        heads.append(len(entries))
        numbers.append(number)
        entries.append(GroupRow(number, by, group, names[group], len(rows), folded))
        entries += () if folded else rows

    def rank(entry: _Gathered | GroupRow) -> Rank:
        if isinstance(entry, GroupRow):
            return (*places[entry.of], _HEAD)
        return (*places[group_of(entry)], _MEMBER, *place(entry))

    return Lines(entries, len(found), rank, tuple(heads), tuple(numbers))


_HEAD: Final = 0
_MEMBER: Final = 1
# While so many are sorted no other thread of the window can do anything.
_AT_ONCE: Final = 2_000


def _in_order(found: Sequence[T], key: Callable[[T], Any]) -> list[T]:
    """In order, as `sorted`, without keeping the window from drawing while there are many."""
    if len(found) <= _AT_ONCE:
        return sorted(found, key=key)
    parts = (sorted(found[at : at + _AT_ONCE], key=key) for at in range(0, len(found), _AT_ONCE))
    return list(merge(*parts, key=key))


def _itself(rank: Rank) -> Rank:
    return rank


def _named(session: Session, by: Column | Group, numbers: Collection[Any]) -> _Named:
    """What these are called, each looked up along its index once, however many tickets name it."""
    asked = [number for number in numbers if number is not None]
    rows = session.connection.execute(_CALLED[by](session.engine_name), packed(session, asked)).all() if asked else ()
    names: dict[int | None, str] = {row.id: row.name or "" for row in rows}
    return _Named(names, {row.id: row.of for row in rows} if by is Group.ORGANISATION else {})


def _cut(text: ColumnElement[str]) -> ColumnElement[Any]:
    return func.substr(text, 1, ordering.LOOKED_AT)


def _number(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return type_coerce(column, BigInteger)


def _names_in(there: Table) -> Callable[[str], Select[Any]]:
    return cache(lambda engine: select(there.c.id, _cut(there.c.name).label("name")).where(among(engine, there.c.id)))


@cache
def _customers(engine_name: str) -> Select[Any]:
    # The address only of those who have no name.
    first = select(_cut(address.c.email)).where(address.c.customer_id == customer.c.id, address.c.position == 0)
    name = case((customer.c.name != "", _cut(customer.c.name)), else_=first.scalar_subquery())
    return select(customer.c.id, name.label("name")).where(among(engine_name, customer.c.id))


@cache
def _organisations(engine_name: str) -> Select[Any]:
    called = (_cut(customer.c.organisation).label("name"), customer.c.organisation_id.label("of"))
    return select(customer.c.id, *called).where(among(engine_name, customer.c.id))


# What reads the names of those that tickets tell by numbers. Columns and groups of one name are one here.
_CALLED: Final[Mapping[str, Callable[[str], Select[Any]]]] = {
    Group.CUSTOMER: _customers,
    Group.ORGANISATION: _organisations,
    Group.ASSIGNEE: _names_in(agent),
    Group.TEAM: _names_in(team),
    Group.MAILBOX: _names_in(mailbox),
}
# What only a newer program knows is no type here.
_TYPE = case((ticket.c.type.in_([int(kind) for kind in TicketType]), ticket.c.type))
_SAID: Final[Mapping[Column, ColumnElement[Any]]] = {
    Column.CUSTOMER: ticket.c.customer_id,
    Column.SUBJECT: _cut(ticket.c.subject),
    Column.ASSIGNEE: ticket.c.assignee_id,
    Column.TEAM: ticket.c.team_id,
    Column.MAILBOX: ticket.c.mailbox_id,
    # The first is said of no ticket.
    Column.LEVEL: func.nullif(ticket.c.level, 1),
    Column.STATUS: ticket.c.status,
    Column.TYPE: _TYPE,
    Column.SNOOZED: _number(ticket.c.snoozed_until),
    Column.SLA: case((ticket.c.status.in_([int(one) for one in WAITING]), _number(ticket.c.sla_due_at))),
}
_GROUPS: Final[Mapping[Group, ColumnElement[Any]]] = {
    Group.STATUS: ticket.c.status,
    Group.PRIORITY: ticket.c.priority,
    Group.TYPE: _TYPE,
    Group.ASSIGNEE: ticket.c.assignee_id,
    Group.TEAM: ticket.c.team_id,
    Group.MAILBOX: ticket.c.mailbox_id,
    Group.CUSTOMER: ticket.c.customer_id,
    Group.ORGANISATION: ticket.c.customer_id,
}
