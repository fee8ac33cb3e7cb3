"""Another ticket of the same customer, in one line: number, subject, status."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from deskbell.model.kinds import Status
from deskbell.model.rows import TicketRow
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import CORNER_CONTROL
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.ages import exact
from deskbell.ui.widgets.chip import ChipPainter, ChipText, Tone
from deskbell.ui.widgets.label import plain_tooltip
from deskbell.ui.words import status_word

_TONES = {
    Status.NEW: Tone.ACCENT,
    Status.OPEN: Tone.ACCENT,
    Status.PENDING: Tone.WARNING,
    Status.SOLVED: Tone.GOOD,
    Status.SPAM: Tone.DANGER,
}
_HEIGHT = 26
_BLEED = 6


class TicketLink(QAbstractButton):
    """Opens the ticket when it is clicked."""

    def __init__(self, theme: ThemeSource, row: TicketRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chips = ChipPainter(theme)
        self._text = f"#{row.id} {' '.join(row.subject.split())}"
        self._chip = ChipText(status_word(row.status), _TONES.get(row.status, Tone.PLAIN))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{self._text}, {self._chip.text}")
        self.setToolTip(plain_tooltip(f"{self._text}\n{exact(row.activity_at)}"))

    def sizeHint(self) -> QSize:
        return QSize(200, self._theme.px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, colours = self._theme, self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 1) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.hover))
            area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(area, CORNER_CONTROL, CORNER_CONTROL)
        right = self.width() - _BLEED - self._chips.width(self._chip)
        self._chips.paint(painter, right, round((self.height() - self._chips.height) / 2), self._chip)
        font = theme.now.font(TextRole.body)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(QColor(colours.ink))
        text = metrics.elidedText(self._text, Qt.TextElideMode.ElideRight, right - _BLEED - 8)
        painter.drawText(QPointF(_BLEED, round((self.height() + metrics.ascent() - metrics.descent()) / 2)), text)
