"""What the columns of the table are called, and what each says of a ticket."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QCoreApplication

from deskbell.model.columns import Column, Key
from deskbell.model.kinds import UNTIL_ANSWERED, Priority, Shelf, Status
from deskbell.model.marking import QT_TRANSLATE_NOOP
from deskbell.model.rows import TicketRow
from deskbell.model.views import MOST_SORTED, Sort
from deskbell.rules.due import is_overdue
from deskbell.ui.inbox.card_text import no_subject
from deskbell.ui.sla_left import is_waited_for, left_tone, left_words
from deskbell.ui.time_left import number
from deskbell.ui.widgets.ages import age, exact, until
from deskbell.ui.words import priority_word, status_word, type_word

_T = QT_TRANSLATE_NOOP

_NAMES: Final = {
    Column.NUMBER: _T("columns", "Number"),
    Column.CUSTOMER: _T("columns", "Customer"),
    Column.SUBJECT: _T("columns", "Subject"),
    Column.ASSIGNEE: _T("columns", "Assignee"),
    Column.TEAM: _T("columns", "Team"),
    Column.LEVEL: _T("columns", "Level"),
    Column.STATUS: _T("columns", "Status"),
    Column.PRIORITY: _T("columns", "Priority"),
    Column.TYPE: _T("columns", "Type"),
    Column.MAILBOX: _T("columns", "Mailbox"),
    Column.TAGS: _T("columns", "Tags"),
    Column.CREATED: _T("columns", "Created"),
    Column.ACTIVITY: _T("columns", "Last activity"),
    Column.DUE: _T("columns", "Due"),
    Column.SNOOZED: _T("columns", "Snoozed until"),
    Column.SLA: _T("columns", "SLA"),
}
SORTS: Final[dict[Key, tuple[Sort, ...]]] = {
    Column.ACTIVITY: (Sort.LATEST, Sort.OLDEST),
    Column.PRIORITY: (Sort.URGENT, Sort.CALM),
    Column.DUE: (Sort.DUE, Sort.DUE_LATE),
    Column.CREATED: (Sort.CREATED_FALLING, Sort.CREATED),
    Column.NUMBER: (Sort.NUMBER, Sort.NUMBER_FALLING),
    Column.CUSTOMER: (Sort.CUSTOMER, Sort.CUSTOMER_FALLING),
    Column.SUBJECT: (Sort.SUBJECT, Sort.SUBJECT_FALLING),
    Column.STATUS: (Sort.STATUS, Sort.STATUS_FALLING),
    Column.ASSIGNEE: (Sort.ASSIGNEE, Sort.ASSIGNEE_FALLING),
    Column.TEAM: (Sort.TEAM, Sort.TEAM_FALLING),
    Column.LEVEL: (Sort.LEVEL, Sort.LEVEL_FALLING),
    Column.TYPE: (Sort.TYPE, Sort.TYPE_FALLING),
    Column.MAILBOX: (Sort.MAILBOX, Sort.MAILBOX_FALLING),
    Column.SNOOZED: (Sort.SNOOZED, Sort.SNOOZED_FALLING),
    Column.SLA: (Sort.SLA, Sort.SLA_FALLING),
}
"""The orders that a click on a column's head goes through."""
RISING: Final = frozenset(
    {
        *(Sort.OLDEST, Sort.CALM, Sort.DUE, Sort.CREATED, Sort.NUMBER, Sort.CUSTOMER, Sort.SUBJECT, Sort.STATUS),
        *(Sort.ASSIGNEE, Sort.TEAM, Sort.LEVEL, Sort.TYPE, Sort.MAILBOX, Sort.SNOOZED, Sort.SLA),
    }
)
"""The orders in which what the column says grows downwards."""

_STATUS_INK: Final = {
    Status.NEW: "good",
    Status.OPEN: "accent",
    Status.PENDING: "warning",
    Status.SPAM: "danger",
    Status.TRASH: "danger",
}


class Cell(Struct, frozen=True):
    """What one column says of a ticket, and the names of the colours of its words and of the dot before them, "" for none."""

    text: str
    ink: str = "muted"
    dot: str = ""


def column_word(column: Column) -> str:
    """What stands above a column."""
    return QCoreApplication.translate("columns", _NAMES[column])


def sorted_word(column: Key, word: str, sort: Sort | None) -> str:
    """The name of a column for the ear, with the order where the list is in one of its orders."""
    if sort not in SORTS.get(column, ()):
        return word
    rising = QCoreApplication.translate("columns", "%1, sorted, rising")
    falling = QCoreApplication.translate("columns", "%1, sorted, falling")
    return (rising if sort in RISING else falling).replace("%1", word)


def unsorted_word(column: Key) -> str:
    """Why a click on a column's head does not sort the list."""
    if column is Column.TAGS:
        return QCoreApplication.translate("columns", "A ticket can have many tags: no list is sorted by them.")
    if not isinstance(column, Column):
        return QCoreApplication.translate("columns", "Lists are not sorted by custom fields.")
    if column is Column.ACTIVITY:
        return QCoreApplication.translate(
            "columns",
            "Here the latest are those whose newest message with the words is the latest: no column says that.",
        )
    words = QCoreApplication.translate(
        "columns",
        "This view has more than %1 tickets, too many to be sorted by this column. It can be sorted by number, creation, last activity, priority and due date.",
    )
    return words.replace("%1", number(MOST_SORTED))


def cell(column: Column, row: TicketRow, now: datetime) -> Cell:
    """What a column says of a ticket."""
    return _CELLS[column](row, now)


def moment(column: Key, row: TicketRow) -> str:
    """The exact time that a column says in short, "" where it says none."""
    times: dict[Key, datetime | None] = {
        Column.CREATED: row.created_at,
        Column.ACTIVITY: row.activity_at,
        Column.DUE: row.due_at,
        Column.SLA: row.sla_due_at if is_waited_for(row) else None,
    }
    then = times.get(column)
    return exact(then) if then is not None else ""


def _status(row: TicketRow, _now: datetime) -> Cell:
    return Cell(status_word(row.status), "ink", _STATUS_INK.get(row.status, "faint"))


def _priority(row: TicketRow, _now: datetime) -> Cell:
    ink = {Priority.URGENT: "danger", Priority.HIGH: "warning"}.get(row.priority, "faint")
    return Cell(priority_word(row.priority), ink)


def _level(row: TicketRow, _now: datetime) -> Cell:
    """Nothing for the first: there all tickets begin."""
    if row.level <= 1:
        return Cell("")
    from deskbell.ui.routing_words import level_word

    return Cell(level_word(row.level))


def _due(row: TicketRow, now: datetime) -> Cell:
    if row.due_at is None or row.shelf not in (Shelf.LIVE, Shelf.SNOOZED):
        return Cell("")
    if is_overdue(row.status, row.due_at, now):
        return Cell(QCoreApplication.translate("cards", "Overdue"), "danger")
    return Cell(until(row.due_at, now))


def _snoozed(row: TicketRow, now: datetime) -> Cell:
    if row.snoozed_until is None:
        return Cell("")
    if row.snoozed_until >= UNTIL_ANSWERED:
        return Cell(QCoreApplication.translate("cards", "Until answered"))
    return Cell(until(row.snoozed_until, now))


def _sla(row: TicketRow, now: datetime) -> Cell:
    if row.sla_due_at is None or not is_waited_for(row):
        return Cell("")
    return Cell(left_words(row.sla_due_at, now), left_tone(row.sla_due_at, now).ink)


_CELLS: Final[dict[Column, Callable[[TicketRow, datetime], Cell]]] = {
    Column.NUMBER: lambda row, _now: Cell(f"#{row.id}", "faint"),
    Column.CUSTOMER: lambda row, _now: Cell(row.customer or row.customer_email, "ink"),
    Column.SUBJECT: lambda row, _now: Cell(row.subject or no_subject(), "ink"),
    Column.ASSIGNEE: lambda row, _now: Cell(row.assignee),
    Column.TEAM: lambda row, _now: Cell(row.team),
    Column.LEVEL: _level,
    Column.STATUS: _status,
    Column.PRIORITY: _priority,
    Column.TYPE: lambda row, _now: Cell(type_word(row.type) if row.type is not None else ""),
    Column.MAILBOX: lambda row, _now: Cell(row.mailbox),
    Column.TAGS: lambda row, _now: Cell(", ".join(row.tags)),
    Column.CREATED: lambda row, now: Cell(age(row.created_at, now)),
    Column.ACTIVITY: lambda row, now: Cell(age(row.activity_at, now)),
    Column.DUE: _due,
    Column.SNOOZED: _snoozed,
    Column.SLA: _sla,
}
