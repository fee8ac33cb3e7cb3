"""How the bytes of a blob are packed: which of them are worth it, and in which pieces they are stored.

Zstandard (RFC 8878) takes an eighth of zlib's time for the same size. Each piece is a frame of its own, so a long content is packed and read piece
by piece and is never in memory twice. Desks from before hold `zlib`: one stream (RFC 1950) over all pieces.
"""

import zlib
from collections.abc import Iterable, Iterator
from hashlib import sha256
from io import BytesIO
from typing import Final

# One piece never holds more than this: neither engine nor network has to move a 50 MB attachment in one go.
PIECE_BYTES: Final = 1 << 20
# Bytes of content in a packed piece. What does not shrink at all grows by a few bytes (ZSTD_compressBound), and must fit nevertheless.
_CUT_BYTES: Final = PIECE_BYTES - (PIECE_BYTES >> 7)
# Smaller than this, packing saves nothing worth the time.
WORTH_PACKING: Final = 512
# Already packed by their own format: trying would only burn time.
_PACKED_ALREADY: Final = (b"\xff\xd8\xff", b"\x89PNG", b"PK\x03\x04", b"\x1f\x8b", b"GIF8", b"Rar!", b"7z\xbc\xaf")
_FAST: Final = 1
# A file that does not shrink here, behind its head (most PDFs, films), is kept as it is: the rest is not tried.
_SAMPLE_BYTES: Final = 4096
_SHRINKS: Final = 0.95


def pack(content: bytes) -> tuple[str, Iterable[bytes]]:
    """The coding (raw, zstd) and the pieces to store, at least one; those of a long content are made when they are asked for."""
    # Loaded when first needed: a window that opens has nothing to unpack yet.
    from backports import zstd

    if not _worth_it(content):
        return "raw", _cut(content, PIECE_BYTES)
    if len(content) > _CUT_BYTES:
        return "zstd", (zstd.compress(piece, _FAST) for piece in _cut(content, _CUT_BYTES))
    packed = zstd.compress(content, _FAST)
    return ("zstd", (packed,)) if len(packed) < len(content) else ("raw", (content,))


def unpack(coding: str, pieces: Iterable[bytes]) -> bytes:
    """The content again."""
    whole = BytesIO()
    for piece in _unpacked(coding, pieces):
        whole.write(piece)
    # No copy: the buffer itself becomes the bytes.
    return whole.getvalue()


def is_content(coding: str, pieces: Iterable[bytes], size: int, digest: bytes) -> bool:
    """Whether the pieces hold the content of this size and SHA-256. Of what a stranger packed never more is unpacked than one piece may hold."""
    from backports import zstd

    found, left = sha256(), size
    whole = zlib.decompressobj()
    try:
        for piece in pieces:
            if coding == "zstd":
                unpacked = zstd.ZstdDecompressor().decompress(piece, PIECE_BYTES + 1)
            else:
                unpacked = whole.decompress(piece, left + 1) if coding == "zlib" else piece
            left -= len(unpacked)
            if left < 0 or len(piece) > PIECE_BYTES:
                return False
            found.update(unpacked)
    except (zstd.ZstdError, zlib.error, EOFError):
        return False
    return not left and found.digest() == digest


def _unpacked(coding: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
    if coding == "zstd":
        from backports import zstd

        return map(zstd.decompress, pieces)
    if coding == "zlib":
        return map(zlib.decompressobj().decompress, pieces)
    return iter(pieces)


def _worth_it(content: bytes) -> bool:
    if len(content) < WORTH_PACKING or content.startswith(_PACKED_ALREADY):
        return False
    if len(content) <= 4 * _SAMPLE_BYTES:
        return True
    from backports import zstd

    sample = content[_SAMPLE_BYTES : 2 * _SAMPLE_BYTES]
    return len(zstd.compress(sample, _FAST)) <= _SHRINKS * _SAMPLE_BYTES


def _cut(content: bytes, size: int) -> Iterable[bytes]:
    if len(content) <= size:
        return (content,)
    return (content[start : start + size] for start in range(0, len(content), size))
