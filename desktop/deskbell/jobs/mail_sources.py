"""Mail in files: the mails of an mbox file, a Maildir, .eml files and Outlook's .msg files, one after the other, and how many are still to come."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from deskbell.mail.mail_files import APPLE_BOX, ONE_MAIL, form_of, mails_below, readable
from deskbell.mail.mbox import TooLarge, begins_mbox, read_mbox
from deskbell.mail.parse.mapi import SIGNATURE
from deskbell.model.errors import DeskError, Mistake, Trouble
from deskbell.model.kinds import MailForm

# A mail is in memory as a whole; none that a server took was ever so large.
LARGEST_BYTES = 256 << 20
# What a mail of an mbox file is taken for until some were read.
_USUAL_BYTES: Final = 25_000

# When a mail was received, as far as its file tells (it counts only for a mail without a date), and its bytes.
FoundMail = tuple[datetime, bytes]
# Told of each file or mail that cannot be taken; the others are.
Complain = Callable[[DeskError], None]


class Source(Protocol):
    """Mails, read once."""

    def __iter__(self) -> Iterator[FoundMail]: ...

    def to_come(self) -> int:
        """How many mails are still to come; estimated where only their bytes are known."""
        ...


class Boxed:
    """The mails of an mbox file, with the file's time."""

    def __init__(self, path: Path, complain: Complain) -> None:
        self._path = path
        self._complain = complain
        self._size = path.stat().st_size
        self._read = 0
        self._count = 0

    def __iter__(self) -> Iterator[FoundMail]:
        try:
            with readable(self._path), self._path.open("rb") as file:
                yield from self._mails(file, _time_of(self._path))
        except Trouble as trouble:
            self._complain(trouble)
        self._read = self._size

    def to_come(self) -> int:
        usual = self._read / self._count if self._count else _USUAL_BYTES
        return round(max(0, self._size - self._read) / usual)

    def _mails(self, file: BinaryIO, at: datetime) -> Iterator[FoundMail]:
        for mail in read_mbox(file, LARGEST_BYTES):
            self._read = file.tell()
            self._count += 1
            if isinstance(mail, TooLarge):
                self._complain(_too_large(f"{self._path} ({mail.number})"))
            else:
                yield at, mail


class Filed:
    """The mails in files of one each, with their files' times. What is one of Outlook's by its name, or all with `outlook`, must begin as such;
    they are kept as they are, and who reads them opens them. Folders among them are passed over."""

    def __init__(self, paths: Sequence[Path], complain: Complain, *, outlook: bool | None = None) -> None:
        self._paths = paths
        self._complain = complain
        self._outlook = outlook
        self._left = len(paths)

    def __iter__(self) -> Iterator[FoundMail]:
        for path in self._paths:
            self._left -= 1
            outlook = path.suffix.lower() == ".msg" if self._outlook is None else self._outlook
            try:
                found = _file(path, SIGNATURE if outlook else b"")
            except Trouble as trouble:
                # Asked only now: a look at each file of a hundred thousand takes its time.
                if not path.is_dir():
                    self._complain(trouble)
            else:
                yield found

    def to_come(self) -> int:
        return self._left


class Several:
    """One source after the other."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._sources = tuple(sources)

    def __iter__(self) -> Iterator[FoundMail]:
        for source in self._sources:
            yield from source

    def to_come(self) -> int:
        return sum(source.to_come() for source in self._sources)


def mbox(path: Path, complain: Complain) -> Source:
    """The mails of an mbox file (RFC 4155), or of the folder as which Apple Mail exports one. Raises `Mistake` where it is none."""
    _must_be_there(path)
    box = path / APPLE_BOX if path.is_dir() else path
    if not box.is_file():
        raise Mistake("import.not_mbox", path=path)
    with readable(box), box.open("rb") as file:
        if not begins_mbox(file) and box.stat().st_size:
            raise Mistake("import.not_mbox", path=path)
    return Boxed(box, complain)


def maildir(path: Path, complain: Complain) -> Source:
    """The mails of a Maildir, its subfolders too (Maildir++). Raises `Mistake` where the folder is none."""
    _must_be_there(path)
    if not ((path / "cur").is_dir() or (path / "new").is_dir()):
        raise Mistake("import.not_maildir", path=path)
    folders = [path, *sorted(child for child in path.glob(".*") if child.is_dir())]
    parts = [folder / part for folder in folders for part in ("new", "cur")]
    return Filed([file for part in parts for file in sorted(part.glob("*"))], complain, outlook=False)


def eml(path: Path, complain: Complain) -> Source:
    """One file that holds a mail, or all .eml files below a folder."""
    return Filed(_below(path, frozenset({".eml"})), complain, outlook=False)


def msg(path: Path, complain: Complain) -> Source:
    """One .msg file of Outlook's, or all of them below a folder."""
    return Filed(_below(path, frozenset({".msg"})), complain, outlook=True)


def folder(path: Path, complain: Complain) -> Source:
    """All .eml and .msg files below a folder."""
    return Filed(_below(path, ONE_MAIL), complain)


def whatever(path: Path, complain: Complain) -> Source:
    """The mails of a file or folder, of which form it may be. Raises `Mistake` where it is of none."""
    return _SOURCES[form_of(path)](path, complain)


_SOURCES: Final[dict[MailForm, Callable[[Path, Complain], Source]]] = {
    MailForm.MBOX: mbox,
    MailForm.MAILDIR: maildir,
    MailForm.EML: eml,
    MailForm.MSG: msg,
    MailForm.FOLDER: folder,
}
SOURCES: Final = {
    **{form.value: _SOURCES[form] for form in (MailForm.MBOX, MailForm.MAILDIR, MailForm.EML, MailForm.MSG)},
    "auto": whatever,
}
"""How each form that a person can name is read."""


def _below(path: Path, suffixes: frozenset[str]) -> list[Path]:
    """The file itself, or all files below a folder whose names end so, in order."""
    _must_be_there(path)
    return sorted(mails_below(path, suffixes)) if path.is_dir() else [path]


def _file(path: Path, begin: bytes) -> FoundMail:
    with readable(path), path.open("rb", buffering=0) as file:
        about = os.fstat(file.fileno())
        if about.st_size > LARGEST_BYTES:
            raise _too_large(str(path))
        content = file.read()
    if not content or content.isspace():
        raise Trouble("import.empty", path=path)
    if not content.startswith(begin):
        raise Trouble("import.not_msg", path=path)
    return datetime.fromtimestamp(about.st_mtime, UTC), content


def _time_of(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _too_large(name: str) -> Trouble:
    return Trouble("import.too_large", path=name, limit=LARGEST_BYTES >> 20)


def _must_be_there(path: Path) -> None:
    if not path.exists():
        raise Mistake("file.missing", path=path)
