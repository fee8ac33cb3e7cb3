"""Messages on paper or in a PDF: each through the same document that shows it in the window, in our light colours, cut between lines.

A whole ticket is laid out on a thread: nothing here touches a widget. Pictures are those that are handed in; nothing is loaded.
"""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from msgspec import Struct, field
from PySide6.QtCore import QCoreApplication, QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPen,
)

from deskbell.model.kinds import MessageKind
from deskbell.model.mail import Invite, Mailbox
from deskbell.model.rows import MessageRow
from deskbell.rules.quoting import spoken
from deskbell.ui.theme.theme import Theme
from deskbell.ui.theme.type import TextRole
from deskbell.ui.ticket.body_document import BodyDocument
from deskbell.ui.ticket.invite_words import lines, what
from deskbell.ui.ticket.message_body import Body, Part, body_of
from deskbell.ui.ticket.page_cuts import lines_of, slices
from deskbell.ui.ticket.quote_bars import paint_quote_bars
from deskbell.ui.ticket.sizes import size_word
from deskbell.ui.widgets.ages import exact

translate = QCoreApplication.translate

MARGIN_MM: Final = 18.0
_DOTS_PER_INCH: Final = 96.0
_FOOT: Final = 28
_GAP: Final = 8
_BETWEEN: Final = 18
_ROOM_TO_BEGIN: Final = 140


class Printed(Struct, frozen=True):
    """What goes on paper: a title, messages oldest first, and the pictures of each by its id. `part` of one message, as a card shows it."""

    title: str
    messages: tuple[MessageRow, ...]
    part: Part = Part.NEW
    pictures: Mapping[int, Mapping[str, QImage]] = field(default_factory=dict)
    families: tuple[str, ...] = Theme().families


def page_layout(size: QPageSize) -> QPageLayout:
    """An upright sheet with our margins."""
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    return QPageLayout(size, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter)


def print_on(device: QPagedPaintDevice, printed: Printed) -> int:
    """Paint everything on the pages of `device`, and say how many they are; 0 where the device takes nothing."""
    painter = QPainter()
    if not painter.begin(device):
        return 0
    try:
        return _Press(painter, device, printed).run()
    finally:
        painter.end()


class _Press:
    """The state of one printing: the sheet, and how far down it is used."""

    def __init__(self, painter: QPainter, device: QPagedPaintDevice, printed: Printed) -> None:
        self._painter = painter
        self._device = device
        self._printed = printed
        self._theme = Theme(families=printed.families)
        scale = device.logicalDpiX() / _DOTS_PER_INCH
        painter.scale(scale, scale)
        self._width = device.width() / scale
        self._height = device.height() / scale - _FOOT
        self._top = 0.0
        self._pages = 1

    def run(self) -> int:
        self._foot()
        self._place(self._html(f"<h2>{escape(self._printed.title)}</h2>"))
        for message in self._printed.messages:
            self._begin_message()
            self._place(self._html(head_html(message)))
            self._top += _GAP
            self._place(self._body(message))
            for invite in message.invites:
                self._top += _GAP
                self._place(self._html(invite_html(invite)))
            if message.attachments:
                self._top += _GAP
                self._place(self._html(files_html(message)))
        return self._pages

    def _begin_message(self) -> None:
        """A line above its head, which stands on one sheet with the first lines of its text."""
        if self._height - self._top < _ROOM_TO_BEGIN:
            self._next_page()
            return
        self._top += _BETWEEN
        self._painter.setPen(QPen(self._theme.colour("line"), 1))
        self._painter.drawLine(QPointF(0, self._top), QPointF(self._width, self._top))
        self._top += _GAP

    def _place(self, document: BodyDocument) -> None:
        document.setTextWidth(self._width)
        document.fit_pictures(int(self._width), int(self._height))
        left = max(0.0, self._height - self._top)
        pieces = slices(lines_of(document), document.size().height(), left, self._height)
        for number, (start, end) in enumerate(pieces):
            if number:
                self._next_page()
            self._draw(document, start, end)
            self._top += end - start

    def _draw(self, document: BodyDocument, start: float, end: float) -> None:
        if end <= start:
            return
        area = QRectF(0, start, self._width, end - start)
        look = QAbstractTextDocumentLayout.PaintContext()
        look.palette.setColor(QPalette.ColorRole.Text, self._theme.colour("ink"))
        look.clip = area
        self._painter.save()
        self._painter.translate(0, self._top - start)
        self._painter.setClipRect(area)
        document.documentLayout().draw(self._painter, look)
        paint_quote_bars(self._painter, document, self._theme.colours.line, QPointF(), area)
        self._painter.restore()

    def _next_page(self) -> None:
        self._device.newPage()
        self._pages += 1
        self._top = 0.0
        self._foot()

    def _foot(self) -> None:
        """The title again and the number of the page: sheets get mixed up."""
        painter = self._painter
        painter.save()
        painter.setFont(self._theme.font(TextRole.small))
        painter.setPen(self._theme.colour("muted"))
        number = translate("print", "Page {number}").format(number=self._pages)
        base = self._height + _FOOT - 4
        room = self._width - painter.fontMetrics().horizontalAdvance(number) - 16
        title = painter.fontMetrics().elidedText(self._printed.title, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(QPointF(0, base), title)
        painter.drawText(QPointF(self._width - painter.fontMetrics().horizontalAdvance(number), base), number)
        painter.restore()

    def _html(self, html: str) -> BodyDocument:
        document = BodyDocument(self._theme, self._theme.colours.panel)
        document.show_html(html, {})
        return document

    def _body(self, message: MessageRow) -> BodyDocument:
        body = whole_body(message, self._printed.part)
        document = BodyDocument(self._theme, self._theme.colours.panel)
        if body.html:
            document.show_html(body.html, self._printed.pictures.get(message.id, {}))
        else:
            document.show_text(body.text)
        return document


def whole_body(message: MessageRow, part: Part) -> Body:
    """What is printed of a message: all of it, as text where its HTML would take too long to lay out."""
    body = body_of(message, part)
    if not body.shortened:
        return body
    whole = body_of(message, part, at_any_cost=True)
    return Body(whole.text, "", more=whole.more)


def head_html(message: MessageRow) -> str:
    """Who wrote to whom and when, as lines; nothing in it is the writer's markup."""
    who = escape(message.author or message.author_email)
    if message.author_email and message.author_email != message.author:
        who = f"<b>{who}</b> &lt;{escape(message.author_email)}&gt;"
    else:
        who = f"<b>{who}</b>"
    if message.kind is MessageKind.NOTE:
        who += f" · {escape(translate('card', 'note'))}"
    lines = [who, escape(exact(message.at))]
    if message.to:
        lines.append(_people(translate("card", "To: {people}"), message.to))
    if message.cc:
        lines.append(_people(translate("card", "Cc: {people}"), message.cc))
    return "<br>".join(lines)


def invite_html(invite: Invite) -> str:
    """A meeting that the message speaks of: what, when, where, by whom."""
    head = ": ".join(filter(None, (what(invite), " ".join(invite.summary.split()))))
    return "<br>".join([f"<b>{escape(head)}</b>", *map(escape, lines(invite))])


def files_html(message: MessageRow) -> str:
    """The names and sizes of what hangs on a message, in one line."""
    named = (f"{one.name} ({size_word(one.size)})" for one in message.attachments)
    return escape(translate("print", "Attachments: {names}").format(names=", ".join(named)))


def _people(words: str, people: Sequence[Mailbox]) -> str:
    return escape(words.format(people=", ".join(map(spoken, people))))
