"""What there is to do on a ticket, step by step."""

import secrets
from typing import Final

from msgspec import Struct

from deskbell.model.commands import Command

MOST: Final = 100
"""Items that a checklist has at most."""
LONGEST: Final = 500
"""Letters that an item has at most."""


class ChecklistItem(Struct, frozen=True, array_like=True):
    """One step. `id` is its own within the ticket."""

    id: str
    text: str
    done: bool = False


class SetItem(Command, frozen=True, kw_only=True):
    """Add an item to a ticket's checklist (`fresh`), or change one: all of it. Without text it is taken off.

    `place` is where it is to stand, from 0 on; None: at the end, or where it is.
    """

    ticket_id: int
    item: ChecklistItem
    fresh: bool = False
    place: int | None = None


def new_item() -> str:
    """A fresh id for an item."""
    return secrets.token_hex(4)
