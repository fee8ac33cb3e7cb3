"""History from elsewhere: mbox, Maildir, .eml files and Outlook's .msg files become tickets with their dates, threads and people. No mail is sent.

It takes the same road as mail from a server: kept raw first, then read and filed. So it can be cut off anywhere and begun again, and what is
there already does not come twice.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from deskbell.actions.keep_raw import RawMail, keep_raw, next_uid
from deskbell.mail.mbox import TooLarge, begins_mbox, read_mbox
from deskbell.mail.parse.mapi import SIGNATURE
from deskbell.model.errors import DeskError, Mistake, Trouble
from deskbell.model.kinds import Status
from deskbell.rules.imports import import_folder
from deskbell.store.desk import Desk
from deskbell.store.session import Session

GROUP_COUNT = 200
GROUP_BYTES = 16 << 20
# A mail is in memory as a whole; none that a server took was ever so large.
LARGEST_BYTES = 256 << 20
_UIDVALIDITY = 0

# When a mail was received, as far as its file tells (it counts only for a mail without a date), and its bytes.
FoundMail = tuple[datetime, bytes]
# Told of each file or mail that cannot be taken; the others are.
Complain = Callable[[DeskError], None]


@dataclass(frozen=True, slots=True)
class Kept:
    """How an import's first half went: mails read from the source, and how many of them the desk did not have yet."""

    seen: int
    new: int


def keep_all(
    desk: Desk,
    mailbox_id: int,
    status: Status,
    source: Iterable[FoundMail],
    progress: Callable[[Kept], None] = lambda _: None,
    *,
    at_once: int = GROUP_COUNT,
) -> Kept:
    """Keep all mails of a source for `mailbox_id`; tickets made of them will have `status`. `progress` is told after each commit, of at most
    `at_once` mails."""
    folder = import_folder(status)
    kept = Kept(0, 0)
    for mails in _grouped(source, at_once):

        def work(session: Session, mails: list[FoundMail] = mails) -> int:
            first = next_uid(session, mailbox_id, folder)
            raw = [RawMail(first + place, at, content) for place, (at, content) in enumerate(mails)]
            return keep_raw(session, mailbox_id, folder, _UIDVALIDITY, raw, note_known=False)

        kept = Kept(kept.seen + len(mails), kept.new + desk.transact(work))
        progress(kept)
    return kept


def mbox(path: Path, complain: Complain) -> Iterator[FoundMail]:
    """The mails of an mbox file (RFC 4155) with the file's time. Raises `Mistake` where the file is none."""
    _must_be_there(path)
    if path.is_dir():
        raise Mistake("import.not_mbox", path=path)
    with _told(path), path.open("rb") as file:
        if not begins_mbox(file) and path.stat().st_size:
            raise Mistake("import.not_mbox", path=path)
    return _mails_of(path, complain)


def maildir(path: Path, complain: Complain) -> Iterator[FoundMail]:
    """The mails of a Maildir, its subfolders too (Maildir++), with their files' times. Raises `Mistake` where the folder is none."""
    _must_be_there(path)
    if not ((path / "cur").is_dir() or (path / "new").is_dir()):
        raise Mistake("import.not_maildir", path=path)
    folders = [path, *sorted(child for child in path.glob(".*") if child.is_dir())]
    parts = [folder / part for folder in folders for part in ("new", "cur")]
    return _files((file for part in parts for file in sorted(part.glob("*"))), complain)


def eml(path: Path, complain: Complain) -> Iterator[FoundMail]:
    """One file that holds a mail, or all .eml files below a folder, with their times."""
    return _files(_below(path, ".eml"), complain)


def msg(path: Path, complain: Complain) -> Iterator[FoundMail]:
    """One .msg file of Outlook's, or all of them below a folder, with their times. They are kept as they are; who reads them opens them."""
    return _files(_below(path, ".msg"), complain, SIGNATURE)


def _below(path: Path, suffix: str) -> list[Path]:
    """The file itself, or all files below a folder whose names end so, in order."""
    _must_be_there(path)
    if not path.is_dir():
        return [path]
    return sorted(file for file in path.rglob("*") if file.suffix.lower() == suffix)


SOURCES: Final[dict[str, Callable[[Path, Complain], Iterator[FoundMail]]]] = {
    "mbox": mbox,
    "maildir": maildir,
    "eml": eml,
    "msg": msg,
}


def _mails_of(path: Path, complain: Complain) -> Iterator[FoundMail]:
    try:
        with _told(path), path.open("rb") as file:
            at = _time_of(path)
            for mail in read_mbox(file, LARGEST_BYTES):
                if isinstance(mail, TooLarge):
                    complain(_too_large(f"{path} ({mail.number})"))
                else:
                    yield at, mail
    except Trouble as trouble:
        complain(trouble)


def _files(paths: Iterable[Path], complain: Complain, begin: bytes = b"") -> Iterator[FoundMail]:
    """The mails in files that begin so; folders among them are passed over."""
    for path in paths:
        try:
            found = _file(path, begin)
        except Trouble as trouble:
            # Asked only now: a look at each file of a hundred thousand takes its time.
            if not path.is_dir():
                complain(trouble)
        else:
            yield found


def _file(path: Path, begin: bytes) -> FoundMail:
    with _told(path), path.open("rb", buffering=0) as file:
        about = os.fstat(file.fileno())
        if about.st_size > LARGEST_BYTES:
            raise _too_large(str(path))
        content = file.read()
    if not content or content.isspace():
        raise Trouble("import.empty", path=path)
    if not content.startswith(begin):
        raise Trouble("import.not_msg", path=path)
    return datetime.fromtimestamp(about.st_mtime, UTC), content


def _grouped(source: Iterable[FoundMail], at_once: int) -> Iterator[list[FoundMail]]:
    """As many mails as are kept in one commit."""
    group: list[FoundMail] = []
    size = 0
    for mail in source:
        group.append(mail)
        size += len(mail[1])
        if len(group) == at_once or size > GROUP_BYTES:
            yield group
            group, size = [], 0
    if group:
        yield group


def _time_of(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _too_large(name: str) -> Trouble:
    return Trouble("import.too_large", path=name, limit=LARGEST_BYTES >> 20)


def _must_be_there(path: Path) -> None:
    if not path.exists():
        raise Mistake("file.missing", path=path)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Within this block what the file's disk refuses is raised as `Trouble` file.unreadable."""
    try:
        yield
    except OSError as error:
        raise Trouble("file.unreadable", path=path, reason=error.strerror or type(error).__name__) from error
