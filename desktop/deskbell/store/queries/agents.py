"""The people who answer tickets."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from deskbell.model.kinds import Leaving, Presence, Role
from deskbell.model.rows import AgentRow
from deskbell.model.signatures import Signature
from deskbell.store import plain
from deskbell.store.session import Session
from deskbell.store.tables import agent

_AGENTS = select(
    agent.c.id,
    agent.c.name,
    agent.c.email,
    agent.c.role,
    agent.c.presence,
    agent.c.signature,
    agent.c.active,
    agent.c.version,
    agent.c.login,
    agent.c.runs_worker,
    agent.c.signatures,
    agent.c.away_until,
    agent.c.leaving,
)
_ALL = _AGENTS.order_by(func.lower(agent.c.name), agent.c.id)
_BY_EMAIL = _AGENTS.where(func.lower(agent.c.email) == bindparam("email"))


def rows(session: Session) -> tuple[AgentRow, ...]:
    """All agents by name, those who have left too."""
    return ask(session)()


def ask(session: Session) -> Callable[[], tuple[AgentRow, ...]]:
    """The same, together with what is asked next."""
    answer = plain.ask_named(session.connection, _ALL, {})
    return lambda: tuple(map(_row, answer()))


def with_email(session: Session, email: str) -> AgentRow | None:
    """The agent with this address, however it is written."""
    found = session.connection.execute(_BY_EMAIL, {"email": email.strip().lower()}).first()
    return None if found is None else _row(found)


def _row(found: Row[*tuple[Any, ...]]) -> AgentRow:
    return AgentRow(
        id=found.id,
        name=found.name,
        email=found.email,
        role=Role(found.role),
        presence=Presence(found.presence),
        signature=found.signature,
        active=found.active,
        version=found.version,
        login=found.login or "",
        runs_worker=found.runs_worker,
        signatures=tuple(Signature(*one) for one in found.signatures),
        away_until=found.away_until,
        leaving=Leaving(found.leaving),
    )
