"""Colleagues who are mentioned in notes."""

from datetime import timedelta
from typing import Final

from msgspec import Struct

from deskbell.model.commands import Command

KEPT: Final = timedelta(days=30)
"""So long a ticket stays in the view of mentions after they were seen: it does not go away from under the cursor."""


class Mention(Struct, frozen=True):
    """A note that mentions an agent, and who wrote it ("" for nobody known). `asks`: it asks them to look over an answer, which is still to be looked over."""

    message_id: int
    ticket_id: int
    author: str
    asks: bool = False


class SeeMentions(Command, frozen=True, kw_only=True):
    """Say that the agent has seen what mentions them on a ticket: it is on their screen."""

    ticket_id: int
