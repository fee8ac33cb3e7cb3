"""Who may do what, by their role."""

from typing import Final

from deskbell.model.commands import Command
from deskbell.model.kinds import Role

RANKS: Final = (Role.AGENT, Role.MANAGER, Role.ADMIN)
"""The roles, each of which may do all that those before it may."""


def may(role: Role, kind: type[Command]) -> bool:
    """Whether this role may carry out commands of this kind, on whatever they are about."""
    # With it come all commands that there are, which a window that has just opened can do without.
    from deskbell.rules.least_roles import LEAST

    return RANKS.index(role) >= RANKS.index(LEAST[kind])


def sees_all(role: Role) -> bool:
    """Whether this role sees what is of mailboxes and teams that it has no part in: all that was done on the desk."""
    return RANKS.index(role) >= RANKS.index(Role.MANAGER)
