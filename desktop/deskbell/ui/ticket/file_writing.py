"""Writing what strangers sent to this computer's disk: under safe names, over nothing that is there, and marked as from elsewhere."""

import os
import stat
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from deskbell.model.errors import Mistake, Trouble
from deskbell.model.rows import MessageRow
from deskbell.rules.attachments import runs

if TYPE_CHECKING:
    from deskbell.store.session import Session

Content = Callable[["Session", int], bytes]
"""Gives the bytes of something by its id."""

COPIED = stat.S_IRUSR | stat.S_IWUSR
"""Of a file that another program copies, with this."""

_QUARANTINE = "com.apple.quarantine"


def file_name(name: str) -> str:
    """A name that every system takes and that leads nowhere else."""
    from deskbell.mail.parse.names import safe_name

    return safe_name(name) or "attachment"


def attachment_bytes(session: "Session", attachment_id: int) -> bytes:
    """An attachment of the desk. Raises `Trouble` file.missing."""
    from deskbell.store.queries import ticket

    try:
        return ticket.attachment(session, attachment_id)[1]
    except LookupError as error:
        raise Trouble("file.missing", path=f"#{attachment_id}") from error


def source_bytes(session: "Session", message: MessageRow) -> bytes:
    """A mail as it came, or as it was sent. Raises `Trouble` file.missing."""
    from deskbell.store.queries import originals, ticket

    try:
        if message.raw_id is not None:
            return ticket.source(session, message.raw_id)
        return originals.sent(session, message.id)
    except LookupError as error:
        raise Trouble("file.missing", path=f"#{message.id}") from error


def has_source(message: MessageRow) -> bool:
    """Whether a message is a mail whose bytes are kept."""
    return message.raw_id is not None or message.outbox is not None


def write_to_open(content: bytes, place: Path) -> Path:
    """For another program to show: in a folder of this person alone, and only to be read. Raises `Mistake` file.program for what would run."""
    if runs(content):
        raise Mistake("file.program", name=place.name)
    return write_private(content, place)


def write_to_drag(content: bytes, place: Path) -> Path:
    """For another program to copy: what it copies is the person's, to be changed like any file. Raises `Mistake` file.program for what would run."""
    if runs(content):
        raise Mistake("file.program", name=place.name)
    return write_private(content, place, mode=COPIED)


def write_private(content: bytes, place: Path, *, mode: int = stat.S_IRUSR) -> Path:
    """The same for what is ours. Raises `Trouble` file.unwritable."""
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not place.exists():
            place.write_bytes(content)
            mark_foreign(place)
            os.chmod(place, mode)
    except OSError as error:
        raise _unwritable(place, error) from error
    return place


def write_saved(content: bytes, place: Path) -> Path:
    """Where a person said; what is there is replaced, for its dialog has asked. Raises `Trouble` file.unwritable."""
    try:
        place.write_bytes(content)
        mark_foreign(place)
    except OSError as error:
        raise _unwritable(place, error) from error
    return place


def write_beside(content: bytes, folder: Path, name: str) -> Path:
    """Into a folder under this name, or "name (2)" where there is one already. Raises `Trouble` file.unwritable."""
    stem, dot, ending = name.rpartition(".")
    stem, ending = (stem, f".{ending}") if dot and stem else (name, "")
    place = folder / name
    for number in range(2, 10_000):
        try:
            with place.open("xb") as file:
                file.write(content)
        except FileExistsError:
            place = folder / f"{stem} ({number}){ending}"
            continue
        except OSError as error:
            raise _unwritable(place, error) from error
        mark_foreign(place)
        return place
    raise Trouble("file.unwritable", path=str(place), reason="")


def mark_foreign(place: Path) -> None:
    """Tell the system that a file came from elsewhere: Office opens it in its protected view then, and macOS asks before it runs.

    Windows: the stream Zone.Identifier ([MS-FSCC] 5.6.1). macOS: the attribute com.apple.quarantine. A disk that knows neither takes the file alone.
    """
    with suppress(OSError):
        if sys.platform == "win32":
            with open(f"{place}:Zone.Identifier", "w", encoding="ascii") as stream:
                stream.write("[ZoneTransfer]\r\nZoneId=3\r\n")
        elif sys.platform == "darwin":
            _set_attribute(place, _QUARANTINE, quarantine())


def quarantine() -> bytes:
    """The attribute's value: downloaded and not yet approved, when, by whom, and an id of its own."""
    from time import time
    from uuid import uuid4

    return f"0081;{int(time()):08x};Deskbell;{str(uuid4()).upper()}".encode()


def _set_attribute(place: Path, name: str, value: bytes) -> None:
    """setxattr(2) of macOS, which Python's `os` has for Linux alone."""
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    if libc.setxattr(os.fsencode(place), name.encode(), value, ctypes.c_size_t(len(value)), 0, 0):
        raise OSError(ctypes.get_errno(), "setxattr")


def write_all(session: "Session", files: Sequence[tuple[int, str]], folder: Path, content: Content) -> int:
    """Attachments (id and name) into a folder; how many. A query for the runner. Raises as the others do."""
    for attachment_id, name in files:
        write_beside(content(session, attachment_id), folder, file_name(name))
    return len(files)


def _unwritable(place: Path, error: OSError) -> Trouble:
    return Trouble("file.unwritable", path=str(place), reason=error.strerror or str(error))
