"""Mentions of one agent: what they have not seen yet, and the tickets of their view. The cost follows the mentions of that agent."""

from collections.abc import Callable, Sequence

from sqlalchemy import bindparam, exists, func, or_, select

from deskbell.model.mentions import KEPT, Mention
from deskbell.store import plain
from deskbell.store.queries.keyset import Road
from deskbell.store.queries.views import MENTIONED, UNSEEN, WAITING
from deskbell.store.session import Session, one_statement
from deskbell.store.tables import agent, draft, draft_reader, mention, message, ticket

MOST = 200
"""No more unseen ones are given at once."""

# The note that asks is of the moment in which the draft was shown.
_ASKS = exists().where(
    draft.c.ticket_id == message.c.ticket_id,
    draft.c.author_id == message.c.agent_id,
    draft.c.asked_at == message.c.at,
    draft_reader.c.draft_id == draft.c.id,
    draft_reader.c.agent_id == mention.c.agent_id,
)
_NEWEST = (
    select(mention.c.message_id, message.c.ticket_id, func.coalesce(agent.c.name, message.c.from_name), _ASKS)
    .select_from(MENTIONED.outerjoin(agent, agent.c.id == message.c.agent_id))
    .where(*UNSEEN)
    .order_by(mention.c.message_id.desc())
    .limit(MOST)
)
_OF_MESSAGES = select(mention.c.message_id, mention.c.agent_id).where(
    mention.c.message_id.in_(bindparam("messages", expanding=True))
)


@one_statement
def unseen(session: Session, agent_id: int) -> tuple[Mention, ...]:
    """What mentions the agent and was not seen by them yet, the newest first, `MOST` at most."""
    found = plain.rows(session.connection, _NEWEST, {"agent": agent_id})
    return tuple(Mention(message_id, ticket_id, author, bool(asks)) for message_id, ticket_id, author, asks in found)


def road(session: Session, agent_id: int) -> Road:
    """The tickets that mention the agent: those where they have not seen it, or saw it within `KEPT`; each lies where its newest such note does."""
    seen_lately = mention.c.seen_at >= session.now - KEPT
    newest = (
        select(ticket.c.id, ticket.c.priority, func.max(message.c.at).label("at"))
        .select_from(MENTIONED)
        .where(mention.c.agent_id == agent_id, WAITING, or_(mention.c.seen_at.is_(None), seen_lately))
        .group_by(ticket.c.id, ticket.c.priority)
        .subquery()
    )
    return Road((), newest.c.priority, newest.c.at, newest.c.id, number=newest.c.id)


def count(session: Session, agent_id: int) -> int:
    """How many tickets `road` leads by."""
    tickets = road(session, agent_id).ticket_id.table
    return int(session.connection.execute(select(func.count()).select_from(tickets)).scalar_one())


def ask_of_messages(session: Session, messages: Sequence[int]) -> Callable[[], dict[int, frozenset[int]]]:
    """Who is mentioned in each of these notes, together with what is asked next; notes that mention nobody are left out."""
    answer = plain.ask(session.connection, _OF_MESSAGES, {"messages": list(messages)})

    def found() -> dict[int, frozenset[int]]:
        agents: dict[int, set[int]] = {}
        for message_id, agent_id in answer():
            agents.setdefault(message_id, set()).add(agent_id)
        return {message_id: frozenset(ids) for message_id, ids in agents.items()}

    return found
