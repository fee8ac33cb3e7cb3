"""The bar at the left of quoted paragraphs, which Qt's documents know nothing of."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QTextDocument, QTextFormat

QUOTED: Final = QTextFormat.Property.BlockQuoteLevel.value
INDENT: Final = 14
"""How far a quote stands in, in pixels at 100 %; the bar is painted within."""


def paint_quote_bars(painter: QPainter, document: QTextDocument, colour: str, shift: QPointF, seen: QRectF) -> None:
    """Paint the bars of the quotes in `seen` (in the painter's coordinates); `shift` is where the document's origin lies."""
    layout = document.documentLayout()
    block = document.begin()
    while block.isValid():
        if block.blockFormat().property(QUOTED):
            area = layout.blockBoundingRect(block).translated(shift)
            if area.top() > seen.bottom():
                return
            if area.bottom() >= seen.top():
                painter.fillRect(QRectF(shift.x() + 1, area.top(), 2, area.height()), QColor(colour))
        block = block.next()
