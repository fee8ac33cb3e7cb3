"""Bytes by content: raw mails and attachments are kept once, packed, in chunks of bounded size."""

import zlib
from collections.abc import Iterable, Sequence
from hashlib import sha256

from sqlalchemy import insert, select

from deskbell.store.session import Session
from deskbell.store.tables import blob, blob_chunk

# One row never holds more than this: neither engine nor network has to move a 50 MB attachment in one piece.
CHUNK_BYTES = 1 << 20
# Smaller than this, packing saves nothing worth the time.
WORTH_PACKING = 512
# Already packed by their own format; zlib would only burn time on them.
_PACKED_ALREADY = (b"\xff\xd8\xff", b"\x89PNG", b"PK\x03\x04", b"\x1f\x8b", b"GIF8", b"Rar!", b"7z\xbc\xaf")
_FAST = 1
# A file that does not shrink here, behind its head (most PDFs, films), is kept as it is: the rest is not tried.
_SAMPLE_BYTES = 4096
_SHRINKS = 0.95


def keep(session: Session, contents: Sequence[bytes]) -> list[int]:
    """The ids of the blobs that hold `contents`, in the same order; what is not there yet is written."""
    if not contents:
        return []
    hashes = [sha256(content).digest() for content in contents]
    known = find(session, hashes)
    fresh = {digest: content for digest, content in zip(hashes, contents, strict=True) if digest not in known}
    if fresh:
        packed = {digest: _pack(content) for digest, content in fresh.items()}
        made = session.connection.execute(
            insert(blob).returning(blob.c.id, sort_by_parameter_order=True),
            [
                {"sha256": digest, "size": len(fresh[digest]), "coding": coding}
                for digest, (coding, _) in packed.items()
            ],
        ).scalars()
        known.update(zip(packed, made, strict=True))
        session.connection.execute(
            insert(blob_chunk),
            [
                {"blob_id": known[digest], "number": number, "data": data[start : start + CHUNK_BYTES]}
                for digest, (_, data) in packed.items()
                for number, start in enumerate(range(0, max(len(data), 1), CHUNK_BYTES))
            ],
        )
    return [known[digest] for digest in hashes]


def find(session: Session, hashes: Sequence[bytes]) -> dict[bytes, int]:
    """Which of these SHA-256 digests are kept, and under which id."""
    rows = session.connection.execute(select(blob.c.sha256, blob.c.id).where(blob.c.sha256.in_(set(hashes))))
    return {bytes(digest): blob_id for digest, blob_id in rows}


def read(session: Session, blob_id: int) -> bytes:
    """The content of one blob; raises `LookupError` where there is none."""
    return read_all(session, [blob_id])[blob_id]


def read_all(session: Session, blob_ids: Iterable[int]) -> dict[int, bytes]:
    """The contents of blobs by their ids, read together; raises `LookupError` where one of them is not there."""
    wanted = set(blob_ids)
    if not wanted:
        return {}
    codings = {
        row.id: row.coding
        for row in session.connection.execute(select(blob.c.id, blob.c.coding).where(blob.c.id.in_(wanted)))
    }
    if missing := wanted - codings.keys():
        raise LookupError("blob", min(missing))
    chunks: dict[int, list[bytes]] = {blob_id: [] for blob_id in wanted}
    for blob_id, data in session.connection.execute(
        select(blob_chunk.c.blob_id, blob_chunk.c.data)
        .where(blob_chunk.c.blob_id.in_(wanted))
        .order_by(blob_chunk.c.blob_id, blob_chunk.c.number)
    ):
        chunks[blob_id].append(data)
    return {blob_id: _unpack(codings[blob_id], b"".join(parts)) for blob_id, parts in chunks.items()}


def size(session: Session, blob_id: int) -> int:
    """The bytes of one blob's content; raises where there is none."""
    found: int = session.connection.execute(select(blob.c.size).where(blob.c.id == blob_id)).scalar_one()
    return found


def _unpack(coding: str, data: bytes) -> bytes:
    return zlib.decompress(data) if coding == "zlib" else data


def _pack(content: bytes) -> tuple[str, bytes]:
    if len(content) < WORTH_PACKING or content.startswith(_PACKED_ALREADY):
        return "raw", content
    if len(content) > 4 * _SAMPLE_BYTES:
        sample = content[_SAMPLE_BYTES : 2 * _SAMPLE_BYTES]
        if len(zlib.compress(sample, _FAST)) > _SHRINKS * _SAMPLE_BYTES:
            return "raw", content
    packed = zlib.compress(content, _FAST)
    return ("zlib", packed) if len(packed) < len(content) else ("raw", content)
