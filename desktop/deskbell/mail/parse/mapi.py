"""What Outlook keeps in a .msg file ([MS-OXMSG]): an item with properties, its recipients and attachments, through olefile.

olefile rather than python-oxmsg, which stands on it: that gives up a whole file for one value that it cannot decode, and cannot open attached items.
"""

import struct
from datetime import UTC, datetime, timedelta
from functools import cached_property
from io import BytesIO
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from deskbell.mail.parse.charsets import codec_of, decode
from deskbell.mail.parse.limits import refuse_over
from deskbell.model.errors import Trouble

SIGNATURE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
"""How a compound file begins ([MS-CFB] 2.2). No mail of RFC 5322 does."""

_STRING, _STRING8, _BINARY, _TIME = 0x001F, 0x001E, 0x0102, 0x0040
_MESSAGE_CODEPAGE, _INTERNET_CODEPAGE = 0x3FFD, 0x3FDE
# Bytes before the first property: of the file's own item, of an attached item, of a recipient or attachment.
_OUTER, _ATTACHED, _PART = 32, 24, 8
_ENTRY_BYTES: Final = 16
_EPOCH: Final = datetime(1601, 1, 1, tzinfo=UTC)
# Which numbers the properties with long names have in this file ([MS-OXMSG] 2.2.3): the sets' GUIDs, and an entry for each.
_NAMES: Final = "__nameid_version1.0"
_GUIDS, _ENTRIES = "__substg1.0_00020102", "__substg1.0_00030102"
_NAME_BYTES, _GUID_BYTES, _FIRST_GUID, _FIRST_NAMED = 8, 16, 3, 0x8000
_PROPERTIES: Final = "__properties_version1.0"
_ITEM_INSIDE: Final = "__substg1.0_3701000d"

# Code pages that Python does not know by their numbers.
_PAGES: Final = {65001: "utf-8", 20127: "cp1252", 20866: "koi8_r", 21866: "koi8_u", 50220: "iso2022_jp_ext", 50221: "iso2022_jp_ext",
                 50222: "iso2022_jp_ext", 50225: "iso2022_kr", 51932: "euc_jp", 51949: "euc_kr", 51936: "gb18030", 52936: "hz", 54936: "gb18030",
                 10000: "mac_roman"} | {28590 + number: f"iso8859_{number}" for number in (1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 15)}  # fmt: skip
# What olefile raises on a damaged file: its own errors are OSErrors, the others happen to it.
_DAMAGED: Final = (OSError, ValueError, LookupError, TypeError, OverflowError, AttributeError, RecursionError)

Path = tuple[str, ...]


class _Storages:
    """The file's storages, which are its folders, and the streams in them. Names have no case ([MS-CFB] 2.6.4): paths are in lower case."""

    def __init__(self, ole: Any) -> None:
        self._ole = ole
        self._streams = {tuple(name.lower() for name in path): path for path in ole.listdir()}
        self._storages = [tuple(name.lower() for name in path) for path in ole.listdir(streams=False, storages=True)]

    @cached_property
    def named(self) -> dict[tuple[str, int], int]:
        """The numbers of properties in this file, by the GUID of their set and their number there."""
        guids, entries = self.stream((_NAMES, _GUIDS)), self.stream((_NAMES, _ENTRIES))
        found: dict[tuple[str, int], int] = {}
        for at in range(0, len(entries) - _NAME_BYTES + 1, _NAME_BYTES):
            number, kind, place = struct.unpack_from("<IHH", entries, at)
            first = ((kind >> 1) - _FIRST_GUID) * _GUID_BYTES
            # The lowest bit is set where the name is a text.
            if not kind & 1 and 0 <= first <= len(guids) - _GUID_BYTES:
                found[str(UUID(bytes_le=guids[first : first + _GUID_BYTES])), number] = _FIRST_NAMED + place
        return found

    def stream(self, path: Path) -> bytes:
        """The bytes of a stream; b"" where there is none. Raises `Trouble` parse.msg where it is damaged."""
        name = self._streams.get(path)
        try:
            content: bytes = self._ole.openstream(name).read() if name else b""
        except _DAMAGED as error:
            raise Trouble("parse.msg") from error
        return content

    def below(self, path: Path, prefix: str) -> list[Path]:
        """The storages directly in another whose names begin like this, in the order of their names."""
        return sorted(one for one in self._storages if one[:-1] == path and one[-1].startswith(prefix))

    def holds(self, path: Path) -> bool:
        """Whether there is such a stream."""
        return path in self._streams

    def largest(self, path: Path) -> bytes:
        """The longest stream anywhere in a storage."""
        inside = [self.stream(one) for one in self._streams if one[: len(path)] == path]
        return max(inside, key=len, default=b"")


class Properties:
    """The properties of an item, a recipient or an attachment, by their MAPI ids. What is not there is "", b"", 0 or None."""

    def __init__(self, storages: _Storages, path: Path, header: int, codec: str = "") -> None:
        self._storages = storages
        self._path = path
        content = storages.stream((*path, _PROPERTIES))
        self._fixed = {
            int.from_bytes(content[at + 2 : at + 4], "little"): content[at + 8 : at + _ENTRY_BYTES]
            for at in range(header, len(content) - _ENTRY_BYTES + 1, _ENTRY_BYTES)
        }
        self.codec = _codec(self.number(_MESSAGE_CODEPAGE)) or codec or "cp1252"
        """The charset of its 8-bit strings."""

    @property
    def body_codec(self) -> str:
        """The charset of bodies that are bytes."""
        return _codec(self.number(_INTERNET_CODEPAGE)) or self.codec

    def text(self, *numbers: int) -> str:
        """The first of these properties that is a text and not empty, up to a NUL."""
        for number in numbers:
            if wide := self._value(number, _STRING):
                found = wide.decode("utf-16-le", "replace")
            else:
                found, _ = decode(self._value(number, _STRING8), self.codec)
            if found := found.partition("\0")[0]:
                return found
        return ""

    def binary(self, number: int) -> bytes:
        """Bytes."""
        return self._value(number, _BINARY)

    def number(self, number: int) -> int:
        """A whole number, or a truth."""
        return int.from_bytes(self._fixed.get(number, b"")[:4], "little")

    def time(self, number: int) -> datetime | None:
        """A time, in UTC."""
        ticks = int.from_bytes(self._fixed.get(number, b""), "little")
        try:
            return _EPOCH + timedelta(microseconds=ticks // 10) if ticks else None
        except OverflowError:
            return None

    def named(self, name: tuple[str, int]) -> int:
        """The number that a property has in this file, by its set and its number there; 0 where it has none."""
        return self._storages.named.get(name, 0)

    def _value(self, number: int, kind: int) -> bytes:
        return self._storages.stream((*self._path, f"__substg1.0_{number:04x}{kind:04x}"))


def _codec(page: int) -> str:
    """The codec of a code page; "" where it is none."""
    return _PAGES.get(page) or codec_of(f"cp{page}")


class Attachment(Struct, frozen=True):
    """An attachment: its properties, the item that it is (None where it is a file), and what an OLE object in its place holds."""

    properties: Properties
    item: "Item | None"
    object_bytes: bytes


class Item(Struct, frozen=True):
    """A mail, an appointment, or whatever else Outlook keeps."""

    properties: Properties
    recipients: tuple[Properties, ...]
    attachments: tuple[Attachment, ...]


def read_item(raw: bytes, deepest: int) -> Item:
    """The item of a .msg file. Raises `Trouble` parse.msg where it holds none, and parse.depth where items are attached more than `deepest` deep."""
    import olefile

    try:
        with olefile.OleFileIO(BytesIO(raw)) as ole:
            storages = _Storages(ole)
            if not storages.holds((_PROPERTIES,)):
                raise Trouble("parse.msg")
            return _item(storages, (), _OUTER, "", (0, deepest))
    except _DAMAGED as error:
        raise Trouble("parse.msg") from error


def _item(storages: _Storages, path: Path, header: int, codec: str, depth: tuple[int, int]) -> Item:
    refuse_over("parse.depth", *depth)
    properties = Properties(storages, path, header, codec)
    codec = properties.codec
    return Item(
        properties,
        tuple(Properties(storages, one, _PART, codec) for one in storages.below(path, "__recip_version1.0_#")),
        tuple(_attachment(storages, one, codec, depth) for one in storages.below(path, "__attach_version1.0_#")),
    )


def _attachment(storages: _Storages, path: Path, codec: str, depth: tuple[int, int]) -> Attachment:
    properties = Properties(storages, path, _PART, codec)
    inside = (*path, _ITEM_INSIDE)
    if storages.holds((*inside, _PROPERTIES)):
        return Attachment(properties, _item(storages, inside, _ATTACHED, codec, (depth[0] + 1, depth[1])), b"")
    return Attachment(properties, None, storages.largest(inside))
