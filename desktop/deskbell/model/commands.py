"""What a person (or the worker) asks for: one frozen command a verb. An action takes it, and makes one commit of it.

`deed` is an id made by whoever asks: a command that reaches the database twice is carried out once. Sets of tickets are one command, commit and undo.
"""

import secrets
import time
from datetime import datetime
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from deskbell.model.hidden import all_but
from deskbell.model.kinds import (
    Activity,
    AfterFiling,
    Presence,
    Priority,
    ReplyKind,
    Role,
    Status,
    TagColour,
    TicketType,
)
from deskbell.model.mail import Mailbox, OutboundAttachment

if TYPE_CHECKING:
    # Loaded where something is handed out.
    from deskbell.model.routing import AgentWork


def new_deed() -> str:
    """A fresh id for a command: 32 hexadecimal digits. A UUID of version 7 (RFC 9562, 5.7): those of one time lie side by side in an index."""
    milliseconds = time.time_ns() // 1_000_000
    return f"{milliseconds:012x}7{secrets.randbits(12):03x}{0x8 | secrets.randbits(2):x}{secrets.randbits(60):015x}"


class Command(Struct, frozen=True, kw_only=True):
    """What all commands share. `agent_id` is who asks, None for the desk itself."""

    agent_id: int | None
    deed: str = field(default_factory=new_deed)


UNCHANGED: Final = -1
"""What is answered where all tickets were as somebody wanted them already. Not 0: that is the answer of many a command that comes a second time."""


class SetStatus(Command, frozen=True, kw_only=True):
    """Give tickets a status. SPAM and TRASH put them away; any other brings them back."""

    tickets: tuple[int, ...]
    status: Status


class Assign(Command, frozen=True, kw_only=True):
    """Give tickets to an agent, or to nobody (None)."""

    tickets: tuple[int, ...]
    assignee_id: int | None


class SetTeam(Command, frozen=True, kw_only=True):
    """Give tickets to a team, or to none (None). Whoever they are assigned to keeps them."""

    tickets: tuple[int, ...]
    team_id: int | None


class SetPriority(Command, frozen=True, kw_only=True):
    """Give tickets a priority."""

    tickets: tuple[int, ...]
    priority: Priority


class ChangeTags(Command, frozen=True, kw_only=True):
    """Put tags on tickets and take tags off; names, made when they are new."""

    tickets: tuple[int, ...]
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


class MoveToMailbox(Command, frozen=True, kw_only=True):
    """Move tickets to another mailbox: answers go out from there. Those that are of their mailbox's team get the team of the new one."""

    tickets: tuple[int, ...]
    mailbox_id: int


class Snooze(Command, frozen=True, kw_only=True):
    """Put tickets away until a time (UTC) or until the customer answers (`kinds.UNTIL_ANSWERED`), or bring them back (None)."""

    tickets: tuple[int, ...]
    until: datetime | None


class SetDue(Command, frozen=True, kw_only=True):
    """Say until when tickets are to be done (UTC), or that there is no such time (None)."""

    tickets: tuple[int, ...]
    due_at: datetime | None


class SetType(Command, frozen=True, kw_only=True):
    """Say what kind of tickets they are, or (None) nothing of it."""

    tickets: tuple[int, ...]
    type: TicketType | None


class SetSubject(Command, frozen=True, kw_only=True):
    """Give a ticket another subject."""

    ticket_id: int
    subject: str


class SendReply(Command, frozen=True, kw_only=True):
    """Answer, forward, or (ticket_id 0) begin a ticket by mail.

    The mail leaves after `undo_seconds`, or at `send_at` where that is later. `seen_message` is the newest message the writer had on the screen: with a
    newer one from somebody else the action raises `Conflict`, unless it is 0. `attachments_from` are ids of attachments in the database to send along.
    `quoted` and `quoted_html` are what goes out below the answer (above it with `quote_above`) and is folded away in the thread: the customer's
    message. `original_id` is the message that is passed on (-1: as a file), should the mail become a draft again. `then` is the status the ticket
    gets, None to leave it to the rule (an answer opens a new ticket). `macro` (a `canned.ApplyMacro`) is what the macro `macro_id` does to it besides.
    """

    ticket_id: int
    kind: ReplyKind
    mailbox_id: int
    to: tuple[Mailbox, ...]
    text: str
    subject: str = ""
    html: str = ""
    quoted: str = ""
    quoted_html: str = ""
    cc: tuple[Mailbox, ...] = ()
    bcc: tuple[Mailbox, ...] = ()
    attachments: tuple[OutboundAttachment, ...] = ()
    attachments_from: tuple[int, ...] = ()
    seen_message: int = 0
    then: Status | None = None
    undo_seconds: int = 10
    send_at: datetime | None = None
    quote_above: bool = False
    original_id: int = 0
    macro_id: int = 0
    macro: Command | None = None


class MoveMessages(Command, frozen=True, kw_only=True):
    """Move messages of a ticket to another one, or (to_ticket 0) to a new one; no messages named means all. With all of its messages a ticket is merged."""

    ticket_id: int
    messages: tuple[int, ...] = ()
    to_ticket: int = 0


class MergeTickets(Command, frozen=True, kw_only=True):
    """Move all messages of some tickets to another one, which may be among them."""

    tickets: tuple[int, ...]
    into: int


class BlockSender(Command, frozen=True, kw_only=True):
    """Block an address or a domain, and put a ticket of its into Spam."""

    ticket_id: int
    pattern: str


class ListSenders(Command, frozen=True, kw_only=True):
    """Block and trust addresses and domains, and take others off both lists."""

    block: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    forget: tuple[str, ...] = ()


class AddNote(Command, frozen=True, kw_only=True):
    """Write a note that only agents see."""

    ticket_id: int
    text: str
    html: str = ""


class UndoSend(Command, frozen=True, kw_only=True):
    """Take a mail out of the outbox before it leaves, or after it was refused; its text becomes the draft again. Raises `Mistake` undo.too_late."""

    message_id: int


class SendAgain(Command, frozen=True, kw_only=True):
    """Send a mail that failed, or whose fate is unknown, once more: a person has decided. Whoever has it already does not get it again."""

    message_id: int


class SendNow(Command, frozen=True, kw_only=True):
    """Do not wait any longer: a mail that was to leave later, or is tried again later, is due now. Raises `Mistake` send.not_waiting."""

    message_id: int


class SayArrived(Command, frozen=True, kw_only=True):
    """A person has found that a mail of unknown fate has arrived, or leaves it at those who got one that others were refused. Raises `Mistake` send.not_failed."""

    message_id: int


class ReadAgain(Command, frozen=True, kw_only=True):
    """Read the kept original of a received message anew, as this Deskbell reads (after an upgrade, or with another charset for its mailbox).

    The worker does it within seconds; all that the message says is then new, and its ticket stays. Raises `Mistake` read_again.nothing
    where no original is kept: our own messages, notes, what a server never gave.
    """

    message_id: int


class UndoDeed(Command, frozen=True, kw_only=True):
    """Take back what one command did to tickets, or (`ticket_id`) to one of them if it is not `whole`, where nothing has changed the same things since."""

    undo: str
    ticket_id: int = 0


class SaveDraft(Command, frozen=True, kw_only=True):
    """Keep what is being written; one draft an agent, ticket and kind. `attachments` are files not yet kept, `kept_attachments` stay.

    `original_id` is the message passed on (-1: as a file), `passed` the ids of its attachments that go along. `macro_id` is the macro that waits for
    it to be sent, 0 where none does.
    """

    ticket_id: int
    kind: ReplyKind
    mailbox_id: int
    to: str = ""
    cc: str = ""
    bcc: str = ""
    subject: str = ""
    html: str = ""
    text: str = ""
    attachments: tuple[OutboundAttachment, ...] = ()
    kept_attachments: tuple[int, ...] = ()
    original_id: int = 0
    passed: tuple[int, ...] = ()
    macro_id: int = 0


class DiscardDraft(Command, frozen=True, kw_only=True):
    """Throw a draft away."""

    ticket_id: int
    kind: ReplyKind


class TellViewing(Command, frozen=True, kw_only=True):
    """Tell the colleagues at which ticket this window is, and what is done there; again before `rules.viewing.GONE_SECONDS` are over. 0: at none.

    `window` is an id of the window's own, as `new_deed` makes them.
    """

    window: str
    ticket_id: int
    activity: Activity = Activity.LOOKING


class SaveAgent(Command, frozen=True, kw_only=True):
    """Add an agent (id 0) or change one. With `runs_worker` an administrator's computer does the worker's work in an office; others' never do.
    `work` is what can be given to them, None leaves that as it is."""

    id: int
    name: str
    email: str
    role: Role = Role.AGENT
    presence: Presence = Presence.AVAILABLE
    signature: str = ""
    active: bool = True
    runs_worker: bool = False
    version: int = 0
    work: "AgentWork | None" = None


class InviteAgent(Command, frozen=True, kw_only=True):
    """Let the agent `id` into the office with a password that serves once. `login` is the name for who has none yet, "" for one made of the address."""

    id: int
    password: str
    login: str = ""

    __repr__ = all_but("password")


class SetPassword(Command, frozen=True, kw_only=True):
    """Give the profile of the agent `id` another password; "" takes it away. `known` is the present one, which only its owner must say."""

    id: int
    password: str
    known: str = ""

    __repr__ = all_but("password", "known")


class SaveTag(Command, frozen=True, kw_only=True):
    """Make a tag (id 0) or change one: all of it. What it was called before goes on leading to it, in searches, saved views and macros."""

    id: int
    name: str
    group: str = ""
    colour: TagColour = TagColour.BLUE
    retired: bool = False
    version: int = 0


class MergeTag(Command, frozen=True, kw_only=True):
    """Give the tickets of the tag `id` the tag `into_id` instead, as many as one commit should hold; the answer is how many are left.

    With the last of them the tag is gone, and its name leads to the other one. To be given again, each time as a command of its own, until none are left.
    """

    id: int
    into_id: int
    version: int


class RemoveTag(Command, frozen=True, kw_only=True):
    """There is no such tag any more; for one that is on no ticket."""

    id: int
    version: int


class SaveMailbox(Command, frozen=True, kw_only=True):
    """Add a mailbox (id 0) or change one. The passwords never come here: they go to the secrets of this computer.

    `folders` are watched, the first of them most closely. `history_days`: how much of what lies in them already is taken in, -1 for all of it.
    `after` is what happens to a mail on the server once it is filed; MOVE needs `after_folder`. `language` is that of what the desk says by itself,
    "" for the customer's. `charset_hint` names the charset of mails that do not say theirs ("windows-1257"), "" leaves it to a guess. `sign_in` is
    a value of `kinds.SignIn`; tokens never come here either.
    `plus_address`: answers come back to an address that names the ticket. `authserv_id`: the server whose Authentication-Results are believed
    (RFC 8601). `acknowledge`: a first mail is answered with `acknowledgement`, in which {number}, {subject}, {name} and {mailbox} are filled in.
    `team_id` is the team of its new tickets, None for none. `restricted`: in an office, nobody but that team, managers and administrators sees it, and what
    lies in it.
    """

    id: int
    name: str
    address: str
    imap_host: str = ""
    imap_port: int = 993
    imap_security: str = "tls"
    imap_user: str = ""
    smtp_host: str = ""
    smtp_port: int = 465
    smtp_security: str = "tls"
    smtp_user: str = ""
    folders: tuple[str, ...] = ("INBOX",)
    sent_folder: str = ""
    ca_file: str = ""
    history_days: int = 30
    signature: str = ""
    charset_hint: str = ""
    plus_address: bool = False
    authserv_id: str = ""
    acknowledge: bool = False
    acknowledgement: str = ""
    language: str = ""
    after: AfterFiling = AfterFiling.LEAVE
    after_folder: str = ""
    active: bool = True
    version: int = 0
    sign_in: str = "password"
    team_id: int | None = None
    restricted: bool = False


class SetPictureSenders(Command, frozen=True, kw_only=True):
    """Show pictures from the internet in mails of these addresses without asking `agent_id`, or ask again."""

    addresses: tuple[str, ...]
    shown: bool


class SaveSettings(Command, frozen=True, kw_only=True):
    """Write settings: pairs of key and value, checked against `model.settings`. `owner` is the agent for settings of a person, else 0."""

    values: tuple[tuple[str, object], ...]
    owner: int = 0
