"""History from elsewhere: mbox, Maildir and .eml files become tickets with their dates, threads and people. No mail is sent.

It takes the same road as mail from a server: kept raw first, then read and filed. So it can be cut off anywhere and begun again, and what is
there already does not come twice.
"""

import mailbox
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from deskbell.actions.keep_raw import RawMail, keep_raw, next_uid
from deskbell.model.errors import Mistake, Trouble
from deskbell.model.kinds import Status
from deskbell.rules.imports import import_folder
from deskbell.store.desk import Desk
from deskbell.store.session import Session

GROUP_COUNT = 200
GROUP_BYTES = 16 << 20
_UIDVALIDITY = 0


@dataclass(frozen=True, slots=True)
class Kept:
    """How an import's first half went: mails read from the source, and how many of them the desk did not have yet."""

    seen: int
    new: int


def keep_all(
    desk: Desk,
    mailbox_id: int,
    status: Status,
    source: Iterator[tuple[datetime, bytes]],
    progress: Callable[[Kept], None] = lambda _: None,
) -> Kept:
    """Keep all mails of a source for `mailbox_id`; tickets made of them will have `status`."""
    folder = import_folder(status)
    seen = new = 0
    group: list[tuple[datetime, bytes]] = []
    size = 0

    def commit() -> int:
        mails = list(group)

        def work(session: Session) -> int:
            first = next_uid(session, mailbox_id, folder)
            raw = [RawMail(first + place, at, content) for place, (at, content) in enumerate(mails)]
            return keep_raw(session, mailbox_id, folder, _UIDVALIDITY, raw, note_known=False)

        return desk.transact(work)

    for mail in source:
        group.append(mail)
        seen += 1
        size += len(mail[1])
        if len(group) == GROUP_COUNT or size > GROUP_BYTES:
            new += commit()
            group, size = [], 0
            progress(Kept(seen, new))
    if group:
        new += commit()
        progress(Kept(seen, new))
    return Kept(seen, new)


def mbox(path: Path) -> Iterator[tuple[datetime, bytes]]:
    """The mails of an mbox file (RFC 4155) with the file's time, which counts only for mails without a date."""
    _must_be(path.is_file(), path)
    at = _time_of(path)
    box = mailbox.mbox(path, create=False)
    try:
        for key in box.iterkeys():
            yield at, box.get_bytes(key)
    finally:
        box.close()


def maildir(path: Path) -> Iterator[tuple[datetime, bytes]]:
    """The mails of a Maildir, its subfolders too (Maildir++), with their files' times."""
    _must_be((path / "cur").is_dir() or (path / "new").is_dir(), path)
    for folder in [path, *sorted(child for child in path.glob(".*") if child.is_dir())]:
        for part in ("new", "cur"):
            yield from _files(sorted(file for file in (folder / part).glob("*") if file.is_file()))


def eml(path: Path) -> Iterator[tuple[datetime, bytes]]:
    """One .eml file, or all below a folder."""
    _must_be(path.exists(), path)
    yield from _files([path] if path.is_file() else sorted(path.rglob("*.eml")))


SOURCES: dict[str, Callable[[Path], Iterator[tuple[datetime, bytes]]]] = {"mbox": mbox, "maildir": maildir, "eml": eml}


def _files(paths: list[Path]) -> Iterator[tuple[datetime, bytes]]:
    for path in paths:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise Trouble("file.unreadable", path=path, reason=error.strerror or "") from error
        yield _time_of(path), content


def _time_of(path: Path) -> datetime:
    return datetime.fromtimestamp(os.stat(path).st_mtime, UTC)


def _must_be(there: bool, path: Path) -> None:
    if not there:
        raise Mistake("file.missing", path=path)
