"""What must be filled in before a ticket is solved: people are held to it, the desk itself is not."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import Row

from deskbell.model.commands import Command
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Status
from deskbell.rules.fields import must_be_filled
from deskbell.store.queries.fields import ask_lacking
from deskbell.store.session import Session


def ask_whether_filled(
    session: Session, command: Command, ids: Sequence[int], after: Status | None, *, begun: bool = False
) -> Callable[[Iterable[Row[Any]]], None]:
    """Whether `command` may give these tickets the status `after`, together with what is asked next. What comes back is given the tickets as they are, and
    raises `Mistake` field.lacking, or of several field.some_lacking: with the first `number` that lacks something, its `fields`, and of how many tickets
    something is missing (`count`). Of a ticket that the command has just `begun`, whose number nobody knows yet, field.begun_lacking.
    """
    if command.agent_id is None or not ids or not must_be_filled(Status.OPEN, after):
        return lambda _: None
    lacking = ask_lacking(session, ids)

    def refuse(rows: Iterable[Row[Any]]) -> None:
        found = {
            row.id: missing
            for row in rows
            if must_be_filled(Status(row.status), after) and (missing := lacking(row.id, row.mailbox_id, row.team_id))
        }
        if found:
            number, missing = next(iter(found.items()))
            one = "field.begun_lacking" if begun else "field.lacking"
            code = one if len(ids) == 1 else "field.some_lacking"
            names = ", ".join(field.name for field in missing)
            raise Mistake(code, number=number, fields=names, count=len(found))

    return refuse
