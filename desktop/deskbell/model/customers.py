"""The customers of the desk: what is known of them, and what is done about them and about their organisations."""

from enum import StrEnum
from typing import Final

from msgspec import Struct

from deskbell.model.commands import Command
from deskbell.model.hidden import all_but

AT_ONCE: Final = 500
"""So many people, or organisations, of a file are taken in by one command: one step in the journal, and nobody waits long behind it."""
LONGEST: Final = 200
"""Letters that a name, an organisation or a phone number has at most."""
MOST: Final = 50
"""Addresses, and phone numbers, that a customer has at most."""


class Fact(StrEnum):
    """What the journal of customers tells of; `before` and `after` are text there: several stand one a line, VIP is 1 or nothing."""

    NAME = "name"
    ORGANISATION = "organisation"
    LANGUAGE = "language"
    TIME_ZONE = "time_zone"
    NOTE = "note"
    VIP = "vip"
    PHONES = "phones"
    EMAILS = "emails"
    TAGS = "tags"  # in the order of letters
    FIELDS = "fields"  # custom fields that are filled in, each as `rules.fields.journalled`, by their ids
    MERGED = "merged"  # `before` and `after` are the customer who has all of theirs, "" for nobody
    BLOCKED = "blocked"  # a `Listed`, a space and the address, one a line
    TICKETS = "tickets"  # as `MERGED`, and behind it the tickets that went there, or came back from there


class Like(StrEnum):
    """Why two customers may be one person."""

    NAME = "name"
    PHONE = "phone"
    ADDRESS = "address"
    TAKEN = "taken"  # somebody wrote the address of the one at the other


class CustomerTitle(Struct, frozen=True):
    """A customer as one of several is told from the others; `email` is the address to write to, "" where there is none."""

    id: int
    name: str
    email: str
    organisation: str


class Likely(Struct, frozen=True):
    """A customer who may be the same person as another one, and why."""

    id: int
    name: str
    email: str
    organisation: str
    why: tuple[Like, ...]


class Merged(Struct, frozen=True):
    """A customer who was merged into another one, and the deed that did so: undoing it takes them apart."""

    id: int
    name: str
    deed: str


class SaveCustomer(Command, frozen=True, kw_only=True):
    """Change what is known about a customer, all of it. The first of `emails` is the one to write to, the first of `phones` the one to call.

    `language` is a code (BCP 47), `time_zone` a name of IANA's; "" where it is not known.
    """

    id: int
    name: str
    organisation: str
    language: str
    time_zone: str
    note: str
    vip: bool
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    version: int


class AddCustomer(Command, frozen=True, kw_only=True):
    """Make a customer who has not written yet: of this name, "" where it is not known, and address. Its answer is their id."""

    name: str
    email: str

    __repr__ = all_but("name", "email")


class ChangeCustomerTags(Command, frozen=True, kw_only=True):
    """Put tags on customers and take others off; those that do not exist are made."""

    customers: tuple[int, ...]
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


class MergeCustomers(Command, frozen=True, kw_only=True):
    """Give all that is `customer_id`'s to `into_id`: tickets, addresses, phones, and what is known of the one and not of the other."""

    customer_id: int
    into_id: int


class SetApart(Command, frozen=True, kw_only=True):
    """Say that two customers are not the same person, however like they look; or (`apart` false) that this was not said."""

    customer_id: int
    other_id: int
    apart: bool = True


class BlockCustomer(Command, frozen=True, kw_only=True):
    """Have the mail from all addresses of a customer begin its tickets in Spam, or (`block` false) no longer. What has come stays where it is."""

    customer_id: int
    block: bool = True


class EraseCustomer(Command, frozen=True, kw_only=True):
    """Take a customer, and those who were merged into them, out of the desk with all that is theirs. It cannot be undone."""

    customer_id: int


class EraseTickets(Command, frozen=True, kw_only=True):
    """Take tickets that lie in Spam or Trash out of the desk with all that is in them. It cannot be undone. `run` is the deed of the first of several
    commands that were asked for as one."""

    tickets: tuple[int, ...]
    run: str = ""


class Written(Struct, frozen=True):
    """A person as a file has them, from `line` on (counted from 1). What is not said there is "", and None of `vip`. `fields` are custom fields by their names, with what
    stands there of them."""

    line: int
    name: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    organisation: str = ""
    language: str = ""
    time_zone: str = ""
    note: str = ""
    vip: bool | None = None
    tags: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()

    __repr__ = all_but("name", "emails", "phones", "note", "fields")


class TakeInCustomers(Command, frozen=True, kw_only=True):
    """Make customers of people of a file, at most `AT_ONCE`. Of those whose address is known what is empty is filled; with `overwrite` the file holds in everything
    that it says."""

    people: tuple[Written, ...]
    overwrite: bool = False


class SaveOrganisation(Command, frozen=True, kw_only=True):
    """Make an organisation (id 0), or change what is known of one, all of it. Where it is a VIP all its customers are. Tags are put on and taken off as by
    `ChangeOrganisationTags`. Its answer is the id."""

    id: int
    name: str
    domains: tuple[str, ...] = ()
    note: str = ""
    vip: bool = False
    version: int = 0
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()


class ChangeOrganisationTags(Command, frozen=True, kw_only=True):
    """Put tags on an organisation and take others off; those that do not exist are made. What is asked of customers by their tags holds for all its customers."""

    id: int
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


class RemoveOrganisation(Command, frozen=True, kw_only=True):
    """Let an organisation be no more; its customers stay, in none."""

    id: int
    version: int


class MergeOrganisations(Command, frozen=True, kw_only=True):
    """Give the customers, domains and note of one organisation to another, and let it be no more."""

    id: int
    into_id: int
    version: int


class GatherCustomers(Command, frozen=True, kw_only=True):
    """Put the customers into an organisation who have an address in one of its domains, and are in none. Its answer is how many."""

    id: int


class WrittenOrganisation(Struct, frozen=True):
    """An organisation as a file has it, in the same way as `Written`."""

    line: int
    name: str = ""
    domains: tuple[str, ...] = ()
    note: str = ""
    vip: bool | None = None
    tags: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()

    __repr__ = all_but("note", "fields")


class TakeInOrganisations(Command, frozen=True, kw_only=True):
    """Make organisations of those of a file, at most `AT_ONCE`. Of one whose name is known what is empty is filled; with `overwrite` the file holds in everything that
    it says. Domains are added in any case: nobody loses one by a file."""

    organisations: tuple[WrittenOrganisation, ...]
    overwrite: bool = False
