"""Where this computer keeps what is Deskbell's."""

import json
from pathlib import Path
from typing import Final

from msgspec import Struct

JOINED: Final = "office.json"
"""The file in the data folder that says which office was joined from there."""


class Places(Struct, frozen=True):
    """The data folder (the SQLite desk, passwords, logs, window state) and the address of the database that is used."""

    data: Path
    database: str

    @property
    def logs(self) -> Path:
        """The folder of the logs."""
        return self.data / "logs"

    @property
    def window_state(self) -> Path:
        """Sizes, splitters and what else belongs to this computer alone."""
        return self.data / "window.ini"

    @classmethod
    def at(cls, data: Path, database: str = "") -> "Places":
        """The places of a data folder. The desk is the database that is named, or else the office that was joined from here, or else the folder's own
        SQLite file."""
        return cls(data, database or joined(data) or own_desk(data))


def own_desk(data: Path) -> str:
    """The address of the desk of a data folder that has joined no office."""
    return sqlite_address(data / "desk.db")


def joined(data: Path) -> str:
    """The address of the office that was joined from this data folder, "" for none."""
    try:
        found = json.loads((data / JOINED).read_text("utf-8"))
        return str(found["address"])
    except (OSError, ValueError, LookupError, TypeError):
        return ""


def sqlite_address(file: Path) -> str:
    """The address of a SQLite file. What an address gives another meaning to (% and ?) may stand in a folder's name."""
    return "sqlite:///" + str(file).replace("%", "%25").replace("?", "%3F")
