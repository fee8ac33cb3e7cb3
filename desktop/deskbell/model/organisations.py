"""Organisations that customers belong to: what is known of them. What is done about them stands in `model.customers`, which a window loads anyway."""

from enum import StrEnum
from typing import Final

from msgspec import Struct

from deskbell.model.fields import FieldValue

MOST: Final = 50
"""Domains that an organisation has at most."""


class OrganisationFact(StrEnum):
    """What the journal of organisations tells of; `before` and `after` are text there: domains stand one a line, that it is there, and a VIP, is 1 or nothing. Of
    customers these are the organisations that they were in and are in, by their ids, "" for none; who they are the journal of customers tells.
    """

    THERE = "there"
    NAME = "name"
    DOMAINS = "domains"
    NOTE = "note"
    FIELDS = "fields"  # as of customers
    VIP = "vip"
    TAGS = "tags"  # as of customers
    CUSTOMERS = "customers"


class OrganisationTitle(Struct, frozen=True):
    """As much of an organisation as a line says that offers it."""

    id: int
    name: str
    domains: tuple[str, ...]


class OrganisationRow(Struct, frozen=True):
    """An organisation as it is shown, with how many `customers` it has."""

    id: int
    name: str
    domains: tuple[str, ...]
    note: str
    customers: int
    version: int
    vip: bool = False
    tags: tuple[str, ...] = ()


class OrganisationKey(Struct, frozen=True):
    """Where an organisation stands in the list of all."""

    sought: str
    id: int


class OrganisationLine(Struct, frozen=True):
    """An organisation in the list of all, with how many `customers` it has and how many tickets of theirs are `open`, `model.customer_list.MOST_COUNTED` of each at most; of these those that the
    reader may see."""

    id: int
    name: str
    vip: bool
    customers: int
    open: int


class OrganisationPage(Struct, frozen=True):
    """A page of the list, with the key of its last line; `last` is None at the end of the list."""

    lines: tuple[OrganisationLine, ...]
    last: OrganisationKey | None


class OrganisationPanel(Struct, frozen=True):
    """What is known of an organisation, and what it holds in custom fields."""

    organisation: OrganisationRow
    fields: tuple[FieldValue, ...]
