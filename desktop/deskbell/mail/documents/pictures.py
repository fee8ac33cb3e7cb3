"""What a picture is by its bytes, whatever its name says, and whether it is one that can be shown."""

import re
from typing import Final

from msgspec import Struct

from deskbell.model.hidden import all_but

MOST_PIXELS: Final = 40_000_000
"""More of them would take hundreds of megabytes to show, however few the file has."""

_FRAMES: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_BARE: Final = frozenset({0x01, *range(0xD0, 0xDA)})


class Picture(Struct, frozen=True):
    """A picture of a document: what it is called, with the ending of what it is."""

    name: str
    content_type: str
    content: bytes

    __repr__ = all_but("content")


def picture(stem: str, content: bytes) -> Picture | None:
    """These bytes as a picture; None where they are none of a kind that articles show, or one of too many pixels."""
    for ending, kind, size in (
        ("png", "image/png", _png),
        ("jpg", "image/jpeg", _jpeg),
        ("gif", "image/gif", _gif),
        ("webp", "image/webp", _webp),
        ("bmp", "image/bmp", _bmp),
    ):
        found = size(content)
        if found is not None:
            wide, high = found
            fits = wide > 0 and high > 0 and wide * high <= MOST_PIXELS
            return Picture(f"{stem}.{ending}", kind, content) if fits else None
    return None


def _png(content: bytes) -> tuple[int, int] | None:
    if not content.startswith(b"\x89PNG\r\n\x1a\n") or content[12:16] != b"IHDR" or len(content) < 24:
        return None
    return int.from_bytes(content[16:20]), int.from_bytes(content[20:24])


def _gif(content: bytes) -> tuple[int, int] | None:
    if re.match(rb"GIF8[79]a", content) is None or len(content) < 10:
        return None
    return int.from_bytes(content[6:8], "little"), int.from_bytes(content[8:10], "little")


def _bmp(content: bytes) -> tuple[int, int] | None:
    if not content.startswith(b"BM") or len(content) < 26 or int.from_bytes(content[14:18], "little") < 40:
        return None
    high = int.from_bytes(content[22:26], "little", signed=True)
    return int.from_bytes(content[18:22], "little", signed=True), abs(high)


def _webp(content: bytes) -> tuple[int, int] | None:
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP" or len(content) < 30:
        return None
    kind = content[12:16]
    if kind == b"VP8X":
        return int.from_bytes(content[24:27], "little") + 1, int.from_bytes(content[27:30], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(content[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        wide, high = (int.from_bytes(content[at : at + 2], "little") & 0x3FFF for at in (26, 28))
        return wide, high
    return None


def _jpeg(content: bytes) -> tuple[int, int] | None:
    """A JPEG says its size in one of its segments, behind others whose lengths it says."""
    if not content.startswith(b"\xff\xd8\xff"):
        return None
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        kind = content[at + 1]
        if kind in _FRAMES:
            return int.from_bytes(content[at + 7 : at + 9]), int.from_bytes(content[at + 5 : at + 7])
        # Bytes of all ones may stand before a segment, and some segments are but their sign.
        at += 1 if kind == 0xFF else 2 if kind in _BARE else 2 + int.from_bytes(content[at + 2 : at + 4])
    return None
