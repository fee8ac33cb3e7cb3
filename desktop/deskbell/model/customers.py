"""The customers of the desk: what is known of them, and what is done about them."""

from enum import StrEnum
from typing import Final

from deskbell.model.commands import Command

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
