"""What is inside an S/MIME message that is signed but not encrypted, and packed as one (RFC 8551, section 3.5.2; CMS, RFC 5652, section 5).

Only the content is taken out, in one pass over the outer layers of its BER; whether the signature is true is not judged.
"""

from typing import Final

_SEQUENCE, _SET, _OID, _OCTETS, _OCTET_PIECES, _EXPLICIT, _INTEGER = 0x30, 0x31, 0x06, 0x04, 0x24, 0xA0, 0x02
_SIGNED_DATA: Final = bytes.fromhex("2a864886f70d010702")
_DATA: Final = bytes.fromhex("2a864886f70d010701")
_MOST_PIECES: Final = 200_000


class _Broken(Exception):
    """The bytes are not what they say."""


def content_of_signed(raw: bytes) -> bytes | None:
    """The MIME part that was signed; None where `raw` is encrypted, compressed or broken."""
    try:
        start, end = _enter(raw, 0, len(raw), _SEQUENCE)
        start = _pass_oid(raw, start, end, _SIGNED_DATA)
        start, end = _enter(raw, start, end, _EXPLICIT)
        start, end = _enter(raw, start, end, _SEQUENCE)
        for tag in (_INTEGER, _SET):  # the version, the digests that were used
            inner, inner_end = _enter(raw, start, end, tag)
            start = _behind(raw, inner, inner_end, start, end)
        start, end = _enter(raw, start, end, _SEQUENCE)
        start = _pass_oid(raw, start, end, _DATA)
        start, end = _enter(raw, start, end, _EXPLICIT)
        return _octets(raw, start, end)
    except _Broken:
        return None


def _head(raw: bytes, at: int, end: int) -> tuple[int, int, int | None]:
    """The tag at `at`, where its content begins, and how long it is (None: until an end mark)."""
    if at + 2 > end:
        raise _Broken
    tag, length, at = raw[at], raw[at + 1], at + 2
    if length == 0x80:
        return tag, at, None
    if length > 0x80:
        count = length & 0x7F
        length = int.from_bytes(raw[at : at + count], "big")
        at += count
    if at + length > end:
        raise _Broken
    return tag, at, length


def _enter(raw: bytes, at: int, end: int, tag: int) -> tuple[int, int]:
    """Where the content of the value at `at` begins and ends, at the latest; the value must have this tag."""
    found, start, length = _head(raw, at, end)
    if found != tag:
        raise _Broken
    return start, end if length is None else start + length


def _behind(raw: bytes, inner: int, inner_end: int, start: int, end: int) -> int:
    """Where the value behind one that was entered begins; one without a length is walked through."""
    if _head(raw, start, end)[2] is not None:
        return inner_end
    while raw[inner : inner + 2] != b"\0\0":
        _, start, length = _head(raw, inner, end)
        if length is None:
            raise _Broken
        inner = start + length
    return inner + 2


def _pass_oid(raw: bytes, at: int, end: int, wanted: bytes) -> int:
    start, stop = _enter(raw, at, end, _OID)
    if raw[start:stop] != wanted:
        raise _Broken
    return stop


def _octets(raw: bytes, at: int, end: int) -> bytes:
    """An octet string in one piece or in many."""
    tag, start, length = _head(raw, at, end)
    if tag == _OCTETS and length is not None:
        return raw[start : start + length]
    if tag != _OCTET_PIECES:
        raise _Broken
    stop = end if length is None else start + length
    pieces: list[bytes] = []
    while start < stop and raw[start : start + 2] != b"\0\0" and len(pieces) < _MOST_PIECES:
        tag, start, length = _head(raw, start, stop)
        if tag != _OCTETS or length is None:
            raise _Broken
        pieces.append(raw[start : start + length])
        start += length
    return b"".join(pieces)
