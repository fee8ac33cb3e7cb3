"""Who comes to this desk: the first person of a new one, somebody it knows, or a colleague who joins."""

from msgspec import Struct

from deskbell.model.kinds import Role
from deskbell.model.rows import AgentRow
from deskbell.store import profiles
from deskbell.store.queries import agents, mailboxes
from deskbell.store.session import Session


class Arrival(Struct, frozen=True):
    """What the desk knows. `agent` has this address already, and a password where it is `locked`; `role` is what a new one gets: the first of a desk
    administers it."""

    agent: AgentRow | None
    role: Role
    has_mailboxes: bool
    locked: bool = False


def arrival(session: Session, email: str) -> Arrival:
    """Look who `email` is here."""
    everybody = agents.rows(session)
    admins = any(agent.active and agent.role is Role.ADMIN for agent in everybody)
    known = agents.with_email(session, email)
    return Arrival(
        known if known is not None and known.active else None,
        Role.AGENT if admins else Role.ADMIN,
        bool(mailboxes.rows(session)),
        known is not None and known.id in profiles.locked(session),
    )
