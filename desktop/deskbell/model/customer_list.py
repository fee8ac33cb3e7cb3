"""The list of all customers: in which order, which of them, and what a line says."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from msgspec import Struct

MOST_COUNTED: Final = 1_000
"""So many tickets of a customer are counted; there may be more."""


class CustomerSort(StrEnum):
    """NAME: as `store.listing.sorted_as`. LATEST: whose ticket was active last comes first, Spam and Trash aside; behind them who has none, those who came
    last first."""

    NAME = "name"
    LATEST = "latest"


class TheirTickets(StrEnum):
    """Which tickets customers must have. OPEN: one that is not done. NONE: none at all but in Spam and Trash."""

    ANY = "any"
    OPEN = "open"
    NONE = "none"


class CustomerFilter(Struct, frozen=True):
    """Which customers are listed: all of it must be so. `words` are as they are typed; `organisation` and `tag` are ids, 0 for any."""

    words: str = ""
    organisation: int = 0
    tag: int = 0
    vip: bool = False
    blocked: bool = False
    tickets: TheirTickets = TheirTickets.ANY


class CustomerKey(Struct, frozen=True):
    """Where a customer stands in the list: `sought` by name, or by their latest ticket and its `activity` in milliseconds since 1970, -1 where they have none."""

    id: int
    sought: str = ""
    activity: int = -1
    ticket: int = 0


class CustomerLine(Struct, frozen=True):
    """A customer in the list. `email` is the address to write to, "" where there is none. `tickets` are those that the reader may see, `MOST_COUNTED` at most,
    Spam and Trash aside; `active_at` is when something last happened to one of these. `vip` may be by the organisation."""

    id: int
    name: str
    email: str
    organisation: str
    vip: bool
    tickets: int
    active_at: datetime | None


class CustomerPage(Struct, frozen=True):
    """A page of the list, with the `keys` of its lines and that of the `last`, which is None at the end of the list. `total` is how many the list has, None where these are many. `unlisted`, of a first page: some
    customers are still to be listed. `start` is the row in which the page begins."""

    lines: tuple[CustomerLine, ...]
    last: CustomerKey | None
    total: int | None
    unlisted: bool = False
    keys: tuple[CustomerKey, ...] = ()
    start: int = 0
