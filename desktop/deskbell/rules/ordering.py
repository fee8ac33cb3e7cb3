"""Where a ticket stands in a list that is sorted whole, by what a column says and in groups: the same for what was read of the database and for a card."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final

from deskbell.model.columns import Column
from deskbell.model.grouping import Group, Grouping
from deskbell.model.rows import TicketRow
from deskbell.model.views import ANY_SIZE, NOT_DUE, Rank, Sort
from deskbell.rules.due import WAITING
from deskbell.rules.folding import fold

LOOKED_AT: Final = 60
"""So much of a text is compared, in characters: what begins the same is the same."""

_FALLING: Final = "-falling"
_NO_GROUPS: Final = "none"
_TEXTS: Final = frozenset({Column.CUSTOMER, Column.SUBJECT, Column.ASSIGNEE, Column.TEAM, Column.MAILBOX})
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_COMPLEMENT: Final = bytes(range(255, -1, -1))
# Names come again with each page.
_folded = lru_cache(8_192)(fold)

Value = int | str | None
"""What a column says: a text as it is written, a number, a time in milliseconds, None or "" for nothing."""


def column_of(sort: Sort) -> Column | None:
    """The column by which a list is sorted whole, None for an order that lies in an index."""
    return None if sort in ANY_SIZE else Column(sort.removesuffix(_FALLING))


def is_text(column: Column) -> bool:
    """Whether a list is sorted by a column as words are, and not by a number."""
    return column in _TEXTS


def said(sort: Sort, value: Value) -> Rank:
    """Where what the column of an order says stands among others."""
    if value is None or value == "":
        return 1, 0
    falling = sort.endswith(_FALLING)
    if isinstance(value, str):
        word = _folded(value[:LOOKED_AT])
        return 0, _reversed(word) if falling else word
    return 0, -value if falling else value


def place(sort: Sort, value: Value, key: Rank) -> Rank:
    """Where a ticket stands among others, but for groups: `value` is what the column of the order says, `key` of the others what `along` gives."""
    return key if sort in ANY_SIZE else (*said(sort, value), *key)


def along(sort: Sort, priority: int, activity: int, ticket_id: int, due: int = NOT_DUE, created: int = 0) -> Rank:
    """Where a ticket stands in an order that lies in an index; in the others, among those that say the same. `activity`, `due` and `created` are in
    milliseconds."""
    match sort:
        case Sort.NUMBER:
            return (ticket_id,)
        case Sort.NUMBER_FALLING:
            return (-ticket_id,)
        case Sort.CREATED:
            return created, ticket_id
        case Sort.CREATED_FALLING:
            return -created, -ticket_id
        case Sort.OLDEST:
            return activity, ticket_id
        case Sort.URGENT:
            return -priority, -activity, -ticket_id
        case Sort.CALM:
            return priority, activity, ticket_id
        case Sort.DUE | Sort.DUE_LATE if due != NOT_DUE:
            return (0, due, ticket_id) if sort is Sort.DUE else (0, -due, -ticket_id)
        case Sort.DUE | Sort.DUE_LATE:
            return 1, -activity, -ticket_id
    return -activity, -ticket_id


def of_card(row: TicketRow, sort: Sort) -> Rank:
    """Where the ticket of a card stands, but for groups."""
    column = column_of(sort)
    value = _said(row, column) if column is not None else None
    due = NOT_DUE if row.due_at is None else _milliseconds(row.due_at)
    activity, created = _milliseconds(row.activity_at), _milliseconds(row.created_at)
    return place(sort, value, along(sort, int(row.priority), activity, row.id, due, created))


def group_id(of: int | None) -> int:
    """What the head of a group is known by (`GroupRow.id`)."""
    return -1 if of is None else -2 - of


def grouping_text(grouping: Grouping | None) -> str:
    """As settings keep it: "status -3 -5", the folded groups behind the word; "none" for no groups."""
    return _NO_GROUPS if grouping is None else " ".join((grouping.by, *map(str, sorted(grouping.folded))))


def grouping_from(text: str) -> Grouping | None:
    """The groups that a text keeps; what only a newer program knows is none."""
    by, *folded = text.split() or [_NO_GROUPS]
    if by not in set(Group):
        return None
    return Grouping(Group(by), frozenset(int(one) for one in folded if one.removeprefix("-").isdecimal()))


def group_place(by: Group, of: int | None, name: str) -> Rank:
    """Where a group stands among others: the most urgent first, names from A to Z, all else as it is counted, and last what has nothing in common."""
    if of is None:
        return (1, "" if _is_named(by) else 0, 0)
    if _is_named(by):
        return (0, _folded(name[:LOOKED_AT]), of)
    return (0, -of if by is Group.PRIORITY else of, 0)


def _is_named(by: Group) -> bool:
    return by in (Group.ASSIGNEE, Group.TEAM, Group.MAILBOX, Group.CUSTOMER, Group.ORGANISATION)


def _reversed(word: str) -> bytes:
    """What is less the later a word comes; a word comes after those that begin with it."""
    return word.encode("utf-8", "surrogatepass").translate(_COMPLEMENT) + b"\xff"


def _said(row: TicketRow, column: Column) -> Value:
    """What a column says, as it is sorted."""
    match column:
        case Column.CUSTOMER:
            return row.customer or row.customer_email
        case Column.SUBJECT:
            return row.subject
        case Column.ASSIGNEE:
            return row.assignee
        case Column.TEAM:
            return row.team
        case Column.LEVEL:
            return row.level if row.level > 1 else None
        case Column.MAILBOX:
            return row.mailbox
        case Column.STATUS:
            return int(row.status)
        case Column.TYPE:
            return row.type
        case Column.SNOOZED:
            return None if row.snoozed_until is None else _milliseconds(row.snoozed_until)
        case Column.SLA:
            if row.sla_due_at is None or row.status not in WAITING:
                return None
            return _milliseconds(row.sla_due_at)
    return None


def _milliseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(milliseconds=1)
