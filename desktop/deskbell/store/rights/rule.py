"""What a rule of an office's database says, and the words in which `rules` writes them."""

from enum import StrEnum
from typing import Final

from msgspec import Struct

from deskbell.model.kinds import Role
from deskbell.store.rights.names import WORKER


class Verb(StrEnum):
    """What is done to rows."""

    SEE = "SELECT"
    ADD = "INSERT"
    CHANGE = "UPDATE"
    REMOVE = "DELETE"


class Rule(Struct, frozen=True):
    """`group` may do `verb` to the rows that meet `rows`, in these columns (none named: in all). What is changed or added must meet `becomes` then."""

    group: str
    verb: Verb
    rows: str = "true"
    columns: tuple[str, ...] = ()
    becomes: str = ""


class Group(Struct, frozen=True):
    """A group of logins, to write its rules with: columns are named in one text, with spaces between them."""

    name: str

    def see(self, rows: str = "true", columns: str = "") -> Rule:
        """It may read these columns of these rows."""
        return Rule(self.name, Verb.SEE, rows, tuple(columns.split()))

    def add(self, rows: str = "true") -> Rule:
        """It may add rows that are such."""
        return Rule(self.name, Verb.ADD, rows)

    def change(self, columns: str = "", rows: str = "true", becomes: str = "") -> Rule:
        """It may change these columns of these rows, to such rows."""
        return Rule(self.name, Verb.CHANGE, rows, tuple(columns.split()), becomes or rows)

    def remove(self, rows: str = "true") -> Rule:
        """It may remove these rows."""
        return Rule(self.name, Verb.REMOVE, rows)


GROUPS: Final = tuple(Group(name) for name in (*Role, WORKER))
"""Agents, managers, administrators, and the worker."""

# Asked once a statement, not once a row: a scalar subquery without anything of the row is.
ME: Final = "(SELECT deskbell_me())"
HERE: Final = f"{ME} IS NOT NULL"
"""Somebody of the desk asks."""
SEES_ALL: Final = "(SELECT deskbell_sees_all())"
"""Whoever asks sees all mailboxes."""


def mine(column: str) -> str:
    """It is whoever asks."""
    return f"{column} = {ME}"


def by_ticket(column: str) -> str:
    """The ticket is one that the agent sees; the rules of the tickets hold within."""
    return f"({SEES_ALL} OR EXISTS (SELECT FROM ticket t WHERE t.id = {column}))"
