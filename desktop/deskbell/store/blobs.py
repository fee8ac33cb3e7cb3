"""Bytes by content: raw mails and attachments are kept once, packed, in chunks of bounded size."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import bindparam, select

from deskbell.store import packing, plain
from deskbell.store.bulk import insert_numbered
from deskbell.store.session import Session
from deskbell.store.tables import blob, blob_chunk

# So many chunks go to the database, or come from it, at a time: a long content is never there as a whole a second time.
_CHUNKS_AT_ONCE = 8
_SMALL_BYTES = _CHUNKS_AT_ONCE * packing.PIECE_BYTES

# Made once: to put a statement together takes longer than to run it, and each mail runs these.
_KNOWN = select(blob.c.sha256, blob.c.id).where(blob.c.sha256.in_(bindparam("digests")))
_KNOWN_THERE = "SELECT sha256, id FROM blobs_known(%s)"
_ABOUT = select(blob.c.id, blob.c.coding, blob.c.size).where(blob.c.id.in_(bindparam("blobs")))
_CHUNKS = (
    select(blob_chunk.c.blob_id, blob_chunk.c.data)
    .where(blob_chunk.c.blob_id.in_(bindparam("blobs")))
    .order_by(blob_chunk.c.blob_id, blob_chunk.c.number)
)
_SOME_CHUNKS = (
    select(blob_chunk.c.data)
    .where(blob_chunk.c.blob_id == bindparam("blob"), blob_chunk.c.number >= bindparam("first"))
    .order_by(blob_chunk.c.number)
    .limit(_CHUNKS_AT_ONCE)
)


class Content:
    """Bytes to keep, and what they are known by: `digest`, their SHA-256."""

    __slots__ = ("_packed", "data", "digest")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.digest = sha256(data).digest()
        self._packed: tuple[str, Iterable[bytes]] | None = None

    def prepare(self, *, wholly: bool = False) -> None:
        """Pack it now, while no transaction keeps others from writing. What is long is packed piece by piece as it is written, unless `wholly`: then it is in
        memory twice for a while.
        """
        if wholly:
            coding, pieces = packing.pack(self.data)
            self._packed = coding, tuple(pieces)
        elif len(self.data) < packing.PIECE_BYTES // 2:
            self._packed = packing.pack(self.data)

    def packed(self) -> tuple[str, Iterable[bytes]]:
        """Its coding and the pieces to store."""
        return self._packed or packing.pack(self.data)


def prepared(data: bytes, *, wholly: bool = False) -> Content:
    """Bytes to keep, packed before the transaction that keeps them; `wholly` as `Content.prepare` has it."""
    content = Content(data)
    content.prepare(wholly=wholly)
    return content


def keep(session: Session, contents: Sequence[bytes]) -> list[int]:
    """The ids of the blobs that hold `contents`, in the same order; what is not there yet is written."""
    return keep_all(session, [Content(content) for content in contents])


def keep_all(session: Session, contents: Sequence[Content]) -> list[int]:
    """What `keep` does, for contents whose digests somebody needed already."""
    if not contents:
        return []
    known = find(session, [one.digest for one in contents])
    fresh = {one.digest: one for one in contents if one.digest not in known}
    if fresh:
        known.update(zip(fresh, _write(session, list(fresh.values())), strict=True))
    return [known[one.digest] for one in contents]


def find(session: Session, digests: Sequence[bytes]) -> dict[bytes, int]:
    """Which of these SHA-256 digests are kept, and under which id."""
    wanted = set(digests)
    if session.engine_name == "postgresql":
        # In an office only who has a content finds it by its digest.
        found = session.connection.exec_driver_sql(_KNOWN_THERE, (list(wanted),))
        return {row.sha256: row.id for row in found}
    return {bytes(one): blob_id for one, blob_id in plain.rows(session.connection, _KNOWN, {"digests": wanted})}


def read(session: Session, blob_id: int) -> bytes:
    """The content of one blob; raises `LookupError` where there is none."""
    return read_all(session, [blob_id])[blob_id]


def read_all(session: Session, blob_ids: Iterable[int]) -> dict[int, bytes]:
    """The contents of blobs by their ids, read together; raises `LookupError` where one of them is not there."""
    wanted = set(blob_ids)
    if not wanted:
        return {}
    found = session.connection.execute(_ABOUT, {"blobs": wanted}).all()
    if missing := wanted - {row.id for row in found}:
        raise LookupError("blob", min(missing))
    codings = {row.id: row.coding for row in found}
    large = {row.id for row in found if row.size > _SMALL_BYTES}
    contents = {blob_id: packing.unpack(codings[blob_id], _chunks(session, blob_id)) for blob_id in large}
    chunks = session.connection.execute(_CHUNKS, {"blobs": wanted - large})
    for blob_id, rows in groupby(chunks, itemgetter(0)):
        contents[blob_id] = packing.unpack(codings[blob_id], (data for _, data in rows))
    return contents


def size(session: Session, blob_id: int) -> int:
    """The bytes of one blob's content; raises where there is none."""
    found: int = session.connection.execute(select(blob.c.size).where(blob.c.id == blob_id)).scalar_one()
    return found


def _chunks(session: Session, blob_id: int) -> Iterator[bytes]:
    """The chunks of one blob in their order, fetched some at a time."""
    first = 0
    while found := session.connection.execute(_SOME_CHUNKS, {"blob": blob_id, "first": first}).scalars().all():
        yield from found
        first += len(found)


def _write(session: Session, contents: Sequence[Content]) -> list[int]:
    """Write blobs; their ids."""
    packed = [one.packed() for one in contents]
    rows = [
        {"sha256": one.digest, "size": len(one.data), "coding": coding}
        for one, (coding, _) in zip(contents, packed, strict=True)
    ]
    ids = insert_numbered(session, blob, rows)
    for portion in _portions(
        {"blob_id": blob_id, "number": number, "data": data}
        for blob_id, (_, pieces) in zip(ids, packed, strict=True)
        for number, data in enumerate(pieces)
    ):
        plain.insert(session.connection, blob_chunk, portion)
    return ids


def _portions(rows: Iterable[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    """Rows of chunks, as many as go to the database at a time."""
    portion: list[Mapping[str, Any]] = []
    room = _SMALL_BYTES
    for row in rows:
        portion.append(row)
        room -= len(row["data"])
        if room < 0:
            yield portion
            portion, room = [], _SMALL_BYTES
    if portion:
        yield portion
