"""The parts of a document that is a ZIP file, of which none is unpacked further than is said, and none onto a disk."""

import io
import struct
import zipfile
import zlib
from typing import Final

from deskbell.model.errors import Mistake

MOST_PARTS: Final = 10_000
_LARGEST_DIRECTORY: Final = 2 << 20
_END: Final = b"PK\x05\x06"
_END_64: Final = b"PK\x06\x07"
_KINDS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ENCRYPTED: Final = 0x1
# What Office writes where a document has a password, and what it wrote before 2007.
_OLD: Final = b"\xd0\xcf\x11\xe0"


class Packed:
    """Reads parts, `most` bytes in all. What it raises is `Mistake` document.unreadable, document.locked or document.large."""

    def __init__(self, content: bytes, most: int) -> None:
        if content.startswith(_OLD):
            raise Mistake("document.locked")
        _must_be_short(content)
        self._left = most
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, struct.error, OverflowError, RuntimeError) as error:
            raise Mistake("document.unreadable") from error
        self._parts = {one.filename.lower(): one for one in self._zip.infolist()[:MOST_PARTS]}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._parts

    def names(self, begins: str) -> list[str]:
        """The parts whose names begin so."""
        return sorted(name for name in self._parts if name.startswith(begins))

    def part(self, name: str, most: int) -> bytes:
        """The bytes of a part; b"" where there is none of this name."""
        one = self._parts.get(name.lower())
        if one is None:
            return b""
        if one.compress_type not in _KINDS or one.flag_bits & _ENCRYPTED:
            raise Mistake("document.unreadable")
        most = min(most, self._left)
        try:
            with self._zip.open(one) as file:
                # However much it says that it has.
                content = file.read(most + 1)
        except (zipfile.BadZipFile, zlib.error, ValueError, EOFError, struct.error, OSError, RuntimeError) as error:
            raise Mistake("document.unreadable") from error
        if len(content) > most:
            raise Mistake("document.large", name=one.filename.rpartition("/")[2][:80], limit=most >> 20)
        self._left -= len(content)
        return content


def _must_be_short(content: bytes) -> None:
    """Raise `Mistake` where the list of its parts is longer than that of any document: to read it takes memory before a part is looked at."""
    at = content.rfind(_END, -(22 + 0xFFFF))
    if at < 0 or len(content) < at + 22 or content.rfind(_END_64, max(0, at - 20), at) >= 0:
        raise Mistake("document.unreadable")
    if int.from_bytes(content[at + 12 : at + 16], "little") > _LARGEST_DIRECTORY:
        raise Mistake("document.unreadable")
