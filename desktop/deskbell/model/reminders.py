"""Being reminded of tickets at a time: each person by themselves, whatever becomes of the ticket meanwhile."""

from datetime import datetime

from msgspec import Struct

from deskbell.model.commands import Command


class Reminder(Struct, frozen=True):
    """Somebody wants to be reminded of a ticket at a time (aware, UTC). `due`: that has come, and they have not said yet what becomes of it."""

    ticket_id: int
    subject: str
    at: datetime
    due: bool = False


class SetReminders(Command, frozen=True, kw_only=True):
    """Remind whoever gives it of tickets (ids) at times (aware); None: no longer. A person has one reminder a ticket, and of several the last one holds."""

    times: tuple[tuple[int, datetime | None], ...]
