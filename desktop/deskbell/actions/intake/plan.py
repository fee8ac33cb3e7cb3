"""What a batch will write: tickets and messages as plain objects, changed in memory until they are all written at once."""

from dataclasses import dataclass, field
from datetime import datetime

from deskbell.actions.intake.arrival import Arrival
from deskbell.model.kinds import Deed, MessageKind, Priority, Status
from deskbell.model.mail import InboundMail


@dataclass(slots=True)
class Person:
    """A customer, or one to be made (`id` 0 until written)."""

    id: int
    name: str
    email: str
    language: str = ""


@dataclass(slots=True)
class TicketPlan:
    """A ticket as it will be. `id` is 0 until a new one is written; `events` are journal lines (kind, before, after)."""

    id: int
    mailbox_id: int
    customer: Person
    subject: str
    status: Status
    priority: Priority
    assignee_id: int | None
    created_at: datetime
    activity_at: datetime
    done_at: datetime | None
    snoozed_until: datetime | None
    messages: int
    attachments: int
    awaiting: bool
    known_participants: set[str] = field(default_factory=set)
    new_participants: dict[str, str] = field(default_factory=dict)
    events: list[tuple[Deed, str, str]] = field(default_factory=list)

    def add_participant(self, email: str, name: str) -> None:
        """Someone wrote or was written to on this ticket."""
        email = email.casefold()
        if email and email not in self.known_participants:
            self.known_participants.add(email)
            self.new_participants[email] = name


@dataclass(slots=True)
class MessagePlan:
    """A message as it will be; `id` is 0 until written."""

    arrival: Arrival
    mail: InboundMail
    ticket: TicketPlan
    kind: MessageKind
    author: Person | None
    agent_id: int | None
    at: datetime
    why: str
    first: bool
    id: int = 0

    @property
    def needs_original(self) -> bool:
        """Whether the raw mail itself is attached: where it could not be read, and is not only a note that its server never gave it."""
        return self.arrival.mail is None and self.arrival.fetched

    @property
    def files(self) -> int:
        """How many attachments the message has, the original among them."""
        return len(self.mail.attachments) + self.needs_original
