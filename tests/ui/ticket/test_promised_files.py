"""Mails that a drag carries without files of them, as Windows and other systems hand them over."""

import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray, QMimeData

from deskbell.model.errors import Trouble
from deskbell.ui.ticket.promised_files import MOST, Promised, mails_in, names_in, promises_mail, write_down

NAMES = 'application/x-qt-windows-mime;value="FileGroupDescriptorW"'
CONTENTS = 'application/x-qt-windows-mime;value="FileContents"'


def descriptors(*names: str, count: int | None = None) -> bytes:
    """As Outlook writes them."""
    made = struct.pack("<I", len(names) if count is None else count)
    for name in names:
        made += bytes(72) + name.encode("utf-16-le")[:518].ljust(520, b"\0")
    return made


def carrying(names: bytes = b"", mail: bytes = b"", **contents: bytes) -> QMimeData:
    data = QMimeData()
    if names:
        data.setData(NAMES, QByteArray(names))
    if mail:
        data.setData("message/rfc822", QByteArray(mail))
    for name, content in contents.items():
        data.setData(CONTENTS if name == "plain" else f"{CONTENTS};index={name.removeprefix('n')}", QByteArray(content))
    return data


def test_names_of_windows() -> None:
    assert names_in(descriptors("Rechnung 订单.msg", "b.txt")) == ("Rechnung 订单.msg", "b.txt")
    assert names_in(descriptors("a.msg", count=3)) == ("a.msg",), "cut short"
    assert len(names_in(descriptors(*["a.msg"] * (MOST + 5)))) == MOST


@given(st.binary(max_size=2_000))
def test_any_bytes_are_no_trouble(content: bytes) -> None:
    assert all(isinstance(name, str) for name in names_in(content))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (carrying(), ()),
        (carrying(mail=b"From: a\n\nb"), (Promised("mail.eml", b"From: a\n\nb"),)),
        (carrying(descriptors("a.msg", "b.pdf", "c.EML"), n0=b"A", n1=b"B", n2=b"C"), (Promised("a.msg", b"A"), Promised("c.EML", b"C"))),
        (carrying(descriptors("a.msg"), plain=b"A"), (Promised("a.msg", b"A"),)),
        (carrying(descriptors("a.msg", "b.msg"), plain=b"A"), (Promised("a.msg", b"A"),)),
        (carrying(descriptors("a.pdf"), plain=b"A"), ()),
    ],
)  # fmt: skip
def test_what_is_carried(data: QMimeData, expected: tuple[Promised, ...]) -> None:
    assert mails_in(data) == expected
    assert promises_mail(data) or not expected


def test_they_are_written_down_under_names_of_ours(tmp_path: Path) -> None:
    mails = [Promised("..\\..\\a/b.msg", b"A"), Promised("same.eml", b"B"), Promised("same.eml", b"C")]
    files = write_down(None, mails, lambda name: tmp_path / "dropped" / name)
    assert [file.read_bytes() for file in files] == [b"A", b"B", b"C"]
    assert {file.parent for file in files} == {tmp_path / "dropped"}
    assert [file.suffix for file in files] == [".msg", ".eml", ".eml"]


def test_a_disk_that_refuses_is_told(tmp_path: Path) -> None:
    (tmp_path / "dropped").write_bytes(b"")
    with pytest.raises(Trouble, match="could not be written"):
        write_down(None, [Promised("a.eml", b"A")], lambda name: tmp_path / "dropped" / name)
