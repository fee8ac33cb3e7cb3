"""Handing a ticket to the next level of its team."""

from typing import Any

from sqlalchemy import Row

from deskbell.actions.add_note import write_note
from deskbell.actions.deeds import Line, record
from deskbell.actions.mentions import ask_mentioned, note_mentions
from deskbell.actions.properties import as_text, load, write
from deskbell.model.errors import Mistake
from deskbell.model.escalating import Escalate
from deskbell.model.kinds import Deed
from deskbell.model.routing import HandingOut, Level
from deskbell.rules.routing import level_above
from deskbell.store.queries import routing
from deskbell.store.session import Session


def escalate(session: Session, command: Escalate) -> int:
    """Write the note and hand the ticket on; the id of the note. Where the team hands out nothing by itself those of the next level who see the ticket
    are mentioned in it.

    Raises `Mistake` escalate.no_team, escalate.highest, and as `add_note.write_note` does; nothing is changed then.
    """
    (before,) = load(session, [command.ticket_id])
    if before.team_id is None:
        raise Mistake("escalate.no_team", number=before.id)
    members = routing.levels(session, before.team_id)
    above = level_above(_level(before), members.values())
    if above is None:
        raise Mistake("escalate.highest", number=before.id)
    colleagues = ask_mentioned(session, command.text, command.agent_id)
    made = write_note(session, command.agent_id, command.ticket_id, command.text, command.html)
    told = set(colleagues())
    if routing.ways(session)[before.team_id].handing is HandingOut.NOT:
        from deskbell.actions.steps.company import Company

        theirs = {agent_id for agent_id, level in members.items() if level is above} - {command.agent_id}
        told |= Company(session, ()).who_see(theirs, before.mailbox_id)
    note_mentions(session, made, command.ticket_id, sorted(told))
    lines = hand_up(session, command.ticket_id, above)
    record(session, command, Deed.LEVEL, [(command.ticket_id, Deed.NOTED, "", str(made)), *lines], made)
    return made


def hand_up(session: Session, ticket_id: int, level: Level) -> list[Line]:
    """Let a ticket be for this level of its team, and nobody's; the lines of the journal."""
    (row,) = load(session, [ticket_id])
    lines: list[Line] = [(row.id, Deed.LEVEL, as_text(Deed.LEVEL, row.level), as_text(Deed.LEVEL, level))]
    if row.assignee_id is not None:
        lines.append((row.id, Deed.ASSIGNED, str(row.assignee_id), ""))
    write(session, [(row, {"level": int(level), "assignee_id": None})])
    return lines


def next_of(session: Session, row: Row[Any]) -> Level | None:
    """The level above that of a ticket in its team; None where there is none, or no team."""
    if row.team_id is None:
        return None
    return level_above(_level(row), routing.levels(session, row.team_id).values())


def _level(row: Row[Any]) -> Level:
    return Level(row.level or Level.FIRST)
