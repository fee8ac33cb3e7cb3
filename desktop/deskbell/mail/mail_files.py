"""Files and folders that hold mail: of which form are they?"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from deskbell.mail.mbox import begins_mbox
from deskbell.mail.parse.mapi import SIGNATURE
from deskbell.model.errors import Mistake, Trouble
from deskbell.model.kinds import MailForm

# How a mail begins: with the name of a header field (RFC 5322, 2.2), perhaps behind an old separator or a mark of UTF-8.
_HEADER: Final = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:>?From [^\r\n]*\r?\n)?[!-9;-~]+:")
_BEGIN_BYTES: Final = 1_000
# The file within what Apple Mail exports as a mailbox, which is a folder.
APPLE_BOX: Final = "mbox"
ONE_MAIL: Final = frozenset({".eml", ".msg"})
"""How the names of files that hold one mail each end."""


def form_of(path: Path) -> MailForm:
    """What a file or folder is, by how it begins and not by its name. Raises `Mistake` file.missing or import.no_mail, `Trouble` file.unreadable."""
    if not path.exists():
        raise Mistake("file.missing", path=path)
    with readable(path):
        form = _of_folder(path) if path.is_dir() else _of_file(path)
    if form is None:
        raise Mistake("import.no_mail", path=path)
    return form


def mails_below(folder: Path, suffixes: frozenset[str] = ONE_MAIL) -> Iterator[Path]:
    """All files below a folder whose names end so."""
    return (file for file in folder.rglob("*") if file.suffix.lower() in suffixes)


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Within this block what the file's disk refuses is raised as `Trouble` file.unreadable."""
    try:
        yield
    except OSError as error:
        raise Trouble("file.unreadable", path=path, reason=error.strerror or type(error).__name__) from error


def _of_folder(path: Path) -> MailForm | None:
    if (path / "cur").is_dir() or (path / "new").is_dir():
        return MailForm.MAILDIR
    if (path / APPLE_BOX).is_file():
        return MailForm.MBOX
    return MailForm.FOLDER if next(mails_below(path), None) is not None else None


def _of_file(path: Path) -> MailForm | None:
    with path.open("rb") as file:
        if begins_mbox(file):
            return MailForm.MBOX
        begin = file.read(_BEGIN_BYTES)
    if begin.startswith(SIGNATURE):
        return MailForm.MSG
    return MailForm.EML if _HEADER.match(begin) else None
