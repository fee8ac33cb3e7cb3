"""The values that a sample desk is made of. Nothing here knows a database; numbers of agents, mailboxes, teams and customers are positions in the tuples.

Times are aware and in UTC. Addresses lie only under the names that RFC 2606 reserves (example.com, .example and so on).
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from msgspec import Struct

from deskbell.model.kinds import Deed, MessageKind, Presence, Priority, ReplyKind, Role, Status, TagColour
from deskbell.model.mail import Mailbox


class SampleAgent(Struct, frozen=True):
    """An agent; the first of a desk is the one who looks at it. `feminine` decides verb forms, `languages` what the agent answers in."""

    name: str
    email: str
    role: Role
    presence: Presence
    signature: str
    feminine: bool
    languages: tuple[str, ...]
    signs_as: dict[str, str]


class SampleMailbox(Struct, frozen=True):
    """An address of the desk."""

    name: str
    address: str
    signature: str


class SampleTeam(Struct, frozen=True):
    """A team: its members, the mailboxes whose tickets it gets, and the tags of tickets that it `takes` over from other teams."""

    name: str
    members: tuple[int, ...]
    mailboxes: tuple[int, ...]
    takes: frozenset[str]


class SampleTag(Struct, frozen=True):
    """What a tag is painted in, and the group that it is in."""

    group: str = ""
    colour: TagColour = TagColour.BLUE


class SampleCustomer(Struct, frozen=True):
    """A customer. `call` is how an agent greets the person (a vocative where the language has one), `manner` picks habits: greeting, mail client."""

    name: str
    call: str
    email: str
    other_email: str
    language: str
    feminine: bool
    organisation: str
    city: str
    note: str
    manner: int
    created_at: datetime


class SampleFile(NamedTuple):
    """An attachment: `source` names a file of the sample's `files` folder, `name` is what the sender called it."""

    source: str
    name: str
    content_type: str
    content_id: str


class SampleMessage(NamedTuple):
    """One message of a thread. Where there is a quote or a signature, `visible` is shorter than `text`, and `html_visible` than `html`."""

    kind: MessageKind
    agent: int | None
    at: datetime
    subject: str
    text: str
    visible: str
    html: str
    html_visible: str
    files: tuple[SampleFile, ...]
    message_id: str
    in_reply_to: str
    is_auto: bool
    is_bounce: bool
    sender: Mailbox | None


class SampleEvent(NamedTuple):
    """One step of a ticket's journal besides its messages. What `before` and `after` are depends on the kind: ASSIGNED has positions of agents,
    TEAM of teams, TAGGED tuples of names, STATUS and PRIORITY the enumerations, SNOOZED and WOKEN times; None where there is nothing.
    """

    kind: Deed
    agent: int | None
    at: datetime
    before: "Status | Priority | int | tuple[str, ...] | datetime | None"
    after: "Status | Priority | int | tuple[str, ...] | datetime | None"


class SampleDraft(NamedTuple):
    """What the first agent has begun to write on a ticket."""

    kind: ReplyKind
    text: str
    html: str
    at: datetime


class SampleTicket(NamedTuple):
    """A ticket with all that happened to it, oldest first. `created_at` is the time of its first message, `terms` are those that the search finds in the
    text of each message (`store.search.index`), where whoever made the ticket has cut them already."""

    subject: str
    language: str
    customer: int
    mailbox: int
    assignee: int | None
    team: int | None
    status: Status
    priority: Priority
    tags: tuple[str, ...]
    snoozed_until: datetime | None
    created_at: datetime
    messages: tuple[SampleMessage, ...]
    events: tuple[SampleEvent, ...]
    draft: SampleDraft | None
    terms: tuple[str, ...] = ()

    def searched(self) -> list[str]:
        """Of each message what the search shall find: what is quoted it finds in the message that is quoted."""
        answers = False
        found = []
        for message in self.messages:
            whole = message.kind is MessageKind.IN and not answers
            found.append(message.text if whole else message.visible)
            answers = answers or message.kind is not MessageKind.NOTE
        return found


class SampleDesk(Struct, frozen=True):
    """A whole desk. `tickets()` makes them anew at each call, in the order of their creation, and holds none back: a hundred thousand fit.

    `first_number` is what the first ticket is called on a desk that has none, `file(source)` gives the bytes of an attachment.
    """

    company: str
    agents: tuple[SampleAgent, ...]
    mailboxes: tuple[SampleMailbox, ...]
    teams: tuple[SampleTeam, ...]
    tags: Mapping[str, SampleTag]
    customers: tuple[SampleCustomer, ...]
    count: int
    first_number: int
    now: datetime
    tickets: Callable[[], Iterator[SampleTicket]]
    file: Callable[[str], bytes]
