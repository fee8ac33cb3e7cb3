"""Paper, or a PDF: documents one below the other on numbered sheets, in our light colours, cut between lines.

All of it is laid out on a thread: nothing here touches a widget.
"""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QCoreApplication, QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPen,
)

from deskbell.ui.theme.theme import Theme
from deskbell.ui.theme.type import TextRole
from deskbell.ui.ticket.body_document import BodyDocument
from deskbell.ui.ticket.page_cuts import lines_of, slices
from deskbell.ui.ticket.quote_bars import paint_quote_bars

translate = QCoreApplication.translate

MARGIN_MM: Final = 18.0
GAP: Final = 8
_DOTS_PER_INCH: Final = 96.0
_FOOT: Final = 28
_BETWEEN: Final = 18


def page_layout(size: QPageSize) -> QPageLayout:
    """An upright sheet with our margins."""
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    return QPageLayout(size, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter)


def press(device: QPagedPaintDevice, title: str, families: tuple[str, ...], lay: Callable[["Press"], None]) -> int:
    """Let `lay` put documents on the pages of `device`, and say how many they are; 0 where the device takes nothing.

    `title` stands at the foot of each.
    """
    painter = QPainter()
    if not painter.begin(device):
        return 0
    try:
        made = Press(painter, device, title, Theme(families=families))
        lay(made)
        return made.pages
    finally:
        painter.end()


class Press:
    """The state of one printing: the sheet, and how far down it is used."""

    def __init__(self, painter: QPainter, device: QPagedPaintDevice, title: str, theme: Theme) -> None:
        self._painter = painter
        self._device = device
        self._title = title
        self.theme = theme
        scale = device.logicalDpiX() / _DOTS_PER_INCH
        painter.scale(scale, scale)
        self._width = device.width() / scale
        self._height = device.height() / scale - _FOOT
        self._top = 0.0
        self.pages = 1
        self._foot()

    def place(self, document: BodyDocument) -> None:
        """Put a document below what is there, on as many sheets as it needs."""
        document.setTextWidth(self._width)
        document.fit_pictures(int(self._width), int(self._height))
        left = max(0.0, self._height - self._top)
        pieces = slices(lines_of(document), document.size().height(), left, self._height)
        for number, (start, end) in enumerate(pieces):
            if number:
                self._next_page()
            self._draw(document, start, end)
            self._top += end - start

    def place_html(self, html: str) -> None:
        """The same with HTML of our own."""
        document = BodyDocument(self.theme, self.theme.colours.panel)
        document.show_html(html, {})
        self.place(document)

    def leave(self, room: float = GAP) -> None:
        """Leave so much empty."""
        self._top += room

    def rule_off(self, room: float = 0) -> None:
        """Draw a line before what follows; where less than `room` is left for that, it begins on a new sheet."""
        if self._height - self._top < room:
            self._next_page()
            return
        self._top += _BETWEEN
        self._painter.setPen(QPen(self.theme.colour("line"), 1))
        self._painter.drawLine(QPointF(0, self._top), QPointF(self._width, self._top))
        self._top += GAP

    def _draw(self, document: BodyDocument, start: float, end: float) -> None:
        if end <= start:
            return
        area = QRectF(0, start, self._width, end - start)
        look = QAbstractTextDocumentLayout.PaintContext()
        look.palette.setColor(QPalette.ColorRole.Text, self.theme.colour("ink"))
        look.clip = area
        self._painter.save()
        self._painter.translate(0, self._top - start)
        self._painter.setClipRect(area)
        document.documentLayout().draw(self._painter, look)
        paint_quote_bars(self._painter, document, self.theme.colours.line, QPointF(), area)
        self._painter.restore()

    def _next_page(self) -> None:
        self._device.newPage()
        self.pages += 1
        self._top = 0.0
        self._foot()

    def _foot(self) -> None:
        """The title again and the number of the page: sheets get mixed up."""
        painter = self._painter
        painter.save()
        painter.setFont(self.theme.font(TextRole.small))
        painter.setPen(self.theme.colour("muted"))
        number = translate("print", "Page {number}").format(number=self.pages)
        base = self._height + _FOOT - 4
        room = self._width - painter.fontMetrics().horizontalAdvance(number) - 16
        title = painter.fontMetrics().elidedText(self._title, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(QPointF(0, base), title)
        painter.drawText(QPointF(self._width - painter.fontMetrics().horizontalAdvance(number), base), number)
        painter.restore()
