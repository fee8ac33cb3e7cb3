"""A step of the journal between two messages: slim, centred between two hairlines."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QLineF, QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.ticket.event_words import EventGroup, line
from deskbell.ui.widgets.ages import exact
from deskbell.ui.widgets.label import plain_tooltip

_HEIGHT = 18


class EventLine(QWidget):
    """Shows one group of events; its tooltip has the exact time, and the whole line where it is cut."""

    def __init__(self, theme: ThemeSource, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._now = now
        self._group: EventGroup | None = None

    def show_group(self, group: EventGroup) -> None:
        """Show these steps."""
        if group != self._group:
            self._group = group
            self.setAccessibleName(" · ".join(line(group, self._now())))
            self.update()

    def fit(self, width: int) -> int:
        """Its height, whatever the width."""
        self.resize(width, self._theme.px(_HEIGHT))
        return self.height()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._group is None:
            return
        font = self._font()
        metrics = QFontMetricsF(font)
        painter = QPainter(self)
        painter.setFont(font)
        done, when = line(self._group, self._now())
        room = self.width() - 48.0 - metrics.horizontalAdvance(f" · {when}")
        said = f"{metrics.elidedText(done, Qt.TextElideMode.ElideRight, room)} · {when}"
        width = metrics.horizontalAdvance(said)
        left = round((self.width() - width) / 2)
        painter.setPen(self._theme.now.colour("faint"))
        painter.drawText(QPointF(left, round((self.height() + metrics.ascent() - metrics.descent()) / 2)), said)
        painter.setPen(self._theme.now.colour("line"))
        middle = self.height() // 2 + 0.5
        painter.drawLine(QLineF(0, middle, left - 8, middle))
        painter.drawLine(QLineF(left + width + 8, middle, self.width(), middle))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip and self._group is not None:
            lines = [line(EventGroup((step,)), self._now())[0] for step in self._group.events]
            QToolTip.showText(event.globalPos(), plain_tooltip("\n".join([*lines, exact(self._group.at)])), self)
            return True
        return super().event(event)

    def _font(self) -> QFont:
        return self._theme.now.font(TextRole.small)
