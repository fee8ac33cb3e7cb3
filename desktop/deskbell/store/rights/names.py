"""The groups of an office. Roles are the whole server's, so they carry the database's name; who owns the tables tells which office they are of."""

import hashlib
from typing import Final

from msgspec import Struct

from deskbell.rules.rights import RANKS
from deskbell.store.session import Session

WORKER: Final = "worker"
GROUPS: Final = (*(role.value for role in RANKS), WORKER)
"""What there is a group of logins for: the roles, each of which has all rights of those before it, and whoever does the desk's work."""

# PostgreSQL cuts longer names off.
_LONGEST = 63
_BEFORE, _BEHIND = "deskbell_", "_owner"
_OWNER = """
    SELECT pg_get_userbyid(relowner) FROM pg_class
    WHERE relname = 'schema_step' AND relkind = 'r' AND relnamespace = current_schema()::regnamespace
"""


class Groups(Struct, frozen=True):
    """The roles of one office by its name; none of them can log in."""

    office: str

    @property
    def owner(self) -> str:
        """Whom all tables belong to: nobody is let in as this one, and whoever upgrades the desk becomes it for that time."""
        return f"{_BEFORE}{self.office}{_BEHIND}"

    @property
    def keeper(self) -> str:
        """Whom the functions that make logins belong to (`keeper`)."""
        return f"{_BEFORE}{self.office}_keeper"

    def group(self, name: str) -> str:
        """The role that the logins of a group are members of."""
        return f"{_BEFORE}{self.office}_{name}"


def groups_for(database: str) -> Groups:
    """The groups of a new office in this database. A name that is too long is cut, and told apart by a part of its SHA-256."""
    room = _LONGEST - len(_BEFORE) - max(len(f"_{name}") for name in (*GROUPS, "manager"))
    if len(database.encode()) <= room:
        return Groups(database)
    mark = hashlib.sha256(database.encode()).hexdigest()[:8]
    return Groups(f"{database.encode()[: room - 9].decode(errors='ignore')}_{mark}")


def groups_of(session: Session) -> Groups | None:
    """The groups of the office that this database is; None for a desk on which rights are not kept by the database."""
    if session.engine_name != "postgresql":
        return None
    owner = session.connection.exec_driver_sql(_OWNER).scalar() or ""
    if owner.startswith(_BEFORE) and owner.endswith(_BEHIND):
        return Groups(owner[len(_BEFORE) : -len(_BEHIND)])
    return None


def quoted(name: str) -> str:
    """A name as SQL has it."""
    return '"' + name.replace('"', '""') + '"'


def text(words: str) -> str:
    """A text as SQL has it."""
    return "'" + words.replace("'", "''") + "'"


def run(session: Session, words: str) -> None:
    """Run words that bind nothing; a name may have a percent sign in it."""
    session.connection.exec_driver_sql(words.replace("%", "%%"))
