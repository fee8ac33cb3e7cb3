"""Who did what: the row of a command, and its lines in the journal."""

from collections.abc import Sequence

from sqlalchemy import update

from deskbell.actions import clocks
from deskbell.model.commands import UNCHANGED, Command
from deskbell.model.kinds import Deed
from deskbell.rules.sla_history import TOLD
from deskbell.store.bulk import insert_rows
from deskbell.store.session import Session
from deskbell.store.tables import deed, journal

# A journal line before it is written: ticket, kind, before, after.
Line = tuple[int, Deed, str, str]


def record(
    session: Session,
    command: Command,
    kind: Deed,
    lines: Sequence[Line],
    answer: int = 0,
    *,
    undoes: str | None = None,
    macro: str = "",
) -> None:
    """Write the command and what it changed. `answer` is what the command gave back, for whoever sends it a second time; `undoes` the deed that it takes
    back, `macro` the name of the macro that it is.
    """
    begin(session, command, kind, len({ticket_id for ticket_id, *_ in lines}), answer, undoes=undoes, macro=macro)
    add_lines(session, command, lines)


def record_changes(
    session: Session, command: Command, kind: Deed, lines: Sequence[Line], *, macro: str = ""
) -> int | None:
    """Write a command that makes tickets what they are to be; `UNCHANGED` where they were that already."""
    record(session, command, kind, lines, 0 if lines else UNCHANGED, macro=macro)
    return None if lines else UNCHANGED


def begin(
    session: Session,
    command: Command,
    kind: Deed,
    tickets: int,
    answer: int = 0,
    *,
    undoes: str | None = None,
    macro: str = "",
) -> None:
    """Write the command alone, which changes so many tickets, for whoever writes its lines otherwise."""
    row = {
        "id": command.deed,
        "kind": kind.value,
        "agent_id": command.agent_id,
        "at": session.now,
        "answer": answer,
        "undoes": undoes,
        "tickets": tickets,
        "macro": macro,
    }
    insert_rows(session, deed, [row])


def add_lines(session: Session, command: Command, lines: Sequence[Line]) -> None:
    """Write journal lines of a command that is recorded already, and let the clocks of the tickets follow: what the lines say has been written by then."""
    insert_rows(
        session,
        journal,
        [
            {
                "deed_id": command.deed,
                "ticket_id": ticket_id,
                "kind": line_kind.value,
                "agent_id": command.agent_id,
                "at": session.now,
                "before": before,
                "after": after,
            }
            for ticket_id, line_kind, before, after in lines
        ],
    )
    told = sorted({ticket_id for ticket_id, kind, *_ in lines if kind in TOLD})
    if told:
        add_lines(session, command, clocks.follow(session, told))


def set_answer(session: Session, command: Command, answer: int) -> None:
    """Note what the command gave back, once it is known."""
    session.connection.execute(update(deed).where(deed.c.id == command.deed).values(answer=answer))
