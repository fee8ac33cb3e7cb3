"""A file on its way out of the window, as other programs take it and as the mouse carries it."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QMimeData, QObject, QPoint, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import QDrag, QFontMetricsF, QGuiApplication, QPainter, QPalette, QPen, QPixmap

from deskbell.ui.theme.spacing import CORNER_BOX

_PADDING: Final = 10
_HIGH: Final = 32
_WIDEST: Final = 240
# Where the mouse holds it: its name stays to be read.
_HELD_AT: Final = QPoint(-12, 8)


def drag_of(place: Path, source: QObject) -> QDrag:
    """The drag of a file, which whoever takes it copies."""
    drag = QDrag(source)
    drag.setMimeData(dragged(place))
    drag.setPixmap(picture_of(place.name))
    drag.setHotSpot(_HELD_AT)
    return drag


def dragged(place: Path) -> QMimeData:
    """A file as other programs take it."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(place))])
    return data


def picture_of(name: str) -> QPixmap:
    """A slip with the name on it."""
    font, palette = QGuiApplication.font(), QGuiApplication.palette()
    metrics = QFontMetricsF(font)
    # The middle goes, so that the ending is always seen.
    words = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, _WIDEST)
    size = QSizeF(metrics.horizontalAdvance(words) + 2 * _PADDING + 1, max(_HIGH, metrics.height() + _PADDING))
    ratio = QGuiApplication.primaryScreen().devicePixelRatio()
    picture = QPixmap((size * ratio).toSize())
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    area = QRectF(0, 0, picture.deviceIndependentSize().width(), picture.deviceIndependentSize().height())
    painter.setPen(QPen(palette.color(QPalette.ColorRole.Mid), 1))
    painter.setBrush(palette.color(QPalette.ColorRole.Base))
    painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), CORNER_BOX, CORNER_BOX)
    painter.setFont(font)
    painter.setPen(palette.color(QPalette.ColorRole.Text))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, words)
    painter.end()
    return picture
