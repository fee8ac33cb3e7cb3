"""The folders of an IMAP mailbox, and which of them is for sent mail."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

_SPECIAL_USES: Final = frozenset({"\\all", "\\archive", "\\drafts", "\\flagged", "\\junk", "\\sent", "\\trash"})
_SENT_NAMES: Final = (
    "sent",
    "sent items",
    "sent messages",
    "sent mail",
    "inbox.sent",
    "inbox/sent",
    "[gmail]/sent mail",
)


class FolderState(Struct, frozen=True):
    """A folder as it was opened. `uid_next` is 0 where the server does not tell."""

    name: str
    uid_validity: int
    uid_next: int
    exists: int


class Folder(Struct, frozen=True):
    """A folder of the mailbox. `special` is its use in RFC 6154's words (`\\Sent`, `\\Junk`), "" for none."""

    name: str
    special: str = ""
    selectable: bool = True


def listed(name: str, flags: Sequence[bytes | str | int]) -> Folder:
    """A line of LIST: the folder's name and its flags as the server wrote them."""
    said = [flag.decode("ascii", "replace") if isinstance(flag, bytes) else str(flag) for flag in flags]
    special = next((flag for flag in said if flag.lower() in _SPECIAL_USES), "")
    return Folder(str(name), special, not {"\\noselect", "\\nonexistent"} & {flag.lower() for flag in said})


def choose_sent(folders: Sequence[Folder]) -> str:
    """Which of some folders is for sent mail: the one marked `\\Sent`, else the first with a usual name, else ""."""
    for folder in folders:
        if folder.special.lower() == "\\sent" and folder.selectable:
            return folder.name
    named = {folder.name.lower(): folder.name for folder in reversed(folders) if folder.selectable}
    return next((named[name] for name in _SENT_NAMES if name in named), "")


def uid_set(uids: Sequence[int]) -> str:
    """Rising UIDs as a command names them (RFC 9051, sequence-set): neighbours as ranges, so that a thousand of them are no long line."""
    ranges: list[list[int]] = []
    for uid in uids:
        if ranges and uid == ranges[-1][1] + 1:
            ranges[-1][1] = uid
        else:
            ranges.append([uid, uid])
    return ",".join(str(low) if low == high else f"{low}:{high}" for low, high in ranges)
