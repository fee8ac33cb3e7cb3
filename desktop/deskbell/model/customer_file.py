"""Customers and organisations in files (CSV, vCard): what columns hold, and what becomes of them."""

from enum import StrEnum
from typing import Final

from msgspec import Struct

from deskbell.model.hidden import all_but


class Column(StrEnum):
    """What a column of a file holds. Several columns may be EMAIL, PHONE, NOTE or TAGS; NOTHING is left out."""

    NOTHING = ""
    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    EMAIL = "email"
    PHONE = "phone"
    ORGANISATION = "organisation"
    LANGUAGE = "language"
    TIME_ZONE = "time_zone"
    NOTE = "note"
    VIP = "vip"
    TAGS = "tags"


class OrganisationColumn(StrEnum):
    """The same of a file of organisations. Several columns may be DOMAIN, NOTE or TAGS."""

    NOTHING = ""
    NAME = "name"
    DOMAIN = "domain"
    NOTE = "note"
    VIP = "vip"
    TAGS = "tags"


FIELD: Final = "field:"
"""What holds a custom field is called by this, and the field's name behind it."""


class Refused(Struct, frozen=True):
    """What could not be taken in, and why: `code` with its `values` is a sentence (`model.sentences`); `text` is the beginning of what stands there."""

    line: int
    code: str
    values: dict[str, object] = {}
    text: str = ""

    __repr__ = all_but("text", "values")


class Outcome(Struct, frozen=True):
    """What becomes of people, or organisations, of a file: so many are new, change what is known, or are known just so already."""

    new: int = 0
    changed: int = 0
    same: int = 0
    refused: tuple[Refused, ...] = ()
