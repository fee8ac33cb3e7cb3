"""Who can be given tickets, and follow them: those who work here, and go on doing so until the transaction that gives them some has ended.

A lock of its own, not that of their row: in an office nobody but an administrator may lock a colleague's.
"""

from collections.abc import Callable, Collection
from typing import Any, Final

from sqlalchemy import bindparam, select

from deskbell.model.errors import Mistake
from deskbell.store import plain
from deskbell.store.session import Session
from deskbell.store.tables import agent

_THERE: Final = select(agent.c.id, agent.c.name, agent.c.active).where(agent.c.id.in_(bindparam("ids")))
_STAY: Final = "SELECT pg_advisory_xact_lock_shared(hashtext('deskbell leaving'))"
_LEAVE: Final = "SELECT pg_advisory_xact_lock(hashtext('deskbell leaving'))"


def ask_able(session: Session, ids: Collection[int]) -> Callable[[], frozenset[int]]:
    """Those of these agents who can be given tickets, together with what is asked next. Whoever lets one of them leave waits until this transaction has ended.
    What comes back raises `Mistake` agent.missing where there never was such a one.
    """
    wanted = set(ids)
    answer = _ask(session, wanted)

    def able() -> frozenset[int]:
        found = answer()
        if len(found) < len(wanted):
            raise Mistake("agent.missing")
        return frozenset(agent_id for agent_id, _, active in found if active)

    return able


def must_be_able(session: Session, ids: Collection[int]) -> None:
    """Raise `Mistake` agent.missing or agent.left for somebody who cannot be given tickets, before anybody gets the answer to what is asked next."""
    wanted = set(ids)

    def refuse(found: list[tuple[Any, ...]]) -> None:
        if len(found) < len(wanted):
            raise Mistake("agent.missing")
        for _, name, active in sorted(found):
            if not active:
                raise Mistake("agent.left", name=name)

    _ask(session, wanted, refuse)


def nobody_leaves(session: Session) -> None:
    """Whoever lets an agent leave waits until this transaction has ended: asked before it is looked who works here."""
    if session.engine_name == "postgresql":
        plain.put(session.connection, _STAY)


def wait_to_leave(session: Session) -> None:
    """Wait for those who are giving tickets to agents now, and keep others from it until this transaction has ended."""
    if session.engine_name == "postgresql":
        plain.put(session.connection, _LEAVE)


def _ask(
    session: Session, ids: Collection[int], then: Callable[[list[tuple[Any, ...]]], object] | None = None
) -> Callable[[], list[tuple[Any, ...]]]:
    if ids:
        nobody_leaves(session)
    return plain.ask(session.connection, _THERE, {"ids": sorted(ids)}, then)
