"""Giving a ticket to those of its team who know more."""

from deskbell.model.commands import Command


class Escalate(Command, frozen=True, kw_only=True):
    """Hand a ticket to the next level of its team, with a note that says why. Nobody has it then until somebody of that level takes it, or is given it."""

    ticket_id: int
    text: str
    html: str = ""
