"""Who may do what: a command is refused before anything of it is done."""

from sqlalchemy import bindparam, select

from deskbell.model.commands import Command
from deskbell.model.errors import Mistake
from deskbell.model.kinds import Role
from deskbell.rules.rights import LEAST, allows
from deskbell.store import plain
from deskbell.store.session import Session
from deskbell.store.tables import agent

_WHO = select(agent.c.role, agent.c.active).where(agent.c.id == bindparam("agent"))
_CODES = {Role.MANAGER: "rights.manager", Role.ADMIN: "rights.admin"}


def refuse(session: Session, command: Command) -> None:
    """Raise `Mistake` rights.manager or rights.admin, which name the least role that it takes, rights.left for somebody who does not work here any more,
    and agent.missing. The desk itself (no agent) may do everything.
    """
    if command.agent_id is None:
        return
    found = plain.rows(session.connection, _WHO, {"agent": command.agent_id})
    if not found:
        raise Mistake("agent.missing")
    ((role, active),) = found
    if not active:
        raise Mistake("rights.left")
    if not allows(Role(role), command):
        raise Mistake(_CODES[LEAST[type(command)]])
