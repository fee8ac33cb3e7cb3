"""How the palette paints its lines: heads of parts, and entries with the letters that answer."""

from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from deskbell.ui.palette.entries import Entry
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import CORNER_CONTROL
from deskbell.ui.theme.type import TextRole, Weight

ENTRY: Final = Qt.ItemDataRole.UserRole
ROW: Final = 36
HEAD: Final = 26
Index = QModelIndex | QPersistentModelIndex


class EntryDelegate(QStyledItemDelegate):
    """An item with an `Entry` is a line that can be chosen; one without is a head with its text."""

    def __init__(self, theme: ThemeSource, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, self._theme.px(ROW if isinstance(index.data(ENTRY), Entry) else HEAD))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry = index.data(ENTRY)
        area: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(entry, Entry):
            self._paint_entry(painter, area, entry, selected=bool(option.state & QStyle.StateFlag.State_Selected))
        else:
            painter.setFont(self._theme.now.font(TextRole.section, Weight.strong))
            painter.setPen(QColor(self._theme.colours.faint))
            below = area.adjusted(self._theme.px(10), 0, 0, -4)
            painter.drawText(below, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, str(index.data()))
        painter.restore()

    def _paint_entry(self, painter: QPainter, area: QRect, entry: Entry, *, selected: bool) -> None:
        theme, colours = self._theme, self._theme.colours
        if selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_ground))
            painter.drawRoundedRect(QRectF(area), CORNER_CONTROL, CORNER_CONTROL)
        px = theme.px
        ink = colours.accent if selected else colours.muted
        icon = QRectF(area.left() + px(10), area.top(), px(16), area.height())
        theme.icons.paint(painter, entry.icon or Icon.MAIL, ink, icon, px(16))
        left, right = area.left() + px(36), area.right() - px(10)
        small = theme.now.font(TextRole.small)
        metrics = QFontMetricsF(small)
        detail = metrics.elidedText(entry.detail, Qt.TextElideMode.ElideRight, (right - left) * 0.5)
        painter.setFont(small)
        painter.setPen(QColor(colours.faint))
        right -= round(metrics.horizontalAdvance(detail))
        painter.drawText(QPointF(right, _baseline(area, metrics)), detail)
        painter.setPen(QColor(colours.ink))
        self._paint_words(painter, area, entry, left, right - left - px(12))

    def _paint_words(self, painter: QPainter, area: QRect, entry: Entry, left: int, room: float) -> None:
        """The words with the letters that answer in the accent, and stronger: colour is never the only sign."""
        font = self._theme.now.font()
        strong = self._theme.now.font(TextRole.body, Weight.strong)
        words = QFontMetricsF(strong).elidedText(entry.words, Qt.TextElideMode.ElideRight, room)
        layout = QTextLayout(words, font)
        marked = QTextCharFormat()
        marked.setFontWeight(QFont.Weight(strong.weight()))
        marked.setForeground(QColor(self._theme.colours.accent))
        ranges = []
        # Qt counts letters beyond the first plane twice.
        places = _places(entry.words)
        for at in entry.marks:
            if at < len(words) and words[at] == entry.words[at]:
                one = QTextLayout.FormatRange()
                one.start, one.length, one.format = places[at], places[at + 1] - places[at], marked
                ranges.append(one)
        layout.setFormats(ranges)
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(room + self._theme.px(12))
        layout.endLayout()
        layout.draw(painter, QPointF(left, area.top() + (area.height() - line.height()) / 2))


def _places(words: str) -> list[int]:
    """Where each letter begins as Qt counts, and where the last ends."""
    found = [0]
    for letter in words:
        found.append(found[-1] + (2 if ord(letter) > 0xFFFF else 1))
    return found


def _baseline(area: QRect, metrics: QFontMetricsF) -> float:
    return round(area.top() + (area.height() + metrics.ascent() - metrics.descent()) / 2)
