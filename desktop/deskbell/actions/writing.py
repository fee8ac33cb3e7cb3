"""What a note and a reply have in common: who writes, and the draft that it was before."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Row, bindparam, delete, select

from deskbell.model.errors import Mistake
from deskbell.model.kinds import ReplyKind
from deskbell.store import plain
from deskbell.store.session import Session
from deskbell.store.tables import agent, draft

_WRITER = select(agent.c.id, agent.c.name, agent.c.email, agent.c.active).where(agent.c.id == bindparam("agent"))
_DRAFT = (
    delete(draft)
    .where(
        draft.c.agent_id == bindparam("agent"),
        draft.c.ticket_id == bindparam("ticket"),
        draft.c.kind == bindparam("of_kind"),
    )
    .returning(draft.c.id)
)


def ask_writer(session: Session, agent_id: int | None) -> Callable[[], Row[Any]]:
    """Id, name and address of who writes, and whether they work here; what comes back raises `Mistake` agent.missing."""
    answer = plain.ask_named(session.connection, _WRITER, {"agent": agent_id})

    def writer() -> Row[Any]:
        found = answer()
        if not found:
            raise Mistake("agent.missing")
        return found[0]  # type: ignore[no-any-return]

    return writer


def drop_draft(session: Session, agent_id: int | None, ticket_id: int, kind: ReplyKind) -> Callable[[], int | None]:
    """What was sent is no draft any more; what comes back gives its id, None where there was none."""
    values = {"agent": agent_id, "ticket": ticket_id, "of_kind": kind.value}
    answer = plain.ask(session.connection, _DRAFT, values)
    return lambda: next((int(draft_id) for (draft_id,) in answer()), None)
