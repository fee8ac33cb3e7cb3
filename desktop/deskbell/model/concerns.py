"""What happens on tickets, and why it concerns somebody."""

from datetime import datetime, time
from enum import StrEnum

from msgspec import Struct

from deskbell.model.kinds import Deed, Shelf
from deskbell.model.views import View


class Happening(Struct, frozen=True):
    """One line of the journal with what its ticket and its message are now, as one agent sees them.

    `by` is the agent who did it (None: a customer or the desk itself), `who` their name, or the sender's; `at` when it was done. Of a message `written_at` is
    when it was written (None: it is no message, or gone), `first` says that its ticket began with it, `automatic` that a machine wrote it, `mentions` that it
    mentions the agent. `follows`: the agent follows the ticket. `put_away`: it came back from a snooze, and the agent was the last who snoozed it.
    """

    id: int
    ticket_id: int
    kind: Deed
    by: int | None
    who: str
    at: datetime
    after: str
    subject: str
    assignee_id: int | None
    mailbox_id: int
    team_id: int | None
    shelf: Shelf
    follows: bool = False
    put_away: bool = False
    written_at: datetime | None = None
    first: bool = False
    automatic: bool = False
    mentions: bool = False


class Reason(StrEnum):
    """Why something concerns a person, the most telling first."""

    REMINDER = "reminder"  # which is no line of the journal, and always wanted
    OVERDUE = "overdue"  # which is none either, as a policy warns
    DUE = "due"
    MENTION = "mention"
    ASSIGNED = "assigned"
    UNATTENDED = "unattended"  # nobody who could take it is there, in a team that one answers for
    ANSWER = "answer"
    WOKEN = "woken"
    NOTE = "note"
    NEW = "new"


class Concern(Struct, frozen=True):
    """Something that concerns a person: what happened (`line`, the journal's id, 0 for a reminder and a warning), on which ticket, who did it ("" for nobody known)."""

    line: int
    reason: Reason
    ticket_id: int
    subject: str
    who: str


class Wanted(Struct, frozen=True):
    """Which reasons a person wants to hear of; NEW of tickets that lie in one of `views`."""

    reasons: frozenset[Reason]
    views: frozenset[View] = frozenset()


class QuietTimes(Struct, frozen=True):
    """When a person wants no notice: each day from `begin` to `end`, over midnight where that is earlier (None: at no hour; the same twice: around the clock),
    and all day on `days`, Monday being 1."""

    begin: time | None = None
    end: time | None = None
    days: frozenset[int] = frozenset()
