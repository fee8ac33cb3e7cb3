"""A step of the journal between two messages: slim, centred between two hairlines."""

from collections.abc import Callable
from datetime import datetime, timedelta
from math import ceil

from PySide6.QtCore import QEvent, QLineF, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QToolTip, QWidget

from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.theme import Theme
from deskbell.ui.theme.type import TextRole
from deskbell.ui.ticket.event_words import EventGroup, line
from deskbell.ui.widgets.ages import exact
from deskbell.ui.widgets.label import plain_tooltip

_HEIGHT = 18
_ASIDE = 48
"""What the hairlines keep on both sides together."""

_MINUTE = timedelta(minutes=1)

_ANYWHERE = QTextOption()
_ANYWHERE.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)


class EventLine(QWidget):
    """Shows one group of events; its tooltip has the exact time, and the whole line where it is cut."""

    def __init__(self, theme: ThemeSource, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._now = now
        self._group: EventGroup | None = None
        self._worded: tuple[EventGroup, int] | None = None
        self._words = ("", "")
        self._laid: tuple[tuple[str, str], int, Theme] | None = None
        self._said: list[str] = []

    def show_group(self, group: EventGroup) -> None:
        """Show these steps."""
        if group != self._group:
            self._group = group
            self.setAccessibleName(" · ".join(self._line(group)))
            self.update()

    def fit(self, width: int) -> int:
        """Its height at this width: one line, or two where many steps fell together."""
        lines = len(self._lines(width))
        self.resize(
            width, self._theme.px(_HEIGHT) + max(0, lines - 1) * ceil(self._theme.now.metrics(TextRole.small).height())
        )
        return self.height()

    def paintEvent(self, event: QPaintEvent) -> None:
        lines = self._lines(self.width())
        if not lines:
            return
        metrics = self._theme.now.metrics(TextRole.small)
        painter = QPainter(self)
        painter.setFont(self._theme.now.font(TextRole.small))
        painter.setPen(self._theme.now.colour("faint"))
        baseline = (self.height() - len(lines) * metrics.height()) / 2 + metrics.ascent()
        for number, said in enumerate(lines):
            left = round((self.width() - metrics.horizontalAdvance(said)) / 2)
            painter.drawText(QPointF(left, round(baseline + number * metrics.height())), said)
        left = round((self.width() - max(map(metrics.horizontalAdvance, lines))) / 2)
        painter.setPen(self._theme.now.colour("line"))
        middle = self.height() // 2 + 0.5
        painter.drawLine(QLineF(0, middle, left - 8, middle))
        painter.drawLine(QLineF(self.width() - left + 8, middle, self.width(), middle))

    def _line(self, group: EventGroup) -> tuple[str, str]:
        """What was done and when, put into words once a minute: it is asked for with each paint."""
        now = self._now()
        worded = (group, (now - group.at) // _MINUTE)
        if self._worded != worded:
            self._worded, self._words = worded, line(group, now)
        return self._words

    def _lines(self, width: int) -> list[str]:
        """What is said at this width, none while there is nothing: the second line is cut where even two don't do, never the time."""
        if self._group is None:
            return []
        said = self._line(self._group)
        if self._laid != (said, width, self._theme.now):
            self._laid = (said, width, self._theme.now)
            self._said = self._lay(*said, width)
        return self._said

    def _lay(self, done: str, when: str, width: int) -> list[str]:
        metrics = self._theme.now.metrics(TextRole.small)
        layout = QTextLayout(f"{done} · {when}", self._theme.now.font(TextRole.small))
        layout.setTextOption(_ANYWHERE)
        layout.beginLayout()
        first = layout.createLine()
        first.setLineWidth(max(1.0, width - _ASIDE))
        end = first.textLength()
        layout.endLayout()
        if end >= len(layout.text()):
            return [layout.text()]
        if end >= len(done):
            return [done, when]
        room = width - _ASIDE - metrics.horizontalAdvance(f" · {when}")
        rest = metrics.elidedText(done[end:].strip(), Qt.TextElideMode.ElideRight, room)
        return [done[:end].strip(), f"{rest} · {when}"]

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip and self._group is not None:
            lines = [line(EventGroup((step,)), self._now())[0] for step in self._group.events]
            QToolTip.showText(event.globalPos(), plain_tooltip("\n".join([*lines, exact(self._group.at)])), self)
            return True
        return super().event(event)
