"""Organisations that customers belong to: what is known of them, and what is done about them."""

from enum import StrEnum
from typing import Final

from msgspec import Struct

from deskbell.model.commands import Command

MOST: Final = 50
"""Domains that an organisation has at most."""


class OrganisationFact(StrEnum):
    """What the journal of organisations tells of; `before` and `after` are text there: domains stand one a line, that it is there is 1 or nothing. Of
    customers these are the organisations that they were in and are in, by their ids, "" for none; who they are the journal of customers tells.
    """

    THERE = "there"
    NAME = "name"
    DOMAINS = "domains"
    NOTE = "note"
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


class SaveOrganisation(Command, frozen=True, kw_only=True):
    """Make an organisation (id 0), or change what is known of one, all of it. Its answer is the id."""

    id: int
    name: str
    domains: tuple[str, ...] = ()
    note: str = ""
    version: int = 0


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
