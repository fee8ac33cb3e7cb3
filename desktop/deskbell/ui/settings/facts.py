"""What whoever helps with a trouble wants to know first: versions, and where things lie."""

import platform
import re

from msgspec import Struct
from PySide6 import __version__ as pyside_version
from PySide6.QtCore import qVersion

from deskbell import __version__
from deskbell.model.places import Places
from deskbell.store.engine import sqlite_version


class Facts(Struct, frozen=True):
    """About this installation; nothing in it is secret."""

    deskbell: str
    system: str
    python: str
    qt: str
    sqlite: str
    database: str
    data: str
    logs: str


def gather(places: Places) -> Facts:
    """Look it all up."""
    return Facts(
        deskbell=__version__,
        system=platform.platform(),
        python=platform.python_version(),
        qt=f"{qVersion()} (PySide6 {pyside_version})",
        sqlite=".".join(map(str, sqlite_version())),
        database=without_password(places.database),
        data=str(places.data),
        logs=str(places.logs),
    )


def without_password(address: str) -> str:
    """A database's address as it may be shown and copied."""
    address = re.sub(r"(?<=://)([^/@:]*):.*@", r"\1:…@", address)
    return re.sub(r"(?i)(?<=[?&]password=)[^&]*", "…", address)
