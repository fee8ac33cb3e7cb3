"""What is asked before a command: whether it was done already, and whether whoever gives it may; it is refused before anything of it is done."""

from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, literal_column, select

from deskbell.model.commands import Command
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Role
from deskbell.rules.least_roles import LEAST, allows
from deskbell.store import plain
from deskbell.store.session import CLOCK, Session
from deskbell.store.tables import agent, deed

_BEFORE = select(deed.c.answer).where(deed.c.id == bindparam("deed")).scalar_subquery()


def _who(clock: ColumnElement[int]) -> Select[Any]:
    one = select(literal_column("1").label("one")).subquery()
    there = one.outerjoin(agent, agent.c.id == bindparam("agent"))
    return select(_BEFORE, clock, agent.c.role, agent.c.active).select_from(there)


# What is asked before each command, in one statement: PostgreSQL is some way off.
_WHO = {"sqlite": _who(literal_column("0")), "postgresql": _who(CLOCK)}
_CODES = {Role.MANAGER: "rights.manager", Role.ADMIN: "rights.admin"}


def before(session: Session, command: Command) -> int | None:
    """What this very command gave back when it was carried out before; None where it never was, and may be carried out.

    Raises `Mistake` rights.manager or rights.admin, which name the least role that it takes, rights.left for somebody who does not work here any more,
    and agent.missing. The desk itself (no agent) may do everything.
    """
    asked = {"deed": command.deed, "agent": command.agent_id}
    ((answer, clock, role, active),) = plain.rows(session.connection, _WHO[session.engine_name], asked)
    if clock:
        session.told_time(clock)
    if answer is not None or command.agent_id is None:
        return None if answer is None else int(answer)
    if role is None:
        raise Mistake("agent.missing")
    if not active:
        raise Mistake("rights.left")
    if not allows(Role(role), command):
        raise Mistake(_CODES[LEAST[type(command)]])
    return None
