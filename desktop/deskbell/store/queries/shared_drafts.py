"""Drafts of a ticket that colleagues look over."""

from typing import Any

from sqlalchemy import bindparam, exists, or_, select

from deskbell.model.kinds import ReplyKind
from deskbell.model.sharing import SharedDraft
from deskbell.store import plain
from deskbell.store.draft_versions import unpacked
from deskbell.store.session import Session
from deskbell.store.tables import agent, draft, draft_reader

_AUTHOR, _HOLDER, _RETURNED = (agent.alias(name) for name in ("author", "holder", "giver"))
_ME: Any = bindparam("agent")
_SHOWN = exists().where(draft_reader.c.draft_id == draft.c.id, draft_reader.c.agent_id == _ME)
_OF_TICKET = (
    select(
        draft.c.id,
        draft.c.ticket_id,
        draft.c.kind,
        draft.c.author_id,
        _AUTHOR.c.name.label("author"),
        draft.c.agent_id.label("holder_id"),
        _HOLDER.c.name.label("holder"),
        draft.c.to,
        draft.c.text,
        draft.c.before,
        draft.c.versions,
        _RETURNED.c.name.label("returned_by"),
        draft.c.updated_at,
    )
    .select_from(
        draft.join(_AUTHOR, _AUTHOR.c.id == draft.c.author_id)
        .join(_HOLDER, _HOLDER.c.id == draft.c.agent_id)
        .outerjoin(_RETURNED, _RETURNED.c.id == draft.c.returned_by)
    )
    .where(draft.c.ticket_id == bindparam("ticket"), or_(draft.c.agent_id == _ME, draft.c.author_id == _ME, _SHOWN))
    .order_by(draft.c.asked_at.desc(), draft.c.id)
)
_READERS = (
    select(draft_reader.c.draft_id, draft_reader.c.agent_id)
    .where(draft_reader.c.draft_id.in_(bindparam("drafts", expanding=True)))
    .order_by(draft_reader.c.agent_id)
)


def of_ticket(session: Session, agent_id: int, ticket_id: int) -> tuple[SharedDraft, ...]:
    """What an agent is asked to look over on a ticket, what they have taken over, and what of theirs others see; the last one asked for first."""
    found = plain.ask_named(session.connection, _OF_TICKET, {"agent": agent_id, "ticket": ticket_id})()
    readers: dict[int, list[int]] = {}
    for draft_id, reader in plain.rows(session.connection, _READERS, {"drafts": [row.id for row in found]}):
        readers.setdefault(draft_id, []).append(reader)
    return tuple(
        SharedDraft(
            id=row.id,
            ticket_id=row.ticket_id,
            kind=ReplyKind(row.kind),
            author_id=row.author_id,
            author=row.author,
            holder_id=row.holder_id,
            holder=row.holder,
            readers=tuple(readers.get(row.id, ())),
            to=row.to,
            text=row.text,
            before=row.before,
            returned_by=row.returned_by or "",
            updated_at=row.updated_at,
            versions=unpacked(row.versions, row.before, row.updated_at),
        )
        for row in found
    )
