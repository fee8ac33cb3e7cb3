"""Where this computer keeps what is Deskbell's."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Places:
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
        """The places of a data folder; its own SQLite file is the desk unless another database is named."""
        return cls(data, database or sqlite_address(data / "desk.db"))


def sqlite_address(file: Path) -> str:
    """The address of a SQLite file. What an address gives another meaning to (% and ?) may stand in a folder's name."""
    return "sqlite:///" + str(file).replace("%", "%25").replace("?", "%3F")
