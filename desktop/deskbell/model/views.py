"""Which tickets a list shows, and in which order."""

from enum import StrEnum
from typing import Final

from msgspec import Struct


class ViewKind(StrEnum):
    """The built-in views, and the families that take an argument (MAILBOX, TEAM, TAG and SAVED an id, SEARCH a query, IMPORTED a mailbox and the
    numbers of its tickets that one import made)."""

    MINE = "mine"
    UNASSIGNED = "unassigned"
    FOLLOWING = "following"
    MENTIONS = "mentions"
    DRAFTS = "drafts"
    SNOOZED = "snoozed"
    OPEN = "open"
    DONE = "done"
    SPAM = "spam"
    TRASH = "trash"
    MAILBOX = "mailbox"
    TEAM = "team"
    TAG = "tag"
    SAVED = "saved"
    SEARCH = "search"
    IMPORTED = "imported"


class Sort(StrEnum):
    """The order of a list. URGENT: highest priority first, the latest activity first within one priority. DUE: what is due soonest first, what has no due
    date behind it, the latest activity first. LATEST of a search for words is by the newest message that holds them. BEST is for searches: how well and how
    lately a message answers them; where no words are looked for it is LATEST."""

    LATEST = "latest"
    OLDEST = "oldest"
    URGENT = "urgent"
    DUE = "due"
    BEST = "best"


class View(Struct, frozen=True):
    """One view: its kind, the id it is of (0 where it has none), or the query as it was typed. `first` and `last` are ticket numbers, of IMPORTED."""

    kind: ViewKind
    of: int = 0
    query: str = ""
    first: int = 0
    last: int = 0


PASSING: Final = frozenset({ViewKind.SEARCH, ViewKind.IMPORTED})
"""Views that stand in no list, and with which no day begins."""


FINDING: Final = frozenset({ViewKind.SEARCH, ViewKind.SAVED})
"""Views that hold what a query finds: what they have is searched for, and nowhere counted."""


def orders(kind: ViewKind) -> tuple[Sort, ...]:
    """The orders in which views of a kind can be shown."""
    return tuple(sort for sort in Sort if sort is not Sort.BEST or kind in FINDING)


NOT_DUE: Final = 2**62
"""What stands in a key for no due date: later than all."""


class PageKey(Struct, frozen=True):
    """Where a page ends or begins: the sort values of one ticket, so that the next page is found by key and never by offset."""

    priority: int
    activity: int
    ticket_id: int
    due: int = NOT_DUE
