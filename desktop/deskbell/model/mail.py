"""A mail as values: what the parser gives, what the composer takes."""

from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

from deskbell.model.hidden import all_but


class Mailbox(Struct, frozen=True):
    """One address of a header: the display name ("" where there is none) and the address as it was written."""

    name: str
    email: str


class AttachedMail(Struct, frozen=True):
    """What an attached message says: enough to show it as a message. `text` is the beginning of its body as plain text, `date` aware and in UTC."""

    subject: str
    sender: Mailbox
    date: datetime | None
    text: str


class InboundAttachment(Struct, frozen=True):
    """A part that is not a body. `name` is what the sender called it, made safe to show; `content_id` without its angle brackets; `mail` what it
    says where it is a message itself."""

    name: str
    content_type: str
    content: bytes
    inline: bool = False
    content_id: str = ""
    mail: AttachedMail | None = None

    __repr__ = all_but("content")

    @property
    def size(self) -> int:
        """Bytes of the decoded content."""
        return len(self.content)


class Every(StrEnum):
    """The period of a meeting that recurs."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class Repeats(Struct, frozen=True):
    """When a meeting is again: each `interval`-th period from that of its first time on. All days are those of where its writer sits; `day` is the first
    time's there.

    A week has its `weekdays` (Monday is 1). A month, and the `month` of a year, has its `month_day` (-1 for the last), or, where that is 0, the
    `nth` (1 to 5, -1 for the last) of its one weekday. It ends with the day `until`, or after `count` times, or (None and 0) never.
    `excepted`: some of these times are left out.
    """

    every: Every
    day: date
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    nth: int = 0
    month_day: int = 0
    month: int = 0
    until: date | None = None
    count: int = 0
    excepted: bool = False


class Invite(Struct, frozen=True):
    """A meeting that a mail speaks of (iCalendar, RFC 5545 and 5546), as the window shows it: "Fri 3 May, 10:00 to 11:00 · Room 4 · Jane Doe".

    `method` in lower case: "request" is an invitation (also a changed one), "cancel" calls it off, "reply" is somebody's `answer` ("accepted",
    "declined", "tentative", "delegated"), "counter" proposes another time; "publish" or "" only tells of it. `start` and `end` are instants in
    UTC, to be shown in the reader's own time zone; `zone` is the sender's ("Europe/Vilnius", "UTC+02:00"). With `zone` "" the hours are meant
    wherever one is: show them as they stand in `start`. An `all_day` meeting has no hours: its days are those of `start` up to, and without,
    that of `end`. `start` is None where the time could not be read, `end` where none is given. `recurs`: what is given is the first time of many,
    which are where `repeats` says; None where that is not known, or no plain sentence.
    """

    method: str
    summary: str
    location: str
    organizer: Mailbox
    start: datetime | None
    end: datetime | None
    zone: str = ""
    all_day: bool = False
    recurs: bool = False
    repeats: Repeats | None = None
    answer: str = ""
    attendees: tuple[Mailbox, ...] = ()
    uid: str = ""


class InboundMail(Struct, frozen=True):
    """One mail, read. Ids are without angle brackets, `date` is aware and in UTC (None where the mail has none that can be read).

    `text` is the whole body as plain text, `html` the whole body sanitised ("" where the mail has none), `visible_reply` what the sender wrote
    this time. `html_visible` is the HTML of that, "" where it could not be told apart. `sender` is the address to answer
    (From, or Reply-To where From holds none). `problems` are codes with a value after a colon: what was broken and how it was read.

    Reports of mail servers: `is_bounce` says that a mail failed, `is_delayed` that it is only late; `bounced_ids` and `bounced_addresses` name it and
    whom it did not reach, `bounce_reason` is what the other server said. `machine` says why no machine may answer (list, auto, bulk, null,
    suppressed; "" where it may). `spam` is the header by which the provider calls it spam. `authentication` are the Authentication-Results,
    topmost first, and `delivered_to` the addresses of the envelope: all of it only claims. `forwarded_from` and `forwarded_subject` are the head
    of a mail that was forwarded in this one.
    """

    subject: str
    sender: Mailbox
    to: tuple[Mailbox, ...] = ()
    cc: tuple[Mailbox, ...] = ()
    reply_to: tuple[Mailbox, ...] = ()
    date: datetime | None = None
    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    text: str = ""
    html: str = ""
    visible_reply: str = ""
    html_visible: str = ""
    attachments: tuple[InboundAttachment, ...] = ()
    invites: tuple[Invite, ...] = ()
    is_auto_reply: bool = False
    is_bounce: bool = False
    bounced_ids: tuple[str, ...] = ()
    is_delayed: bool = False
    bounced_addresses: tuple[str, ...] = ()
    bounce_reason: str = ""
    machine: str = ""
    is_list: bool = False
    spam: str = ""
    authentication: tuple[str, ...] = ()
    delivered_to: tuple[str, ...] = ()
    forwarded_from: Mailbox | None = None
    forwarded_subject: str = ""
    language: str = ""
    problems: tuple[str, ...] = ()


class OutboundAttachment(Struct, frozen=True):
    """A file to send along. With a `content_id` it is an inline image that the HTML body names."""

    name: str
    content_type: str
    content: bytes
    content_id: str = ""

    __repr__ = all_but("content")


class OutboundMail(Struct, frozen=True):
    """All that `mail.compose` needs to freeze the bytes of one outgoing mail. Ids without angle brackets; `date` aware. Of one that a program wrote
    (`auto_submitted`) `answers` says whether it answers a mail.
    """

    sender: Mailbox
    to: tuple[Mailbox, ...]
    subject: str
    text: str
    message_id: str
    date: datetime
    cc: tuple[Mailbox, ...] = ()
    html: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    attachments: tuple[OutboundAttachment, ...] = ()
    auto_submitted: bool = False
    answers: bool = True
    reply_to: str = ""


class Server(Struct, frozen=True):
    """Where and how to log in: `security` is a value of `kinds.Security`; `ca_file` a PEM file trusted besides the system's own ("" for none).

    With a `token` (OAuth 2) that is shown instead of the password.
    """

    host: str
    port: int
    security: str
    user: str
    password: str
    ca_file: str = ""
    timeout: float = 30.0
    token: str = ""

    __repr__ = all_but("password", "token")
