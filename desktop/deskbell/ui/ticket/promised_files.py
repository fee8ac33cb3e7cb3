"""Files that a drag only promises: mail programs carry what stands in their lists without having it on the disk."""

import struct
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QMimeData

from deskbell.mail.mail_files import ONE_MAIL
from deskbell.mail.parse.names import safe_name
from deskbell.model.errors import Trouble

MOST: Final = 50
"""No more are taken of one drag."""
_LARGEST: Final = 100_000_000
_MAIL: Final = "message/rfc822"
# How Qt names the formats of Windows' clipboard that it does not know: CFSTR_FILEDESCRIPTORW and CFSTR_FILECONTENTS (shlobj_core.h).
_WINDOWS: Final = 'application/x-qt-windows-mime;value="{}"'
_NAMES: Final = _WINDOWS.format("FileGroupDescriptorW")
_CONTENTS: Final = _WINDOWS.format("FileContents")
# FILEDESCRIPTORW: 72 bytes of flags, sizes and times before a name of 260 UTF-16 units.
_COUNT: Final = struct.Struct("<I")
_DESCRIPTOR_BYTES: Final = 592
_NAME_AT: Final = 72


class Promised(Struct, frozen=True):
    """A mail that is carried, with what its file would be called."""

    name: str
    content: bytes


def names_in(descriptors: bytes) -> tuple[str, ...]:
    """The names of a FILEGROUPDESCRIPTORW, `MOST` at most; none of what is cut short."""
    if len(descriptors) < _COUNT.size:
        return ()
    (count,) = _COUNT.unpack_from(descriptors)
    names = []
    for number in range(min(count, MOST)):
        one = descriptors[_COUNT.size + number * _DESCRIPTOR_BYTES :][:_DESCRIPTOR_BYTES]
        if len(one) < _DESCRIPTOR_BYTES:
            break
        names.append(one[_NAME_AT:].decode("utf-16-le", "replace").partition("\0")[0])
    return tuple(names)


def promises_mail(data: QMimeData) -> bool:
    """Whether a drag carries mails of which Qt gives the content."""
    return data.hasFormat(_MAIL) or any(map(_is_mail, names_in(bytes(data.data(_NAMES).data()))))


def mails_in(data: QMimeData) -> tuple[Promised, ...]:
    """The mails that a drag carries without files of them. What is empty, or larger than any mail, is left out."""
    found = [Promised("mail.eml", bytes(data.data(_MAIL).data()))] if data.hasFormat(_MAIL) else []
    for number, name in enumerate(names_in(bytes(data.data(_NAMES).data()))):
        if _is_mail(name):
            content = bytes(data.data(f"{_CONTENTS};index={number}").data())
            # The first is given under the plain name as well.
            found.append(Promised(name, content or (bytes(data.data(_CONTENTS).data()) if number == 0 else b"")))
    return tuple(one for one in found if 0 < len(one.content) <= _LARGEST)


def write_down(_session: object, mails: Sequence[Promised], place: Callable[[str], Path]) -> tuple[Path, ...]:
    """The mails as files; `place` says where one of this name goes. Off the window's thread. Raises `Trouble` file.unwritable."""
    files = tuple(place(f"{number} {safe_name(mail.name)}") for number, mail in enumerate(mails, 1))
    for file, mail in zip(files, mails, strict=True):
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(mail.content)
        except OSError as error:
            raise Trouble("file.unwritable", path=file, reason=error.strerror or type(error).__name__) from error
    return files


def _is_mail(name: str) -> bool:
    return Path(name).suffix.lower() in ONE_MAIL
