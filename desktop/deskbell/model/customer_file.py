"""Customers in files (CSV, vCard): what stands there of each, what becomes of it, and what is asked for to take them in."""

from enum import StrEnum
from typing import Final

from msgspec import Struct

from deskbell.model.commands import Command
from deskbell.model.hidden import all_but

AT_ONCE: Final = 500
"""So many are taken in by one command: one step in the journal, and nobody waits long behind it."""


class Column(StrEnum):
    """What a column of a file holds. Several columns may be EMAIL, PHONE or NOTE; NOTHING is left out."""

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


class Written(Struct, frozen=True):
    """A person as a file has them, from `line` on (counted from 1). What is not said there is "", and None of `vip`."""

    line: int
    name: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    organisation: str = ""
    language: str = ""
    time_zone: str = ""
    note: str = ""
    vip: bool | None = None

    __repr__ = all_but("name", "emails", "phones", "note")


class Refused(Struct, frozen=True):
    """What could not be taken in, and why: `code` with its `values` is a sentence (`model.sentences`); `text` is the beginning of what stands there."""

    line: int
    code: str
    values: dict[str, object] = {}
    text: str = ""

    __repr__ = all_but("text", "values")


class Outcome(Struct, frozen=True):
    """What becomes of people of a file: so many are new, change what is known, or are known just so already."""

    new: int = 0
    changed: int = 0
    same: int = 0
    refused: tuple[Refused, ...] = ()


class TakeInCustomers(Command, frozen=True, kw_only=True):
    """Make customers of people of a file, at most `AT_ONCE`. Of those whose address is known what is empty is filled; with `overwrite` the file holds in everything
    that it says."""

    people: tuple[Written, ...]
    overwrite: bool = False
