"""What a rule would have done in days that are over: nothing is done, and nothing is written."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from deskbell.model.automation import Event, RuleActions


class Unsure(StrEnum):
    """What of a moment that is over the desk does not know any more. CUSTOMER: the customer's organisation, VIP, language and fields, which are taken as they
    are now. HOURS: the working hours, which too. READ_AGAIN: the mail was read anew since, and its text may be another. THERE: who took work then. ANSWERS:
    how many automatic answers had gone out. MACRO: who followed the ticket, and its checklist. LEVEL: for which level of its team it was.
    """

    CUSTOMER = "customer"
    HOURS = "hours"
    READ_AGAIN = "read_again"
    THERE = "there"
    ANSWERS = "answers"
    MACRO = "macro"
    LEVEL = "level"


class WouldHave(Struct, frozen=True):
    """What a rule would have done to a ticket once: `does` is what the ticket was not like already. `events` are those for which the rule was looked at."""

    ticket_id: int
    at: datetime
    events: frozenset[Event]
    does: RuleActions
    unsure: tuple[Unsure, ...] = ()
    subject: str = ""


class Stretch(Struct, frozen=True):
    """What is rehearsed: lines of the journal from the number `first` on, written from `since` to `until`. It goes from the newest to the oldest; `upto` is the
    last that was there at first, `place` the one that comes next.
    """

    since: datetime
    until: datetime
    first: int
    upto: int
    place: int

    @property
    def over(self) -> bool:
        """Whether nothing is left."""
        return self.place < self.first

    @property
    def done(self) -> float:
        """How much of it, from 0 to 1."""
        whole = self.upto - self.first + 1
        return 1.0 if self.over or whole <= 0 else (self.upto - self.place) / whole


class Rehearsed(Struct, frozen=True):
    """A piece of a rehearsal, the newest ticket first and what is of one ticket in its order; how many tickets were looked at for it, and what is left."""

    found: tuple[WouldHave, ...]
    tickets: int
    left: Stretch
