"""Which bytes are read as a picture, and as which."""

import pytest
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage, QImageReader

from deskbell.ui.picture_reader import kind_of, picture_reader

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'


def written(kind: str) -> bytes:
    image = QImage(7, 5, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind)
    return bytes(buffer.data().data())


@pytest.mark.parametrize("kind", ["png", "jpeg", "bmp", "webp"])
def test_a_picture_is_known_by_its_beginning(kind: str) -> None:
    content = written(kind)
    assert kind_of(content) == kind
    with picture_reader(content) as reader:
        assert reader is not None
        assert (reader.size().width(), reader.size().height()) == (7, 5)
        assert not reader.read().isNull()


@pytest.mark.parametrize("content", [b"", b"RIFF", SVG, b"%PDF-1.7", b"II*\0", b"<html>"])
def test_anything_else_is_no_picture(content: bytes) -> None:
    assert kind_of(content) == ""
    with picture_reader(content) as reader:
        assert reader is None


@pytest.mark.parametrize("beginning", [b"\x89PNG\r\n\x1a\n", b"GIF8", b"BM", b"RIFF\0\0\0\0WEBP"])
def test_what_only_begins_like_one_is_not_read_as_another(beginning: bytes) -> None:
    with picture_reader(beginning + SVG) as reader:
        assert isinstance(reader, QImageReader)
        assert reader.read().isNull()
