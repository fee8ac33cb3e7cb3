"""What was done to a ticket, and on the desk, as its history shows it."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from deskbell.model.articles import ArticleFact
from deskbell.model.kinds import Deed
from deskbell.model.rows import EventRow


class Standing(StrEnum):
    """What has become of a step. HOLDS: it can be taken back. TAKEN_BACK: it was. OVERTAKEN: something else was changed again since. STAYS: nobody takes
    such a step back. UNSURE: who takes it back finds out.
    """

    HOLDS = "holds"
    TAKEN_BACK = "taken_back"
    OVERTAKEN = "overtaken"
    STAYS = "stays"
    UNSURE = "unsure"


class StepGroup(StrEnum):
    """What a history is narrowed down to."""

    ALL = "all"
    STATUS = "status"
    PEOPLE = "people"
    PROPERTIES = "properties"
    MESSAGES = "messages"


class Step(Struct, frozen=True):
    """What one command did. Of a ticket's history `events` are what it did there, in order; else what is known of it at a glance.

    `ticket_id` is the ticket that this is about, 0 where it is none or several; `subject` is that one's. `tickets` is to how many it was done, 0 where
    nobody counted. Of a step of articles `subject` is the title of the one, or the name of the category, `facts` are what of it (`ArticleFact`) was changed, and
    `tickets` how many articles. `whole` says that it is taken back of all of them or of none. `by` is the step that took it back, or overtook it.
    """

    deed_id: str
    kind: Deed
    agent_id: int | None
    agent: str
    at: datetime
    events: tuple[EventRow, ...] = ()
    ticket_id: int = 0
    subject: str = ""
    tickets: int = 0
    macro: str = ""
    standing: Standing = Standing.STAYS
    whole: bool = False
    by: "Step | None" = None
    message_id: int = 0
    facts: tuple[ArticleFact, ...] = ()


class StepKey(Struct, frozen=True):
    """Where a page of a ticket's history ends: the moment and the id of its last journal line."""

    at: datetime
    id: int


class DeedKey(Struct, frozen=True):
    """Where a page of what was done on the desk ends: the moment and the id of its last step."""

    at: datetime
    id: str


class StepPage(Struct, frozen=True):
    """A page, newest first, and where the next one goes on; None where there are no more."""

    steps: tuple[Step, ...]
    next: StepKey | DeedKey | None = None
