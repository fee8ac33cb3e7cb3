"""The program's icon with the number of what is unread, for where the system shows icons of programs that run."""

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPen, QPixmap
from PySide6.QtSvg import QSvgRenderer

from deskbell.model.resources import resource
from deskbell.ui.theme.colours import Colours

SIZES: Final = (16, 20, 22, 24, 32, 40, 48, 64)
"""What the systems ask for, in device pixels."""

_MOST: Final = 9
# Of the icon's side: a number must be read at 16 pixels.
_BADGE: Final = 0.62
_DIGITS: Final = 0.52
_RIM: Final = 0.06


def badge_words(number: int) -> str:
    """What stands on the badge: "" for nothing."""
    if not number:
        return ""
    return str(number) if number <= _MOST else f"{_MOST}+"


def badged(number: int, colours: Colours) -> QIcon:
    """The program's icon; with a badge where there is anything."""
    renderer = QSvgRenderer(str(resource("icons", "deskbell.svg")))
    icon = QIcon()
    for side in SIZES:
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        renderer.render(painter, QRectF(0, 0, side, side))
        if words := badge_words(number):
            _paint(painter, words, side, colours)
        painter.end()
        icon.addPixmap(pixmap)
    return icon


def _paint(painter: QPainter, words: str, side: int, colours: Colours) -> None:
    high = side * _BADGE
    wide = high if len(words) == 1 else high * 1.3
    rim = max(1.0, side * _RIM)
    area = QRectF(side - wide, side - high, wide, high)
    # Cut out of the icon, whatever it lies on.
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(Qt.GlobalColor.black)
    painter.drawRoundedRect(area.adjusted(-rim, -rim, rim, rim), high / 2 + rim, high / 2 + rim)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    painter.setBrush(QColor(colours.danger))
    painter.drawRoundedRect(area, high / 2, high / 2)
    font = QFont(painter.font())
    font.setPixelSize(max(8, round(side * _DIGITS)))
    font.setWeight(QFont.Weight.Bold)
    painter.setFont(font)
    painter.setPen(QPen(QColor(colours.panel)))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, words)
