"""Which tickets a list shows, and in which order."""

from enum import StrEnum
from typing import Final

from msgspec import Struct


class ViewKind(StrEnum):
    """The built-in views, and the families that take an argument (MAILBOX, TEAM, COLLEAGUE, TAG and SAVED an id, SEARCH a query, IMPORTED a mailbox and the
    numbers of its tickets that one import made)."""

    MINE = "mine"
    UNASSIGNED = "unassigned"
    FOLLOWING = "following"
    MENTIONS = "mentions"
    DRAFTS = "drafts"
    SNOOZED = "snoozed"
    SOON = "soon"
    OPEN = "open"
    DONE = "done"
    SPAM = "spam"
    TRASH = "trash"
    MAILBOX = "mailbox"
    TEAM = "team"
    COLLEAGUE = "colleague"
    TAG = "tag"
    SAVED = "saved"
    SEARCH = "search"
    IMPORTED = "imported"


class Sort(StrEnum):
    """The order of a list. URGENT: highest priority first, the latest activity first within one priority; CALM is its reverse. DUE: what is due soonest
    first, what has no due date behind it, the latest activity first; DUE_LATE has what is due last first; of SOON promises count, too. LATEST of a search for words is by the newest
    message that holds them. BEST is for searches: how well and how lately a message answers them; where no words are looked for it is LATEST.

    The others are by what a column says: names rise from A to Z, times from the oldest. What says nothing there comes last, and of those that
    say the same the latest activity comes first; those of one moment of CREATED stand by their numbers."""

    LATEST = "latest"
    OLDEST = "oldest"
    URGENT = "urgent"
    DUE = "due"
    BEST = "best"
    CALM = "calm"
    DUE_LATE = "due-late"
    CREATED = "created"
    CREATED_FALLING = "created-falling"
    NUMBER = "number"
    NUMBER_FALLING = "number-falling"
    CUSTOMER = "customer"
    CUSTOMER_FALLING = "customer-falling"
    SUBJECT = "subject"
    SUBJECT_FALLING = "subject-falling"
    STATUS = "status"
    STATUS_FALLING = "status-falling"
    ASSIGNEE = "assignee"
    ASSIGNEE_FALLING = "assignee-falling"
    TEAM = "team"
    TEAM_FALLING = "team-falling"
    LEVEL = "level"
    LEVEL_FALLING = "level-falling"
    TYPE = "type"
    TYPE_FALLING = "type-falling"
    MAILBOX = "mailbox"
    MAILBOX_FALLING = "mailbox-falling"
    SNOOZED = "snoozed"
    SNOOZED_FALLING = "snoozed-falling"
    SLA = "sla"
    SLA_FALLING = "sla-falling"


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


BY_NUMBER: Final = frozenset({Sort.NUMBER, Sort.NUMBER_FALLING})
BY_CREATION: Final = frozenset({Sort.CREATED, Sort.CREATED_FALLING})
ANY_SIZE: Final = (
    frozenset({Sort.LATEST, Sort.OLDEST, Sort.URGENT, Sort.CALM, Sort.DUE, Sort.DUE_LATE, Sort.BEST})
    | BY_NUMBER
    | BY_CREATION
)
"""The orders that lie in an index, so that a million tickets open as ten do; for the others all tickets of a view are sorted."""
MOST_SORTED: Final = 50_000
"""A view of more tickets is not sorted whole: that would take longer than a list may. Of what a search for words finds the newest are sorted, of however
many; so they are of one for conditions, where more tickets than this lie where it looks."""


def is_sorted_whole(kind: ViewKind, sort: Sort) -> bool:
    """Whether all tickets of a view are sorted for an order. Of searches they are by number and by creation, too: so all that is found is there, and not the first 500."""
    return sort not in ANY_SIZE or (kind in FINDING and sort in BY_NUMBER | BY_CREATION)


def orders(kind: ViewKind, tickets: int = 0) -> tuple[Sort, ...]:
    """The orders in which a view of a kind can be shown that has so many tickets."""
    any_size = kind not in FINDING and tickets > MOST_SORTED
    return tuple(
        sort for sort in Sort if (sort is not Sort.BEST or kind in FINDING) and (sort in ANY_SIZE or not any_size)
    )


NOT_DUE: Final = 2**62
"""What stands in a key for no due date: later than all."""

Rank = tuple[int | str | bytes, ...]
"""Where a ticket stands among others: what comes first is less."""


class PageKey(Struct, frozen=True):
    """Where a page ends or begins: the sort values of one ticket, so that the next page is found by key and never by offset. `rank` is its place in a list
    that is sorted whole (`rules.ordering`)."""

    priority: int
    activity: int
    ticket_id: int
    due: int = NOT_DUE
    rank: Rank = ()
    created: int = 0
