"""The enumerations of the desk. Their values are stored in the database: never renumber one, only add."""

from datetime import UTC, datetime
from enum import IntEnum, StrEnum
from typing import Final


class Status(IntEnum):
    """Where a ticket stands in its life. NEW until an agent has touched it; CLOSED is final, SOLVED may be re-opened by an answer."""

    NEW = 0
    OPEN = 1
    PENDING = 2
    ON_HOLD = 3
    SOLVED = 4
    CLOSED = 5
    SPAM = 6
    TRASH = 7


class Priority(IntEnum):
    """How urgent a ticket is; a larger number is more urgent."""

    LOW = 0
    NORMAL = 1
    HIGH = 2
    URGENT = 3


class TicketType(IntEnum):
    """What kind of ticket it is. An INCIDENT is what one customer has of a PROBLEM, which is the cause; a TASK is for us to do."""

    QUESTION = 1
    INCIDENT = 2
    PROBLEM = 3
    TASK = 4


class Shelf(IntEnum):
    """The one place where a ticket lies, derived from status and snooze (`rules.shelf`); every view reads one shelf."""

    LIVE = 0
    SNOOZED = 1
    DONE = 2
    SPAM = 3
    TRASH = 4


UNTIL_ANSWERED: Final = datetime(9000, 1, 1, tzinfo=UTC)
"""A ticket that is snoozed until then waits for the customer's answer, which ends each snooze."""


class MessageKind(IntEnum):
    """Who a message goes to: IN from a customer, OUT to a customer, NOTE among agents only."""

    IN = 0
    OUT = 1
    NOTE = 2


class MailForm(StrEnum):
    """How mail lies in files: an mbox file, a Maildir, one mail in a file (as it travels, or as Outlook keeps it), a folder of such files."""

    MBOX = "mbox"
    MAILDIR = "maildir"
    EML = "eml"
    MSG = "msg"
    FOLDER = "folder"


class ReplyKind(StrEnum):
    """What the composer is writing."""

    REPLY = "reply"
    REPLY_ALL = "reply_all"
    FORWARD = "forward"
    NOTE = "note"
    NEW = "new"


class Activity(StrEnum):
    """What an agent does at an open ticket, the most telling first."""

    ANSWERING = "answering"
    NOTING = "noting"
    LOOKING = "looking"


class OutboxState(StrEnum):
    """What became of an outgoing mail.

    WAITING until `not_before`, then SENDING while SMTP is spoken. UNKNOWN: the connection was cut after the final dot; a person decides.
    HELD: this desk has no way to send (a sample desk, a mailbox without a server).
    """

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    HELD = "held"


class RawState(StrEnum):
    """What became of a raw mail. NEW: kept, not yet read. FILED: a message was made of it. IGNORED: seen before, or our own. UNREADABLE: a person must look.
    AGAIN: a person asked to have it read anew."""

    NEW = "new"
    FILED = "filed"
    IGNORED = "ignored"
    UNREADABLE = "unreadable"
    AGAIN = "again"


class MailboxState(StrEnum):
    """Whether mail comes in. NEW: never tried. LAPSING: it comes, but the sign-in ends within days. OFF: switched off, or a sample without a server."""

    NEW = "new"
    GOOD = "good"
    LAPSING = "lapsing"
    FAILING = "failing"
    OFF = "off"


class Security(StrEnum):
    """How a connection to a mail server is protected. TLS from the first byte, or STARTTLS without fall-back. NONE only for loopback."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


class SignIn(StrEnum):
    """How a mailbox logs in: with a PASSWORD, or with tokens of a provider that a person gave leave to in the browser. OWN is the office's own one."""

    PASSWORD = "password"  # noqa: S105  the name of a way
    GOOGLE = "google"
    MICROSOFT = "microsoft"
    OWN = "own"


class Role(StrEnum):
    """What an agent may do, the least first; `rules.rights` says what that is."""

    AGENT = "agent"
    MANAGER = "manager"
    ADMIN = "admin"


class Presence(StrEnum):
    """Whether an agent takes work."""

    AVAILABLE = "available"
    AWAY = "away"


class Leaving(StrEnum):
    """What becomes of the open tickets of somebody who is away. The values are stored: never rename one, only add. ANSWERED: those that customers answer
    meanwhile go back to their teams. ALL: they all did at once, and those that are answered meanwhile do too.
    """

    KEEP = ""
    ANSWERED = "answered"
    ALL = "all"


class Entity(StrEnum):
    """What a change row speaks of. OTHER is what only a newer program than this knows, and is never written."""

    TICKET = "ticket"
    MESSAGE = "message"
    CUSTOMER = "customer"
    ORGANISATION = "organisation"  # also where customers were put into it, or taken out
    AGENT = "agent"
    MAILBOX = "mailbox"
    TAG = "tag"
    TEAM = "team"
    DRAFT = "draft"
    OUTBOX = "outbox"
    SETTING = "setting"
    MENTION = "mention"  # `row_id` is the agent who is mentioned, or has seen it
    REMINDER = "reminder"  # `row_id` is the agent whose reminders are others
    WEBHOOK = "webhook"  # also where it was called, or is to be
    WARNING = "warning"  # `row_id` is the agent who is warned, or has seen it
    ARTICLE = "article"  # 0 is the categories
    ARTICLE_DRAFT = "article_draft"  # `row_id` is the agent whose drafts are others
    ARTICLE_REMINDER = "article_reminder"  # `row_id` is the agent who is told what is due, or has seen it
    OTHER = "other"

    @classmethod
    def _missing_(cls, value: object) -> "Entity":
        del value
        return cls.OTHER


class TagColour(StrEnum):
    """What a tag is painted in. BLUE is also what only a newer program than this knows."""

    BLUE = ""
    GREY = "grey"
    GREEN = "green"
    TEAL = "teal"
    VIOLET = "violet"
    PINK = "pink"
    RED = "red"
    AMBER = "amber"

    @classmethod
    def _missing_(cls, value: object) -> "TagColour":
        del value
        return cls.BLUE


class Standing(StrEnum):
    """What a person is to a ticket. IN: gets answers. WROTE: wrote there without having been asked, so their answers belong there, and ours go to them
    only when an agent says so. SHOWN: no more than named in the copies of somebody's mail.
    """

    IN = "in"
    WROTE = "wrote"
    SHOWN = "shown"


class LinkKind(StrEnum):
    """Why a ticket points to another. FOLLOW_UP: goes on where that one was closed. SUGGESTED: a stranger's mail names it. SPLIT: its first message was moved
    out of that one. The others are what people say that it is to that one (`model.linking`).
    """

    FOLLOW_UP = "follow_up"
    SUGGESTED = "suggested"
    SPLIT = "split"
    RELATED = "related"
    CHILD = "child"
    PARENT = "parent"
    DUPLICATE = "duplicate"
    ORIGINAL = "original"


class Listed(StrEnum):
    """What the desk has decided about a sender once and for all."""

    BLOCKED = "blocked"
    ALLOWED = "allowed"


class AfterFiling(StrEnum):
    """What happens to a mail on its server once it is filed here."""

    LEAVE = "leave"
    SEEN = "seen"
    MOVE = "move"
    DELETE = "delete"


class Deed(StrEnum):
    """What was done to tickets by one command; the journal's kind, worded in the window."""

    RECEIVED = "received"
    CREATED = "created"
    REPLIED = "replied"
    NOTED = "noted"
    STATUS = "status"
    ASSIGNED = "assigned"
    TEAM = "team"
    PRIORITY = "priority"
    TAGGED = "tagged"
    MOVED = "moved"
    SNOOZED = "snoozed"
    WOKEN = "woken"
    SUBJECT = "subject"
    DUE = "due"
    TYPE = "type"
    FOLLOWED = "followed"  # one agent a line: `before` is who followed, `after` who does
    FIELD = "field"  # `before` and `after` are the field's id, a colon and the value
    CHECKLIST = "checklist"  # `before` and `after` are an item and where it stands (`rules.checklist`)
    LINKED = "linked"  # `before` and `after` are a `LinkKind` or nothing, a space and the other ticket
    SEND_UNDONE = "send_undone"
    SENT_AGAIN = "sent_again"
    SENT_NOW = "sent_now"
    ARRIVED = "arrived"
    MESSAGES_MOVED = "messages_moved"
    LEFT = "left"
    CAME = "came"
    MERGED = "merged"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    UNDONE = "undone"
    CUSTOMER = "customer"
    CUSTOMERS_MERGED = "customers_merged"
    CUSTOMER_BLOCKED = "customer_blocked"
    ORGANISATION = "organisation"
    ARTICLE = "article"
    CATEGORY = "category"  # of articles
    CUSTOMER_ERASED = "customer_erased"
    TICKETS_ERASED = "tickets_erased"
    CUSTOMERS_TAKEN_IN = "customers_taken_in"
    ORGANISATIONS_TAKEN_IN = "organisations_taken_in"
    CUSTOMER_ADDED = "customer_added"
    SETTINGS = "settings"
    DRAFT = "draft"
    READ_AGAIN = "read_again"
    ALSO_CAME = "also_came"  # the same mail through another mailbox, which `after` names
    ALSO_LISTED = "also_listed"  # the same mail through the mailing list that `after` names
    CAME_AFTER_ALL = "came_after_all"  # the mail that the ticket missed is in the ticket `after` now
    LEVEL = "level"  # whom of its team it is for
    HANDED = "handed"  # to whom, and why just to them (`rules.handed`), beside the line that they were assigned
    UNATTENDED = "unattended"  # nobody of the team `before` was there; the agents in `after` are told
    PROMISED = (
        "promised"  # something else is promised than before: `rules.sla_journal` has what `before` and `after` are
    )
    BREACHED = "breached"  # `after` is what was not done in time
    RATED = "rated"  # `before` and `after` are what the customer thought of it (`model.ratings`), and thinks
    CALLED = "called"  # a rule has the webhook called that `after` names
    WARNED = "warned"  # a step of a policy came: `rules.sla_journal` has what `before` and `after` are


# The deeds that stand as slim lines between the messages of a ticket; `ui.ticket.event_words` has the words of each.
DEEDS_IN_THREAD: Final = frozenset(
    {
        Deed.STATUS,
        Deed.ASSIGNED,
        Deed.TEAM,
        Deed.PRIORITY,
        Deed.TAGGED,
        Deed.MOVED,
        Deed.SNOOZED,
        Deed.WOKEN,
        Deed.SUBJECT,
        Deed.DUE,
        Deed.TYPE,
        Deed.FOLLOWED,
        Deed.LINKED,
        Deed.CHECKLIST,
        Deed.FIELD,
        Deed.READ_AGAIN,
        Deed.LEFT,
        Deed.CAME,
        Deed.MERGED,
        Deed.BLOCKED,
        Deed.UNBLOCKED,
        Deed.ALSO_CAME,
        Deed.ALSO_LISTED,
        Deed.CAME_AFTER_ALL,
        Deed.LEVEL,
        Deed.HANDED,
        Deed.UNATTENDED,
        Deed.PROMISED,
        Deed.BREACHED,
        Deed.RATED,
        Deed.WARNED,
    }
)


class Why(StrEnum):
    """The rule that put an inbound mail where it is: the answer to "why is this mail here?". Some come with a value (`rules.why`)."""

    TOKEN = "token"  # noqa: S105  our signed token in References or In-Reply-To
    REPLY_TO_OURS = "reply_to_ours"
    REFERENCES = "references"
    NEW = "new"
    STRANGER = "stranger"
    NOTHING_KNOWN = "nothing_known"
    BOUNCE = "bounce"
    CLOSED = "closed"
    MERGED = "merged"
    SUBJECT = "subject"
    FORWARDED = "forwarded"
    DELAYED = "delayed"
    ACKNOWLEDGED = "acknowledged"
    RATED = "rated"  # a link of ours with our signed mark, which says what its sender thinks of the ticket
    RULE = "rule"  # a rule (`model.automation`) answered; its name is the value
    BLOCKED = "blocked"
    JUNK_FOLDER = "junk_folder"
    SPAM_HEADER = "spam_header"
    IMPORTED = "imported"
    ADDED = "added"  # somebody put it there by hand, from a file
    OWN_PROGRAM = "own_program"  # an agent wrote it in a mail program of their own
    OWN_ADDRESS = "own_address"  # somebody wrote it from the desk's own address, in another mail program
    UNREADABLE = "unreadable"
