"""Canned replies: what screens show of them, and what is asked for. A reply has a text in each of some languages, in a folder of everybody or of one agent."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from deskbell.model.answering import ArticleChoice
from deskbell.model.checklist import ChecklistItem
from deskbell.model.commands import Command
from deskbell.model.kinds import Priority, Status, TicketType
from deskbell.model.mail import OutboundAttachment


class CannedText(Struct, frozen=True):
    """What a reply says in one language (a code such as "lt" or "zh-Hant"; "" for any). `html` is a fragment, as the composer makes it. `subject` is that of a
    ticket that is begun with it, "" where none is."""

    language: str
    html: str
    text: str
    subject: str = ""


class CannedFile(Struct, frozen=True):
    """A file that goes along; its bytes are read when it is used. With a `content_id` it is a picture of the text. `size` in bytes."""

    id: int
    name: str
    content_type: str
    size: int
    content_id: str


class Handing(StrEnum):
    """Who has a ticket after a macro. ME is whoever uses it."""

    AS_IT_IS = ""
    ME = "me"
    NOBODY = "nobody"


class Actions(Struct, frozen=True):
    """What using a reply does to the ticket besides: then it is a macro. `snooze_days` 0 leaves a ticket where it lies, `UNTIL_AN_ANSWER` puts it away
    until the customer answers. `assignee_id` is who has it then, where
    that is somebody by name; `assign` is AS_IT_IS for these.

    It is due in the evening in `due_days`, 0 for today; None leaves the due date as it is, and so does None the `type`. `followers` are agents (ids), among
    them `WHOEVER`; `checklist` are steps that are put on the ticket's checklist. The article `article_id` is put in below the text.
    """

    status: Status | None = None
    assign: Handing = Handing.AS_IT_IS
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
    snooze_days: int = 0
    due_days: int | None = None
    type: TicketType | None = None
    followers: tuple[int, ...] = ()
    checklist: tuple[str, ...] = ()
    priority: Priority | None = None
    team_id: int | None = None
    assignee_id: int | None = None
    article_id: int | None = None

    def changes_ticket(self) -> bool:
        """Whether any of it is done to the ticket; an article only goes into what is written."""
        return replace(self, article_id=None) != NO_ACTIONS


WHOEVER: Final = 0
"""Among the agents of a macro: whoever uses it."""

UNTIL_AN_ANSWER: Final = -1
"""As the days of a snooze: until the customer answers."""

NO_ACTIONS: Final = Actions()

NUMBERS: Final = range(1, 10)
"""A reply with one of these is at hand by a key of its own."""


class CannedReply(Struct, frozen=True):
    """One reply in all its languages. `owner_id` is whom it is private to, None where it is everybody's; `folder` and `shortcut` may be "".

    `article` is that of its actions, in its first language; None where it has none, that is gone, or is not for whoever reads this.

    A ticket that is begun with it leaves from the mailbox `mailbox_id`, None for whichever is chosen. `number` is one of `NUMBERS`, 0 for none.

    `used_week` and `used_month` are how often anybody used it within 7 and 30 days, `last_used` is when whoever reads this did so, as far as is known.
    """

    id: int
    owner_id: int | None
    folder: str
    name: str
    shortcut: str
    texts: tuple[CannedText, ...]
    files: tuple[CannedFile, ...] = ()
    version: int = 0
    used_week: int = 0
    used_month: int = 0
    last_used: datetime | None = None
    actions: Actions = NO_ACTIONS
    mailbox_id: int | None = None
    number: int = 0
    article: ArticleChoice | None = None

    def begins_tickets(self) -> bool:
        """Whether it is a template for new tickets: one with a subject."""
        return any(text.subject for text in self.texts)


class Numbered(Struct, frozen=True):
    """A reply that is at hand by its number."""

    id: int
    name: str


class SaveCannedReply(Command, frozen=True, kw_only=True):
    """Make a canned reply (id 0) or change one: all of it. `owner_id` is whom it is private to, None for a shared one.

    `files` are not in the database yet. `files_from` are files of canned replies, of this one or of the one that it is a copy of, `attachments_from`
    attachments of messages and drafts. A private reply may be made a shared one; a shared one stays that. Another reply of the same owner that has the `number`
    has none any more.
    """

    id: int
    owner_id: int | None
    name: str
    texts: tuple[CannedText, ...]
    folder: str = ""
    shortcut: str = ""
    files: tuple[OutboundAttachment, ...] = ()
    files_from: tuple[int, ...] = ()
    attachments_from: tuple[int, ...] = ()
    actions: Actions = NO_ACTIONS
    version: int = 0
    mailbox_id: int | None = None
    number: int = 0


class RemoveCannedReply(Command, frozen=True, kw_only=True):
    """Throw a canned reply away. `owner_id` as it is."""

    id: int
    owner_id: int | None
    version: int


class UseCannedReply(Command, frozen=True, kw_only=True):
    """Count that `agent_id` put a canned reply into an answer."""

    id: int


class ApplyMacro(Command, frozen=True, kw_only=True):
    """Change several things about tickets in one: what a macro does beside its text. None and () leave a thing as it is.

    `assigns` says whether they are given to `assignee_id`, which may be nobody (None); `until` (UTC) puts them away until then. `followers` follow them
    besides who does so already; what a checklist has already by its words is not put on it again. `name` is the macro's, for the history.
    """

    tickets: tuple[int, ...]
    name: str = ""
    status: Status | None = None
    assigns: bool = False
    assignee_id: int | None = None
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
    until: datetime | None = None
    due_at: datetime | None = None
    type: TicketType | None = None
    followers: tuple[int, ...] = ()
    checklist: tuple[ChecklistItem, ...] = ()
    priority: Priority | None = None
    team_id: int | None = None
