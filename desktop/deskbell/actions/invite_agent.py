"""Letting somebody into the office."""

from deskbell.actions.deeds import record
from deskbell.model.commands import InviteAgent
from deskbell.model.kinds import Deed
from deskbell.store.session import Session


def invite_agent(session: Session, command: InviteAgent) -> int:
    """Give the agent a login with this password, or this password to the login they have; the agent's id. Raises as `let_in` does."""
    # Loaded here: a desk without rights has no use for it.
    from deskbell.store.rights.invite import let_in

    let_in(session, command.id, command.password, command.login)
    record(session, command, Deed.SETTINGS, [], command.id)
    return command.id
