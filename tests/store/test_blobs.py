"""Bytes by content: once, packed, in chunks."""

import zlib
from random import Random

import pytest
from sqlalchemy import delete, func, insert, select

from deskbell.store import blobs, packing
from deskbell.store.desk import Desk
from deskbell.store.tables import blob, blob_chunk

NOISE = Random(1).randbytes(3 * packing.PIECE_BYTES + 17)
CONTENTS = [
    b"",
    b"x",
    b"\x00" * (packing.WORTH_PACKING - 1),
    b"text " * 1000,
    b"\xff\xd8\xff" + b"picture " * 1000,
    NOISE[: packing.PIECE_BYTES],
    NOISE[: packing.PIECE_BYTES + 1],
    NOISE,
    b"a" * (5 * packing.PIECE_BYTES),
    # It begins like something that packs, and goes on as noise: each packed piece is a little longer than its content.
    b"words " * 1400 + NOISE[: 2 * packing.PIECE_BYTES],
    # Longer than what is read in one go.
    b"line\n" * (2 * packing.PIECE_BYTES) + NOISE,
]


def test_what_is_kept_is_read(desk: Desk) -> None:
    with desk.writing() as session:
        ids = blobs.keep(session, CONTENTS)
    assert len(set(ids)) == len(CONTENTS)
    with desk.reading() as session:
        assert [blobs.read(session, number) for number in ids] == CONTENTS
        assert blobs.read_all(session, ids) == dict(zip(ids, CONTENTS, strict=True))
        assert [blobs.size(session, number) for number in ids] == [len(content) for content in CONTENTS]
        sizes = session.connection.execute(select(func.max(func.length(blob_chunk.c.data)))).scalar_one()
        assert sizes <= packing.PIECE_BYTES


def test_the_same_bytes_are_kept_once(desk: Desk) -> None:
    with desk.writing() as session:
        first = blobs.keep(session, [b"one", b"two", b"one"])
        again = blobs.keep(session, [b"two", b"three", b"one"])
        assert session.connection.execute(select(func.count()).select_from(blob)).scalar_one() == 3
    assert first[0] == first[2] == again[2]
    assert first[1] == again[0]


def test_what_packs_takes_less_room(desk: Desk) -> None:
    with desk.writing() as session:
        blobs.keep(session, [b"text " * 100_000])
        assert session.connection.execute(select(func.sum(func.length(blob_chunk.c.data)))).scalar_one() < 10_000


def test_what_does_not_shrink_is_kept_as_it_is(desk: Desk) -> None:
    # A PDF: a head in plain words, then bytes that are packed already.
    content = b"%PDF-1.7 " + b"words " * 100 + Random(4).randbytes(60_000)
    (blob_id,) = desk.transact(lambda session: blobs.keep(session, [content]))
    with desk.reading() as session:
        assert session.connection.execute(select(blob.c.coding).where(blob.c.id == blob_id)).scalar_one() == "raw"
        assert blobs.read(session, blob_id) == content


def test_desks_from_before_are_read(desk: Desk) -> None:
    content = bytes(range(256)) * 10_000
    packed = zlib.compress(content, 1)
    pieces = [packed[start : start + 5_000] for start in range(0, len(packed), 5_000)]
    assert len(pieces) > 2
    with desk.writing() as session:
        row = {"sha256": blobs.Content(content).digest, "size": len(content), "coding": "zlib"}
        old = session.connection.execute(insert(blob).returning(blob.c.id), row).scalar_one()
        rows = [{"blob_id": old, "number": number, "data": data} for number, data in enumerate(pieces)]
        session.connection.execute(insert(blob_chunk), rows)
        assert blobs.keep(session, [content, b"new"])[0] == old
        assert blobs.read(session, old) == content


def test_bytes_that_are_not_there(desk: Desk) -> None:
    with desk.writing() as session:
        number = blobs.keep(session, [b"here"])[0]
        assert blobs.read_all(session, []) == {}
        for wanted in ([number + 1], [number, number + 1]):
            with pytest.raises(LookupError):
                blobs.read_all(session, wanted)
        session.connection.execute(delete(blob))
        assert session.connection.execute(select(func.count()).select_from(blob_chunk)).scalar_one() == 0


def test_an_identity_of_content_is_its_hash(desk: Desk) -> None:
    with desk.writing() as session:
        session.connection.execute(insert(blob), {"sha256": b"\x01" * 32, "size": 1, "coding": "raw"})
        assert blobs.find(session, [b"\x02" * 32]) == {}
        assert list(blobs.find(session, [b"\x01" * 32, b"\x02" * 32])) == [b"\x01" * 32]
