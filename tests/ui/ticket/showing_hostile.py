"""A program of its own, so that its system calls can be watched: shows, copies, quotes, prints and opens as source every hostile mail.

    python showing_hostile.py FOLDER PORT      FOLDER holds the canaries; a report is written beside it

Between the two marks (files that are asked for and do not exist) nothing but what a mail causes happens: all that a window needs was
loaded before, by a harmless mail that went the same ways.
"""

import json
import os
import sys
from pathlib import Path
from time import perf_counter

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QMimeData, QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPageSize, QPdfWriter
from PySide6.QtWidgets import QToolTip, QWidget

from deskbell.mail.parse import parse
from deskbell.model.kinds import ReplyKind
from deskbell.model.mail import InboundMail
from deskbell.model.rows import AttachmentRow, MessageRow
from deskbell.rules.attachments import dangerous
from deskbell.ui.application import make_application
from deskbell.ui.composer.answering import Desk, answered_message, begun, command_for
from deskbell.ui.composer.editor import Editor
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.ticket.attachment_box import AttachmentBox
from deskbell.ui.ticket.body_view import BodyView
from deskbell.ui.ticket.message_card import CardSurroundings, MessageCard
from deskbell.ui.ticket.message_head import HeadStyle
from deskbell.ui.ticket.message_pictures import RemoteState
from deskbell.ui.ticket.paper import Printed, print_on
from deskbell.ui.ticket.pictures import read_pictures
from deskbell.ui.ticket.press import page_layout
from deskbell.ui.ticket.source_window import SourceWindow
from deskbell.ui.widgets.label import ElidedLabel, plain_tooltip
from ui.ticket.hostile_mails import Hostile, Places, mails
from ui.ticket.rows import BILLING, NOW, ONA, detail, message
from ui.ticket.test_body_view import red_png

WIDTH = 640
HARMLESS = (
    "<p>Hello <b>you</b> <i>there</i> <code>code</code> 李娜 👍 <a href='https://example.com'>link</a></p><h2>head</h2>"
    "<blockquote>quoted</blockquote><table border=1><tr><td>cell</td></tr></table><ul><li>item</ul><img src='cid:mine'>"
)


class Shown:
    """Everything that a mail goes through on its way over the screen, once for each mail."""

    def __init__(self, theme: ThemeSource, folder: Path) -> None:
        self._theme = theme
        self._pdf = folder.parent / "printed.pdf"
        self._pictures: dict[str, QImage] = {}
        around = CardSurroundings(
            theme,
            HeadStyle(theme),
            lambda: NOW,
            lambda _address: "",
            lambda _message: self._pictures,
            lambda _message: RemoteState(),
        )
        self._card = MessageCard(around)
        self._raw_view = BodyView(theme)
        self._label = ElidedLabel("")
        self._editor = Editor(theme)
        self._editor.resize(WIDTH, 200)

    def go(self, mail: Hostile) -> None:
        read = parse(mail.raw)
        self._pictures = read_pictures({part.content_id: part.content for part in read.attachments if part.content_id})
        row = row_of(mail.number, read)
        self._show(row, mail.html)
        self._copy_and_quote(row, mail.html)
        self._print(row)
        source = SourceWindow(self._theme, read.subject, mail.raw)
        source.grab()
        source.close()
        for attachment in row.attachments:
            AttachmentBox(self._theme, attachment).grab()

    def _show(self, row: MessageRow, html: str) -> None:
        self._card.resize(WIDTH, 100)
        self._card.show_message(row, whole=True)
        self._card.fit(WIDTH)
        paint(self._card)
        # The viewer alone, as if the sanitiser had let everything pass.
        if len(html) < 20_000 and html.count("<table") < 8:
            self._raw_view.show_body("", html, pictures=self._pictures)
            self._raw_view.resize(WIDTH, self._raw_view.fit(WIDTH))
            paint(self._raw_view)
        self._label.setText(row.text[:200])
        self._label.setToolTip(plain_tooltip(row.text[:200]))
        self._label.grab()
        QToolTip.showText(self._label.pos(), plain_tooltip(f"<img src='/etc/hostname'>{row.author}"), self._label)

    def _copy_and_quote(self, row: MessageRow, html: str) -> None:
        self._card.body.selectAll()
        self._card.body.copy()
        pasted = take_all(QGuiApplication.clipboard().mimeData())
        foreign = QMimeData()
        foreign.setHtml(html)
        for source in (pasted, foreign):
            self._editor.clear()
            self._editor.insertFromMimeData(source)
            paint(self._editor, ratios=(2,))
        self._editor.selectAll()
        self._editor.copy()
        take_all(QGuiApplication.clipboard().mimeData())
        answered = detail(messages=(row,))
        desk = Desk(ONA, (BILLING,))
        for kind in (ReplyKind.REPLY, ReplyKind.FORWARD):
            content = begun(kind, desk, answered, answered_message(kind, answered))
            content = type(content)(
                **{**fields(content), "text": "Thanks", "html": "<p>Thanks</p>", "to": "a@example.com"}
            )
            sent = command_for(content, desk, answered, quoting=True, undo_seconds=0, seen_message=0)
            self._editor.show_html(getattr(sent, "quoted_html", ""))
            paint(self._editor, ratios=(2,))

    def _print(self, row: MessageRow) -> None:
        writer = QPdfWriter(str(self._pdf))
        writer.setPageLayout(page_layout(QPageSize(QPageSize.PageSizeId.A4)))
        assert print_on(writer, Printed("<img src=x> ticket", (row,), pictures={row.id: self._pictures})) > 0


def take_all(copied: QMimeData) -> QMimeData:
    """What another program could take from the clipboard: some forms are only made when they are asked for."""
    taken = QMimeData()
    for kind in copied.formats():
        taken.setData(kind, copied.data(kind))
    return taken


def fields(value: object) -> dict[str, object]:
    return {name: getattr(value, name) for name in value.__struct_fields__}  # type: ignore[attr-defined]


def row_of(number: int, read: InboundMail) -> MessageRow:
    files = tuple(
        AttachmentRow(n, 3, part.name, part.content_type, part.size, part.inline, part.content_id, dangerous(part.name))
        for n, part in enumerate(read.attachments)
    )
    row = message(number + 10, read.text, 1, html=read.html, html_visible=read.html_visible, attachments=files)
    return type(row)(**{**fields(row), "author": read.sender.name, "visible": read.visible_reply or read.text})


def paint(widget: QWidget, ratios: tuple[int, ...] = (1, 2)) -> None:
    """On an ordinary screen and on a sharp one: there Qt looks for other names."""
    for ratio in ratios:
        image = QImage(QSize(WIDTH, 400) * ratio, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(ratio)
        image.fill(Qt.GlobalColor.white)
        widget.render(image)


def mark(folder: Path, name: str) -> None:
    (folder.parent / f"mark-{name}").exists()


def main() -> None:
    folder = Path(sys.argv[1])
    places = Places(str(folder), folder.as_uri(), int(sys.argv[2]))
    application = make_application()
    shown = Shown(ThemeSource(application), folder)
    picture = red_png()
    hostile = list(mails(places, picture))
    first = hostile[0]
    for _ in range(2):
        shown.go(Hostile(0, HARMLESS, first.raw.replace(first.html.encode(), HARMLESS.encode())))
    application.processEvents()
    mark(folder, "begin")
    times: list[tuple[float, int]] = []
    for mail in hostile:
        began = perf_counter()
        shown.go(mail)
        application.processEvents()
        times.append((perf_counter() - began, mail.number))
    mark(folder, "end")
    worst, number = max(times)
    report = {
        "mails": len(times),
        "worst_ms": round(worst * 1000),
        "worst": number,
        "all_s": round(sum(t for t, _ in times), 1),
    }
    (folder.parent / "report.json").write_text(json.dumps(report))


if __name__ == "__main__":
    main()
