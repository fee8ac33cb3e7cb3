"""Another ticket, in one line: number, subject, status."""

from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from deskbell.model.kinds import Status
from deskbell.model.rows import TicketTitle
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
    """Shows one ticket after another. Its menu says what it is to the ticket beside which it stands; Delete takes off what was said.

    Signals:
        open_ticket(int): it was clicked.
        linked_as(int, object): it is to be this (`LinkKind`) to that ticket, None for nothing.
    """

    open_ticket = Signal(int)
    linked_as = Signal(int, object)

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chips = ChipPainter(theme)
        self._row: TicketTitle | None = None
        self._text = ""
        self._chip = ChipText("")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._open)

    def show_row(self, row: TicketTitle) -> None:
        """Show this ticket."""
        if row == self._row:
            return
        self._row = row
        self._text = f"#{row.id} {' '.join(row.subject.split())}"
        self._chip = ChipText(status_word(row.status), _TONES.get(row.status, Tone.PLAIN))
        self.setAccessibleName(f"{self._text}, {self._chip.text}")
        if self.toolTip():
            self._explain()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self._theme.px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, colours = self._theme, self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.hasFocus():
            painter.setPen(theme.now.ring() if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.hover))
            area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(area, CORNER_CONTROL, CORNER_CONTROL)
        right = self.width() - _BLEED - self._chips.width(self._chip)
        self._chips.paint(painter, right, round((self.height() - self._chips.height) / 2), self._chip)
        metrics = theme.now.metrics(TextRole.body)
        painter.setFont(theme.now.font(TextRole.body))
        painter.setPen(QColor(colours.ink))
        text = metrics.elidedText(self._text, Qt.TextElideMode.ElideRight, right - _BLEED - 8)
        painter.drawText(QPointF(_BLEED, round((self.height() + metrics.ascent() - metrics.descent()) / 2)), text)

    def enterEvent(self, event: QEnterEvent) -> None:
        # Only now: to write a date out takes longer than all the rest of a line.
        self._explain()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.setToolTip("")
        super().leaveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        from deskbell.ui.ticket.link_menu import link_menu

        if self._row is not None:
            link_menu(self._row, partial(self.linked_as.emit, self._row.id), self).popup(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self._row is not None and self._row.link is not None:
            self.linked_as.emit(self._row.id, None)
        else:
            super().keyPressEvent(event)

    def _explain(self) -> None:
        if self._row is not None:
            by_hand = f"\n{self.tr('Delete links it no longer.')}" if self._row.link is not None else ""
            self.setToolTip(plain_tooltip(f"{self._text}\n{exact(self._row.activity_at)}{by_hand}"))

    def _open(self) -> None:
        if self._row is not None:
            self.open_ticket.emit(self._row.id)
