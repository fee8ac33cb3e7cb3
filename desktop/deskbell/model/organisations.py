"""Organisations that customers belong to: what is known of them. What is done about them stands in `model.customers`, which a window loads anyway."""

from enum import StrEnum
from typing import Final

from msgspec import Struct

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
