"""Linking tickets by hand."""

from collections.abc import Mapping
from typing import Final

from deskbell.model.commands import Command
from deskbell.model.kinds import LinkKind

INVERSE: Final[Mapping[LinkKind, LinkKind]] = {
    LinkKind.RELATED: LinkKind.RELATED,
    LinkKind.CHILD: LinkKind.PARENT,
    LinkKind.PARENT: LinkKind.CHILD,
    LinkKind.DUPLICATE: LinkKind.ORIGINAL,
    LinkKind.ORIGINAL: LinkKind.DUPLICATE,
}
"""The links that people make, and how each is called from its other end."""


class LinkTickets(Command, frozen=True, kw_only=True):
    """Say what a ticket is to another one, in place of what was said before; None links them no longer."""

    ticket_id: int
    other_id: int
    kind: LinkKind | None


class TellApart(Command, frozen=True, kw_only=True):
    """Say that two tickets are not the same, however alike they look; without `apart`, that nobody says so any more."""

    ticket_id: int
    other_id: int
    apart: bool = True
