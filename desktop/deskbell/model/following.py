"""Following tickets that others have."""

from deskbell.model.commands import Command


class Follow(Command, frozen=True, kw_only=True):
    """Let agents (ids) follow tickets, and let others follow them no longer."""

    tickets: tuple[int, ...]
    add: tuple[int, ...] = ()
    remove: tuple[int, ...] = ()
