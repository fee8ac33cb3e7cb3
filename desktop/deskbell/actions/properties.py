"""Changing what tickets are: the one way that status, assignee, team, priority, mailbox, snooze, due date, type and subject take, and that undo takes back."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select

from deskbell.actions.assignees import must_be_able
from deskbell.actions.clocks import ask_policies
from deskbell.actions.deeds import Line, record_changes
from deskbell.actions.solving import ask_whether_filled
from deskbell.actions.teams import if_there, must_be_there
from deskbell.model.commands import (
    Assign,
    Command,
    MoveToMailbox,
    SetDue,
    SetPriority,
    SetStatus,
    SetSubject,
    SetTeam,
    SetType,
    Snooze,
)
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Deed, Entity, Status
from deskbell.rules.shelf import shelf_of
from deskbell.store import plain
from deskbell.store.bulk import change_rows
from deskbell.store.session import Session
from deskbell.store.tables import mailbox, ticket
from deskbell.store.tables.base import from_milliseconds, to_milliseconds

# The column that each kind of deed changes.
COLUMNS = {
    Deed.STATUS: "status",
    Deed.ASSIGNED: "assignee_id",
    Deed.TEAM: "team_id",
    Deed.PRIORITY: "priority",
    Deed.MOVED: "mailbox_id",
    Deed.SNOOZED: "snoozed_until",
    Deed.WOKEN: "snoozed_until",
    Deed.DUE: "due_at",
    Deed.TYPE: "type",
    Deed.LEVEL: "level",
    Deed.SUBJECT: "subject",
}
# Tickets that are written by one statement; after each of these whoever waits is told how far it is.
_AT_ONCE = 100
_MOMENTS = frozenset({"snoozed_until", "due_at"})


_TICKETS = (
    select(ticket).where(ticket.c.id.in_(bindparam("ids", expanding=True))).order_by(ticket.c.id).with_for_update()
)


def as_text(kind: Deed, value: Any) -> str:
    """A value as the journal keeps it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return str(to_milliseconds(value))
    return str(value) if kind is Deed.SUBJECT else str(int(value))


def from_text(kind: Deed, value: str) -> Any:
    """A value of the journal as its column takes it."""
    if kind is Deed.SUBJECT:
        return value
    if not value:
        return None
    return from_milliseconds(int(value)) if COLUMNS[kind] in _MOMENTS else int(value)


def as_one(first: list[Line], second: list[Line]) -> list[Line]:
    """The lines of two changes of one ticket as those of a single one: what both changed goes from what was before to what is after, or did not change."""
    columns = {kind: (before, after) for _, kind, before, after in second if kind in COLUMNS}
    known = {kind for _, kind, _, _ in first}
    both = [(ticket, kind, before, columns.get(kind, ("", after))[1]) for ticket, kind, before, after in first]
    kept = [line for line in both if line[1] not in COLUMNS or line[2] != line[3]]
    return [*kept, *(line for line in second if line[1] not in columns or line[1] not in known)]


def load(session: Session, ids: Sequence[int]) -> Sequence[Row[Any]]:
    """The tickets with these numbers, which nobody else changes until this transaction has ended: `write` writes all of what it was given. Raises `Mistake`
    ticket.missing for the first that is not there.
    """
    return ask_tickets(session, ids)()


def ask_tickets(session: Session, ids: Sequence[int]) -> Callable[[], Sequence[Row[Any]]]:
    """What `load` finds, together with what is asked next: that sees the tickets as nobody changes them any more."""
    wanted = set(ids)
    answer = plain.ask_named(session.connection, _TICKETS, {"ids": wanted})
    # Once nobody else changes the tickets: whoever counts all of them anew by other policies waits for this transaction, and comes behind it.
    ask_policies(session)

    def tickets() -> Sequence[Row[Any]]:
        rows = answer()
        if missing := wanted - {row.id for row in rows}:
            raise Mistake("ticket.missing", number=min(missing))
        return rows

    return tickets


def write(session: Session, changes: Sequence[tuple[Row[Any], dict[str, Any]]]) -> None:
    """Write new values of tickets; shelf, `done_at` and version follow by themselves."""
    alike: dict[tuple[str, ...], list[tuple[int, dict[str, Any]]]] = {}
    for row, values in changes:
        new = {"status": row.status, "snoozed_until": row.snoozed_until} | values
        status = Status(new["status"])
        done = status in (Status.SOLVED, Status.CLOSED)
        new |= {
            "status": int(status),
            "shelf": int(shelf_of(status, new["snoozed_until"])),
            "done_at": (row.done_at or session.now) if done else None,
            "version": row.version + 1,
        }
        alike.setdefault(tuple(new), []).append((row.id, new))
    for rows in alike.values():
        for start in range(0, len(rows), _AT_ONCE):
            _write(session, rows[start : start + _AT_ONCE])


def _write(session: Session, rows: Sequence[tuple[int, dict[str, Any]]]) -> None:
    change_rows(session, ticket, rows)
    for number, _ in rows:
        session.went_on()
        session.changed(Entity.TICKET, number, number)


def _set(session: Session, command: Command, ids: Sequence[int], kind: Deed, value: Any) -> int | None:
    """Give tickets one value; those that have it already are left alone. What is answered says whether all had it (`UNCHANGED`)."""
    column = COLUMNS[kind]
    changes: list[tuple[Row[Any], dict[str, Any]]] = []
    lines: list[Line] = []
    for row in load(session, ids):
        before = getattr(row, column)
        if before != value:
            changes.append((row, {column: value}))
            lines.append((row.id, kind, as_text(kind, before), as_text(kind, value)))
    write(session, changes)
    return record_changes(session, command, kind, lines)


def set_status(session: Session, command: SetStatus) -> int | None:
    """Give tickets a status. A ticket that is put away or taken up again is no longer snoozed. Raises `Mistake` as `solving` does."""
    changes: list[tuple[Row[Any], dict[str, Any]]] = []
    lines: list[Line] = []
    tickets = ask_tickets(session, command.tickets)
    refuse = ask_whether_filled(session, command, command.tickets, command.status)
    rows = tickets()
    refuse(rows)
    for row in rows:
        values: dict[str, Any] = {}
        if row.status != command.status:
            values["status"] = int(command.status)
            lines.append((row.id, Deed.STATUS, as_text(Deed.STATUS, row.status), as_text(Deed.STATUS, command.status)))
        if row.snoozed_until is not None:
            values["snoozed_until"] = None
            lines.append((row.id, Deed.SNOOZED, as_text(Deed.SNOOZED, row.snoozed_until), ""))
        if values:
            changes.append((row, values))
    write(session, changes)
    return record_changes(session, command, Deed.STATUS, lines)


def assign(session: Session, command: Assign) -> int | None:
    """Give tickets to an agent or to nobody. Raises `Mistake` agent.missing, and agent.left for somebody who does not work here any more."""
    if command.assignee_id is not None:
        must_be_able(session, {command.assignee_id})
    return _set(session, command, command.tickets, Deed.ASSIGNED, command.assignee_id)


def set_team(session: Session, command: SetTeam) -> int | None:
    """Give tickets to a team or to none."""
    if command.team_id is not None:
        must_be_there(session, command.team_id)
    return _set(session, command, command.tickets, Deed.TEAM, command.team_id)


def set_priority(session: Session, command: SetPriority) -> int | None:
    """Give tickets a priority."""
    return _set(session, command, command.tickets, Deed.PRIORITY, int(command.priority))


def move_to_mailbox(session: Session, command: MoveToMailbox) -> int | None:
    """Move tickets to another mailbox. The team goes along where it was the old mailbox's and the new one has one; a team that somebody chose stays."""
    teams = {row.id: row.team_id for row in session.connection.execute(select(mailbox.c.id, mailbox.c.team_id))}
    if command.mailbox_id not in teams:
        raise Mistake("mailbox.gone")
    new_team = if_there(session, teams[command.mailbox_id])
    changes: list[tuple[Row[Any], dict[str, Any]]] = []
    lines: list[Line] = []
    for row in load(session, command.tickets):
        if row.mailbox_id == command.mailbox_id:
            continue
        values = {"mailbox_id": command.mailbox_id}
        lines.append((row.id, Deed.MOVED, str(row.mailbox_id), str(command.mailbox_id)))
        if new_team is not None and new_team != row.team_id == teams[row.mailbox_id]:
            values["team_id"] = new_team
            lines.append((row.id, Deed.TEAM, as_text(Deed.TEAM, row.team_id), as_text(Deed.TEAM, new_team)))
        changes.append((row, values))
    write(session, changes)
    return record_changes(session, command, Deed.MOVED, lines)


def snooze(session: Session, command: Snooze) -> int | None:
    """Put tickets away until a time, or bring them back."""
    return _set(session, command, command.tickets, Deed.SNOOZED, command.until)


def set_due(session: Session, command: SetDue) -> int | None:
    """Say until when tickets are to be done, or that there is no such time."""
    return _set(session, command, command.tickets, Deed.DUE, command.due_at)


def set_type(session: Session, command: SetType) -> int | None:
    """Say what kind of tickets they are."""
    return _set(session, command, command.tickets, Deed.TYPE, None if command.type is None else int(command.type))


def set_subject(session: Session, command: SetSubject) -> int | None:
    """Give a ticket another subject. Line breaks are folded to spaces: the subject is a header of the next answer."""
    subject = " ".join(command.subject.split())
    if not subject:
        raise Mistake("name.empty")
    return _set(session, command, (command.ticket_id,), Deed.SUBJECT, subject)
