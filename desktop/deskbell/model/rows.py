"""What screens show: frozen rows, made by `store.queries`, one query function a screen. All times are aware and in UTC."""

from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from deskbell.model.checklist import ChecklistItem
from deskbell.model.customers import Likely, Merged
from deskbell.model.fields import CustomField, FieldValue
from deskbell.model.kinds import (
    Activity,
    AfterFiling,
    Deed,
    Leaving,
    LinkKind,
    MailboxState,
    MessageKind,
    OutboxState,
    Presence,
    Priority,
    ReplyKind,
    Role,
    Shelf,
    SignIn,
    Status,
    TagColour,
    TicketType,
)
from deskbell.model.mail import AttachedMail, Invite, Mailbox
from deskbell.model.saved_views import SavedView
from deskbell.model.signatures import Signature
from deskbell.model.teams import TeamRow
from deskbell.model.troubles import BackupTrouble, Outgrown, WebhookTrouble
from deskbell.model.views import PageKey, View

if TYPE_CHECKING:
    from deskbell.model.grouping import GroupRow, WholeList

    # Loaded where something is promised.
    from deskbell.model.sla import ClockRow


class AgentRow(Struct, frozen=True):
    """A person who answers tickets. `login` is the name they come into an office by, "" for who was not let in. With `runs_worker` the computer of an
    administrator of an office does the worker's work. Who is away is so until `away_until` at most (`rules.presence`)."""

    id: int
    name: str
    email: str
    role: Role
    presence: Presence
    signature: str
    active: bool
    version: int
    login: str = ""
    runs_worker: bool = False
    signatures: tuple[Signature, ...] = ()
    away_until: datetime | None = None
    leaving: Leaving = Leaving.KEEP


class MailboxRow(Struct, frozen=True):
    """An address of the desk and how its mail is doing. `reason` is a code of `model.sentences` with its `reason_values`: why no mail comes in;
    `warnings` are such codes: what is wrong though mail comes in. `folders` are watched, the first of them most closely. `smtp_limit`
    is how many bytes of a mail its outgoing server takes, 0 where nobody knows."""

    id: int
    name: str
    address: str
    state: MailboxState
    state_since: datetime | None
    good_at: datetime | None
    reason: str
    reason_values: dict[str, str]
    signature: str
    imap_host: str
    imap_port: int
    imap_security: str
    imap_user: str
    smtp_host: str
    smtp_port: int
    smtp_security: str
    smtp_user: str
    folders: tuple[str, ...]
    sent_folder: str
    ca_file: str
    history_days: int
    active: bool
    version: int
    charset_hint: str = ""
    sign_in: SignIn = SignIn.PASSWORD
    plus_address: bool = False
    authserv_id: str = ""
    acknowledge: bool = False
    acknowledgement: str = ""
    language: str = ""
    after: AfterFiling = AfterFiling.LEAVE
    after_folder: str = ""
    warnings: tuple[tuple[str, dict[str, str]], ...] = ()
    team_id: int | None = None
    smtp_limit: int = 0
    restricted: bool = False
    signatures: tuple[Signature, ...] = ()


class TagRow(Struct, frozen=True):
    """A tag. `group` may be "". A retired one stays on its tickets and is offered for no others."""

    id: int
    name: str
    group: str = ""
    colour: TagColour = TagColour.BLUE
    retired: bool = False
    version: int = 1


class ViewRow(Struct, frozen=True):
    """One entry of the views' list: the view, the name a person gave it ("" for built-in ones, which the window words), its count; with
    `more` it has at least so many tickets. `saved` is what a saved view is, `colour` a tag's; `presence` is a colleague's, who is away until `away_until`, None for until they say so."""

    view: View
    name: str
    count: int
    state: MailboxState | None = None
    more: bool = False
    saved: SavedView | None = None
    colour: TagColour | None = None
    presence: Presence | None = None
    away_until: datetime | None = None


class TicketRow(Struct, frozen=True):
    """A card of the ticket list. `awaiting`: the last public message is the customer's. `hit` is the line a search found, "" outside of one,
    `followers` are agents (ids), `vip` is of the customer, `vip_through` the organisation by which alone they are one. `sla_due_at` is the next time by which something was promised,
    `level` whom of its team it is for (`routing.Level`)."""

    id: int
    subject: str
    customer_id: int
    customer: str
    customer_email: str
    status: Status
    priority: Priority
    shelf: Shelf
    assignee_id: int | None
    assignee: str
    mailbox_id: int
    mailbox: str
    tags: tuple[str, ...]
    activity_at: datetime
    created_at: datetime
    snoozed_until: datetime | None
    messages: int
    attachments: int
    awaiting: bool
    version: int
    hit: str = ""
    team_id: int | None = None
    team: str = ""
    due_at: datetime | None = None
    followers: tuple[int, ...] = ()
    checklist: tuple[ChecklistItem, ...] = ()
    type: TicketType | None = None
    vip: bool = False
    vip_through: str = ""
    sla_due_at: datetime | None = None
    level: int = 1


class TicketPage(Struct, frozen=True):
    """Some tickets of a view, in its order, and the keys of their first and last line (None where empty). `whole` where all were sorted, but for `too_many`."""

    rows: tuple[TicketRow, ...]
    first: PageKey | None
    last: PageKey | None
    whole: "WholeList | None" = None
    too_many: bool = False

    @property
    def lines(self) -> "tuple[TicketRow | GroupRow, ...]":
        """The tickets, with the heads of their groups where they have any."""
        return self.rows if self.whole is None else self.whole.page


class AttachmentRow(Struct, frozen=True):
    """An attachment as it is listed; its bytes are read only when asked for. `size` in bytes; `dangerous`: a program, only to be saved;
    `mail` what it says where it is a message itself."""

    id: int
    message_id: int
    name: str
    content_type: str
    size: int
    inline: bool
    content_id: str
    dangerous: bool
    mail: AttachedMail | None = None


class BounceRow(Struct, frozen=True):
    """An address (lower case) that a mail did not reach, since when, and what its server said ("" where it said nothing)."""

    email: str
    reason: str
    at: datetime


class MessageRow(Struct, frozen=True):
    """One message of a thread, as a card shows it. `reply_to` is where its sender wants answers, empty for where it came from, `bounces` whom it
    did not reach, `mentions` the agents whom a note mentions. `origin` is the ticket that it was moved here from, 0 where it came here."""

    id: int
    ticket_id: int
    kind: MessageKind
    author: str
    author_email: str
    agent_id: int | None
    to: tuple[Mailbox, ...]
    cc: tuple[Mailbox, ...]
    at: datetime
    text: str
    visible: str
    html: str
    html_visible: str
    attachments: tuple[AttachmentRow, ...]
    why: str
    is_auto: bool
    is_bounce: bool
    outbox: OutboxState | None
    outbox_not_before: datetime | None
    outbox_reason: str
    outbox_values: dict[str, str]
    problems: tuple[str, ...]
    raw_id: int | None
    invites: tuple[Invite, ...] = ()
    reply_to: tuple[Mailbox, ...] = ()
    bounces: tuple[BounceRow, ...] = ()
    outbox_settled: bool = False
    mentions: frozenset[int] = frozenset()
    origin: int = 0


class EventRow(Struct, frozen=True):
    """One step of the journal, shown as a slim line between messages. `before` and `after` are words or codes, by `kind`; `field` is what was filled in.
    `undone`: it holds no longer, or is what took back another step that does not.
    """

    id: int
    deed_id: str
    kind: Deed
    agent: str
    at: datetime
    before: str
    after: str
    undone: bool
    field: CustomField | None = None


class TicketDetail(Struct, frozen=True):
    """An open ticket: its card's row, its thread oldest first, and what the conversation needs besides. `unasked` are the addresses (lower case) that
    came into it by somebody's mail alone, `bounced` those of it that mail has not reached since. `fields` are the custom fields that it has, in order. `language` is the customer's, "" where it is not known. `clocks` are what is promised and not over, and the first answer and the solution where they are. `rating` is what the customer thinks of it (`model.ratings`), "" for nothing known."""

    row: TicketRow
    messages: tuple[MessageRow, ...]
    events: tuple[EventRow, ...]
    participants: tuple[Mailbox, ...]
    earlier_messages: int
    unasked: frozenset[str] = frozenset()
    bounced: tuple[BounceRow, ...] = ()
    fields: tuple[FieldValue, ...] = ()
    language: str = ""
    clocks: "tuple[ClockRow, ...]" = ()
    rating: str = ""


class CustomerRow(Struct, frozen=True):
    """A person who writes to the desk. `utc_offset`: the minutes by which their clock is ahead of UTC now, None where that is not known. `blocked`: mail from an
    address of theirs goes to Spam. `organisation_note` is what everybody should know of their organisation."""

    id: int
    name: str
    emails: tuple[str, ...]
    language: str
    organisation: str
    note: str
    created_at: datetime
    tickets: int
    version: int
    time_zone: str = ""
    utc_offset: int | None = None
    vip: bool = False
    phones: tuple[str, ...] = ()
    blocked: bool = False
    organisation_note: str = ""
    tags: tuple[str, ...] = ()
    organisation_id: int = 0
    organisation_vip: bool = False


class TicketTitle(Struct, frozen=True):
    """As much of a ticket as a line beside another one says; `link` is what people say that it is to that one."""

    id: int
    subject: str
    status: Status
    activity_at: datetime
    link: LinkKind | None = None


class CustomerPanel(Struct, frozen=True):
    """The customer beside a ticket: the person, the other tickets of theirs, and those that the ticket is linked to or merged with, newest first; and customers who
    are `likely` the same person, or `merged` into this one. `fields` are theirs, `organisation_fields` those of their organisation."""

    customer: CustomerRow
    others: tuple[TicketTitle, ...]
    linked: tuple[TicketTitle, ...] = ()
    likely: tuple[Likely, ...] = ()
    merged: tuple[Merged, ...] = ()
    fields: tuple[FieldValue, ...] = ()
    organisation_fields: tuple[FieldValue, ...] = ()


class DraftRow(Struct, frozen=True):
    """What an agent has begun to write on a ticket. `macro_id` is the macro that waits for it to be sent, 0 where none does."""

    id: int
    ticket_id: int
    agent_id: int
    kind: ReplyKind
    to: str
    cc: str
    bcc: str
    subject: str
    html: str
    text: str
    mailbox_id: int
    attachments: tuple[AttachmentRow, ...]
    updated_at: datetime
    version: int
    original_id: int = 0
    passed: tuple[int, ...] = ()
    macro_id: int = 0


class ViewerRow(Struct, frozen=True):
    """A colleague at an open ticket."""

    agent_id: int
    ticket_id: int
    activity: Activity


class WorkerRow(Struct, frozen=True):
    """The worker as the database sees it: who holds the lease and until when."""

    holder: str
    expires_at: datetime
    alive: bool


class DeskState(Struct, frozen=True):
    """What the window knows about the whole desk at once; read at start and whenever a change row says so.

    `unreadable` are the open tickets with a mail that could not be read, newest first, fifty at most.
    `unsent` are the tickets with a mail of `me` that not everybody got or whose fate is unknown, newest first, fifty at most.
    `picture_senders` are the addresses, in lower case, whose pictures from the internet `me` sees without being asked.
    `office`: people come in by logins of their own, and the database keeps what each may do. `webhooks` are those in trouble.
    """

    me: AgentRow
    agents: tuple[AgentRow, ...]
    mailboxes: tuple[MailboxRow, ...]
    tags: tuple[TagRow, ...]
    sample: bool
    worker: WorkerRow | None
    unreadable: tuple[int, ...] = ()
    unsent: tuple[int, ...] = ()
    picture_senders: frozenset[str] = frozenset()
    teams: tuple[TeamRow, ...] = ()
    backup_trouble: BackupTrouble | None = None
    office: bool = False
    outgrown: Outgrown | None = None
    webhooks: tuple[WebhookTrouble, ...] = ()
