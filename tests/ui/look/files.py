"""Files for the tests of looking: small, made here."""

import struct

from PySide6.QtCore import QBuffer, QByteArray, QMarginsF
from PySide6.QtGui import QColor, QImage, QImageIOHandler, QImageWriter, QPageLayout, QPageSize, QPainter, QPdfWriter

GIF = (
    b"GIF89a\x02\x00\x02\x00\x80\x00\x00\xff\x00\x00\x00\x00\xff!\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"
    + 2 * b"!\xf9\x04\x04\x0a\x00\x00\x00,\x00\x00\x00\x00\x02\x00\x02\x00\x00\x02\x02\x84Q\x00"
    + b";"
)
"""Two frames of a tenth of a second."""


def picture(width: int = 40, height: int = 30, kind: bytes = b"png", *, turned: bool = False) -> bytes:
    """A red picture with a blue upper left corner; `turned`: to be turned clockwise by a quarter (EXIF 6)."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#ff0000"))
    painter = QPainter(image)
    painter.fillRect(0, 0, width // 2, height // 2, QColor("#0000ff"))
    painter.end()
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(kind))
    if turned:
        writer.setTransformation(QImageIOHandler.Transformation.TransformationRotate90)
    assert writer.write(image)
    writer.setDevice(None)  # type: ignore[arg-type]
    return bytes(buffer.data().data())


def pdf(pages: int = 3) -> bytes:
    """Pages of A5, each with its number in words."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(72)
    writer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A5), QPageLayout.Orientation.Portrait, QMarginsF()))
    painter = QPainter(writer)
    for page in range(pages):
        if page:
            writer.newPage()
        painter.drawText(40, 60, f"Page {page + 1}")
    painter.end()
    return bytes(buffer.data().data())


def locked_pdf() -> bytes:
    """One whose words nobody reads without a password; the entries are those of the standard security handler (ISO 32000, 7.6.4)."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
        b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"00" * 32 + b"> /U <" + b"11" * 32 + b"> >>",
    ]
    made, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(made)
    made += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    identity = b"<" + b"22" * 16 + b">"
    made += b"trailer\n<< /Size 5 /Root 1 0 R /Encrypt 4 0 R /ID [%s %s] >>\n" % (identity, identity)
    return made + b"startxref\n%d\n%%%%EOF\n" % table


def fax(pages: int = 2, width: int = 160, height: int = 200) -> bytes:
    """A black and white picture of several pages (TIFF 6.0, uncompressed)."""
    row = bytes(width // 8)
    made = b"II*\0" + struct.pack("<I", 8)
    for page in range(pages):
        # Width, height, bits, no compression, 0 is white, one strip: where, rows, bytes.
        at = len(made) + 2 + 8 * 12 + 4
        strip = row * height
        tags = ((256, width), (257, height), (258, 1), (259, 1), (262, 0), (273, at), (278, height), (279, len(strip)))
        made += struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
        made += struct.pack("<I", at + len(strip) if page + 1 < pages else 0) + strip
    return made
