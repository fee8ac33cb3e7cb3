"""Colleagues who are mentioned in a note: noted with it, and seen."""

from collections.abc import Callable, Collection

from sqlalchemy import bindparam, select, true, update

from deskbell.model.kinds import Entity
from deskbell.model.mentions import SeeMentions
from deskbell.rules.mentions import may_mention, mentioned
from deskbell.store import plain
from deskbell.store.bulk import insert_rows
from deskbell.store.queries import teams
from deskbell.store.session import Session
from deskbell.store.tables import agent, mention, message

_COLLEAGUES = select(agent.c.id, agent.c.name).where(agent.c.active == true(), agent.c.id != bindparam("writer"))


def ask_mentioned(session: Session, text: str, writer_id: int | None) -> Callable[[], Collection[int]]:
    """Which colleagues of the writer a note mentions, by their own name or their team's, together with what is asked next; one without an @ asks nothing."""
    if not may_mention(text):
        return tuple
    people = plain.ask(session.connection, _COLLEAGUES, {"writer": writer_id or 0})
    there = teams.ask(session)
    return lambda: mentioned(
        text, [(number, name) for number, name in people()], [(team.name, team.members) for team in there()]
    )


def note_mentions(session: Session, message_id: int, ticket_id: int, agents: Collection[int]) -> None:
    """Keep that a note mentions these agents, and tell them."""
    insert_rows(session, mention, [{"message_id": message_id, "agent_id": one, "seen_at": None} for one in agents])
    for one in agents:
        session.changed(Entity.MENTION, one, ticket_id)


def see_mentions(session: Session, command: SeeMentions) -> None:
    """Note that an agent has seen what mentions them on a ticket; their other windows are told where that is news."""
    on_ticket = select(message.c.id).where(message.c.ticket_id == command.ticket_id)
    seen = session.connection.execute(
        update(mention)
        .where(mention.c.agent_id == command.agent_id, mention.c.seen_at.is_(None), mention.c.message_id.in_(on_ticket))
        .values(seen_at=session.now)
    )
    if seen.rowcount and command.agent_id is not None:
        # Of no ticket: what is shown of that is as it was.
        session.changed(Entity.MENTION, command.agent_id)
