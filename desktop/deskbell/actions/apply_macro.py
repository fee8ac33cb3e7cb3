"""Several changes to tickets in one commit, which one undo takes back."""

from typing import Any

from msgspec.structs import replace
from sqlalchemy import Row

from deskbell.actions import checklist, following
from deskbell.actions.assignees import ask_able
from deskbell.actions.deeds import Line, record_changes
from deskbell.actions.properties import as_text, ask_tickets, write
from deskbell.actions.solving import ask_whether_filled
from deskbell.actions.tags import as_text as tags_as_text
from deskbell.actions.tags import ask_known, ask_tags, replace_tags
from deskbell.actions.teams import if_there
from deskbell.model.canned import ApplyMacro
from deskbell.model.kinds import Deed
from deskbell.rules.macros import tags
from deskbell.store.session import Session


def apply_macro(session: Session, command: ApplyMacro) -> int | None:
    """Do what `changed` does, as a deed of its own. Raises as that does."""
    lines = changed(session, command)
    # One of the deeds that can be undone, also for a program that knows no macros.
    return record_changes(session, command, lines[0][1] if lines else Deed.STATUS, lines, macro=command.name)


def changed(session: Session, command: ApplyMacro) -> list[Line]:
    """Status, assignee, team, priority, snooze, due date, type, tags, followers and checklist together; what a ticket has already is left alone. A team that is
    not there any more changes nothing, nor does an agent who does not work here any more, be it as assignee or follower. A status takes a ticket out of its snooze, as it does alone. The
    journal lines that say so, not written yet.

    Raises `Mistake` ticket.missing, agent.missing, checklist.full and checklist.long, and as `solving` does, and changes nothing then.
    """
    able = ask_able(session, {one for one in (*command.followers, command.assignee_id) if one is not None})
    if command.team_id is not None:
        command = replace(command, team_id=if_there(session, command.team_id))
    tickets, tagged = ask_tickets(session, command.tickets), ask_tags(session, command.tickets)
    held = following.ask_followers(session, command.tickets) if command.followers else dict
    refuse = ask_whether_filled(session, command, command.tickets, command.status)
    add, remove = set(tags(command.add_tags)), set(tags(command.remove_tags))
    known = ask_known(session, add | remove)
    rows, before, named = tickets(), tagged(), known()
    refuse(rows)
    works_here = able()
    if command.assignee_id not in {None, *works_here}:
        command = replace(command, assigns=False, assignee_id=None)
    followers, followed = works_here.intersection(command.followers), held()
    add, remove = named.called(add), remove | named.called(remove)
    changes: list[tuple[Row[Any], dict[str, Any]]] = []
    lines: list[Line] = []
    coming: list[following.Change] = []
    for row in rows:
        values = _values(command, row)
        lines += [
            (row.id, kind, as_text(kind, getattr(row, name)), as_text(kind, value))
            for name, (kind, value) in values.items()
        ]
        new = {name: value for name, (_, value) in values.items()}
        if steps := checklist.added(row, command.checklist):
            new["checklist"], listed = steps
            lines += listed
        fresh = sorted(followers - followed.get(row.id, set()))
        coming += [(row, agent_id, True) for agent_id in fresh]
        if new or fresh:
            changes.append((row, new))
    after = {ticket_id: (names.keys() - remove) | add for ticket_id, names in before.items()}
    other = [ticket_id for ticket_id, names in before.items() if names.keys() != after[ticket_id]]
    lines += [
        (ticket_id, Deed.TAGGED, tags_as_text(before[ticket_id]), tags_as_text(after[ticket_id])) for ticket_id in other
    ]
    lines += [following.line_of(*change) for change in coming]
    following.put(session, coming)
    replace_tags(session, rows, before, after, named.ids)
    write(session, changes)
    return lines


def _values(command: ApplyMacro, row: Row[Any]) -> dict[str, tuple[Deed, Any]]:
    """What becomes another, by column."""
    wanted: dict[str, tuple[Deed, Any]] = {}
    if command.status is not None:
        wanted["status"] = Deed.STATUS, int(command.status)
        wanted["snoozed_until"] = Deed.SNOOZED, None
    if command.until is not None:
        wanted["snoozed_until"] = Deed.SNOOZED, command.until
    if command.due_at is not None:
        wanted["due_at"] = Deed.DUE, command.due_at
    if command.type is not None:
        wanted["type"] = Deed.TYPE, int(command.type)
    if command.priority is not None:
        wanted["priority"] = Deed.PRIORITY, int(command.priority)
    if command.team_id is not None:
        wanted["team_id"] = Deed.TEAM, command.team_id
    if command.assigns:
        wanted["assignee_id"] = Deed.ASSIGNED, command.assignee_id
    return {name: (kind, value) for name, (kind, value) in wanted.items() if getattr(row, name) != value}
