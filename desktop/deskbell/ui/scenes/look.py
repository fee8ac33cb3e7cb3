"""The scenes of looking at files: pictures, pages, texts, meetings, mails, and what is not shown."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QMarginsF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QImageWriter,
    QLinearGradient,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
)
from PySide6.QtWidgets import QWidget

from deskbell.ui.look.window import LookFile, LookWays, LookWindow
from deskbell.ui.scenes.scene import Scene
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.ticket.attached_messages import AttachedMessages

_SIZE = (1040, 760)
_LOG = "".join(
    f"2026-11-20 17:{minute:02}:07 printer[{4711 + minute}]: job {88200 + minute} of jane finished, {minute % 7 + 1} pages\n"
    for minute in range(60)
)
_MEETING = """BEGIN:VCALENDAR
METHOD:REQUEST
BEGIN:VEVENT
UID:1@example.com
DTSTART:20261124T080000Z
DTEND:20261124T093000Z
SUMMARY:Return of order 88213
LOCATION:Amberline, Room 4
ORGANIZER;CN=Jane Doe:mailto:jane@example.com
END:VEVENT
END:VCALENDAR
"""
_MAIL = """From: Jane Doe <jane@example.com>
To: Returns <returns@amberline.example>
Subject: The first mail
Date: Fri, 20 Nov 2026 17:05:00 +0000

Hello,

the headphones that I returned last week: were they received?

Jane
"""


def look() -> Iterator[Scene]:
    """All of them."""
    for name, at in (
        ("picture", 0),
        ("pages", 1),
        ("text", 2),
        ("meeting", 3),
        ("mail", 4),
        ("harmful", 5),
        ("other", 6),
    ):
        yield Scene(f"look-{name}", _SIZE, partial(_window, at=at), (_wait,))
    yield Scene("look-broken", _SIZE, partial(_window, at=7), (_wait,))
    yield Scene("look-find", _SIZE, partial(_window, at=2), (_wait, _find))
    yield Scene("look-narrow", (480, 420), partial(_window, at=1), (_wait,))


def files() -> list[tuple[LookFile, bytes]]:
    """A file of each kind."""
    contents = [
        ("headphones.png", "image/png", _picture()),
        ("invoice 2026-118.pdf", "application/pdf", _pages()),
        ("printer.log", "text/plain", _LOG.encode()),
        ("invitation.ics", "text/calendar", _MEETING.replace("\n", "\r\n").encode()),
        ("The first mail.eml", "message/rfc822", _MAIL.replace("\n", "\r\n").encode()),
        ("price list.html", "text/html", b"<html><script>"),
        (
            "orders.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            b"PK\3\4\0" + b"x" * 84_000,
        ),
        ("scan.pdf", "application/pdf", b"%PDF-1.7\n" + b"x" * 12_000),
    ]
    return [
        (LookFile(number, name, kind, len(content), name.endswith("html")), content)
        for number, (name, kind, content) in enumerate(contents)
    ]


def _window(stage: Stage, at: int) -> QWidget:
    from deskbell.ui.prompts import DialogPrompts

    made = files()
    host = QWidget()
    mails = AttachedMessages(stage.theme, stage.runner, DialogPrompts(host), host)
    ways = LookWays(lambda key, _owner, done, _failed: done(made[key][1]), mails.read, mails.view)
    window = LookWindow(stage.theme, [file for file, _ in made], at, ways)
    host.setParent(window)
    host.hide()
    return window


def _wait(window: QWidget) -> None:
    """Until it is shown: a process of its own reads it."""
    from time import monotonic

    assert isinstance(window, LookWindow)
    until = monotonic() + 30
    while monotonic() < until and not window.is_settled:
        QCoreApplication.processEvents()


def _find(window: QWidget) -> None:
    assert isinstance(window, LookWindow)
    window.body.text.ask_words()
    window.body.text.words.setText("jane")
    window.body.text.words.search_now()


def _picture() -> bytes:
    image = QImage(1600, 1200, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    sky = QLinearGradient(0, 0, 0, 1200)
    sky.setColorAt(0, QColor("#8FB6FF"))
    sky.setColorAt(1, QColor("#F0D98A"))
    painter.fillRect(image.rect(), sky)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#1B2330"))
    painter.drawRoundedRect(QRectF(420, 300, 760, 600), 300, 300)
    painter.setBrush(QColor("#C4312B"))
    painter.drawEllipse(QRectF(620, 420, 360, 360))
    painter.end()
    return _saved(image)


def _saved(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def _pages() -> bytes:
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(72)
    writer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF()))
    painter = QPainter(writer)
    for page in range(3):
        if page:
            writer.newPage()
        painter.setFont(QFont("Noto Sans", 22))
        painter.drawText(60, 90, f"Invoice 2026-118, page {page + 1}")
        painter.setFont(QFont("Noto Sans", 11))
        for line in range(24):
            painter.drawText(
                60,
                140 + line * 24,
                f"{line + 1:02}   Headphones, black                                    {19 + line}.90",
            )
    painter.end()
    return bytes(buffer.data().data())
