"""The columns of the ticket list where it is a table."""

from enum import StrEnum

from msgspec import Struct


class Column(StrEnum):
    """What a column tells of a ticket. The subject is always there, and has the room that the others leave."""

    NUMBER = "number"
    CUSTOMER = "customer"
    SUBJECT = "subject"
    ASSIGNEE = "assignee"
    TEAM = "team"
    LEVEL = "level"
    STATUS = "status"
    PRIORITY = "priority"
    TYPE = "type"
    MAILBOX = "mailbox"
    TAGS = "tags"
    CREATED = "created"
    ACTIVITY = "activity"
    DUE = "due"
    SNOOZED = "snoozed"
    SLA = "sla"


Key = Column | int
"""What tells columns apart: their names, and of custom fields the ids."""


class Wide(Struct, frozen=True):
    """A column and how wide it shall be, in logical pixels at a text size of 100 %; what stands there for the subject is not looked at."""

    column: Key
    width: int


class Place(Struct, frozen=True):
    """Where a column stands in a row, in the pixels that the room was given in."""

    column: Key
    left: int
    width: int

    @property
    def right(self) -> int:
        """Where the next one begins."""
        return self.left + self.width
