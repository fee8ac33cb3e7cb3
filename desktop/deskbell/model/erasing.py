"""Erasing all that the desk has of one person (GDPR, Art. 17): what it would take, and what is kept of it afterwards."""

from datetime import datetime

from msgspec import Struct

from deskbell.model.hidden import all_but


class Counts(Struct, frozen=True):
    """How much goes: `tickets` with all that is in them, `messages` in these and in the `shared` tickets, where others took part and which stay; `files` are
    attachments, `people` the customers who were merged into this one, and this one."""

    tickets: int = 0
    shared: int = 0
    messages: int = 0
    files: int = 0
    addresses: int = 0
    phones: int = 0
    people: int = 1


class ErasurePlan(Struct, frozen=True):
    """What an erasure would take. `confirm` is what is typed to say that it is meant: an address, or the name of who has none; `mailboxes` are those whose
    servers may still have mails."""

    customer_id: int
    name: str
    emails: tuple[str, ...]
    confirm: str
    counts: Counts
    mailboxes: tuple[str, ...] = ()

    __repr__ = all_but("name", "emails", "confirm")


class TicketsPlan(Struct, frozen=True):
    """What erasing tickets would take: `tickets` with their `messages` and `files`. A mail of those `waiting` has not left yet, and those `elsewhere` lie neither
    in Spam nor in Trash: they stay."""

    tickets: tuple[int, ...] = ()
    messages: int = 0
    files: int = 0
    waiting: tuple[int, ...] = ()
    elsewhere: int = 0


class Erasure(Struct, frozen=True):
    """What is kept of an erasure: nothing of the person, but that, when and by whom (`agent`, "" for the desk itself) it was done, and how much went.
    Where it was tickets alone there are no `people`."""

    at: datetime
    agent: str
    counts: Counts
    contents: int
    mailboxes: tuple[str, ...] = ()
