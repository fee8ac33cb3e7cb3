"""What a batch will write: tickets and messages as plain objects, changed in memory until they are all written at once."""

from datetime import datetime

from msgspec import Struct, field

from deskbell.actions.intake.arrival import Arrival
from deskbell.model.kinds import Deed, LinkKind, MessageKind, Priority, Standing, Status
from deskbell.model.mail import InboundMail, Mailbox
from deskbell.model.ratings import Rating


class Person(Struct):
    """A customer, or one to be made (`id` 0 until written)."""

    id: int
    name: str
    email: str
    language: str = ""


class TicketPlan(Struct):
    """A ticket as it will be. `id` is 0 until a new one is written; `events` are journal lines (kind, before, after), `links` the tickets that it
    points to. Nothing is promised of what was before `sla_since`.
    """

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
    merged_into: int | None = None
    team_id: int | None = None
    sla_since: datetime | None = None
    participants: dict[str, Standing] = field(default_factory=dict)
    new_participants: dict[str, tuple[str, Standing]] = field(default_factory=dict)
    raised_participants: dict[str, Standing] = field(default_factory=dict)
    events: list[tuple[Deed, str, str]] = field(default_factory=list)
    links: list[tuple["TicketPlan", LinkKind]] = field(default_factory=list)

    def add_participant(self, email: str, name: str, standing: Standing = Standing.IN) -> bool:
        """Someone wrote, was written to or was named on this ticket; whether that is news. A mail never makes anybody more than they were, except
        that who was only SHOWN has now written."""
        email = email.casefold()
        before = self.participants.get(email)
        if not email or (before is not None and not (before is Standing.SHOWN and standing is not Standing.SHOWN)):
            return False
        self.participants[email] = standing
        if before is None or email in self.new_participants:
            self.new_participants[email] = (name, standing)
        else:
            self.raised_participants[email] = standing
        return True

    def let_in(self, email: str, name: str, standing: Standing) -> None:
        """An agent wrote to them: they are `standing` from now on, unless they were more than that."""
        email = email.casefold()
        before = self.participants.get(email)
        if before is None or email in self.new_participants:
            self.new_participants[email] = (name, _more(before, standing))
        elif _more(before, standing) is not before:
            self.raised_participants[email] = standing
        self.participants[email] = _more(before, standing)


class MessagePlan(Struct):
    """A message as it will be; `id` is 0 until written. `warnings` are problems that the desk adds to those of the mail, `reply_to` is where the sender
    wants the answer, None for where the mail came from. `by_us`: it was written in another mail program, by an agent or from the desk's own address. `rating` is
    what its sender thinks of the ticket, where the mail says no more than that.
    """

    arrival: Arrival
    mail: InboundMail
    ticket: TicketPlan
    kind: MessageKind
    author: Person | None
    agent_id: int | None
    at: datetime
    why: str
    first: bool
    warnings: tuple[str, ...] = ()
    reply_to: Mailbox | None = None
    by_us: bool = False
    rating: Rating | None = None
    id: int = 0

    @property
    def needs_original(self) -> bool:
        """Whether the raw mail itself is attached: where it could not be read, and is not only a note that its server never gave it."""
        return self.arrival.mail is None and self.arrival.fetched

    @property
    def files(self) -> int:
        """How many attachments the message has, the original among them."""
        return len(self.mail.attachments) + self.needs_original


def _more(one: Standing | None, other: Standing) -> Standing:
    return max(one or Standing.SHOWN, other, key=(Standing.SHOWN, Standing.WROTE, Standing.IN).index)
