"""What differs between the things that are taken in from files: how they are read, what becomes of them, and the words."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from deskbell.actions.table_files import Sheet
from deskbell.model.commands import Command
from deskbell.model.customer_file import Outcome
from deskbell.model.fields import FieldOwner
from deskbell.rules.seen_in_file import Seen
from deskbell.ui.prompts import Prompts


class Words(Struct, frozen=True):
    """In the person's language. `new` names the count of those that are new, `overwrite` stands beside the tick that the file is to hold; `lacking` says that the column is not
    there which must be. `so_many` has %1 of them, `so_many_of` %1 of %2."""

    title: str
    taking: str
    promise: str
    overwrite: str
    lacking: str
    new: str
    so_many: str
    so_many_of: str
    cancelled: str


class Kind(Struct, frozen=True):
    """Of what `actions.customer_files` and `actions.take_in_customers` have for customers: `look`, `guessed`, `read` and `outcome`. `command` makes what takes some in: by whom,
    which, and whether the file holds. `columns` are what a column can be, with its words; `needed` is the one that must be there. `owner` has the custom fields.
    """

    words: Words
    owner: FieldOwner
    columns: Mapping[str, str]
    needed: str
    ask: Callable[[Prompts], Path | None]
    look: Callable[[Path], Sheet]
    guessed: Callable[..., tuple[str, ...]]
    read: Callable[..., Iterator[Any]]
    outcome: Callable[..., Outcome]
    command: Callable[[int, tuple[Any, ...], bool], Command]
    seen: Callable[[], Seen]
