"""The upper line of a card: who, to whom, when. One painted widget, because a long thread has many."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole, Weight
from deskbell.ui.ticket.moments import moment
from deskbell.ui.widgets.ages import exact
from deskbell.ui.widgets.avatar import avatar_pixmap
from deskbell.ui.widgets.chip import ChipPainter, ChipText
from deskbell.ui.widgets.label import plain_tooltip

_AVATAR: Final = 28
_GAP: Final = 10


class HeadStyle:
    """Fonts, metrics and chips that all heads of a thread share while a theme lasts."""

    def __init__(self, theme: ThemeSource) -> None:
        self.theme = theme
        self.chips = ChipPainter(theme)
        self.strong = QFont()
        self.small = QFont()
        self.strong_metrics = QFontMetricsF(self.strong)
        self.small_metrics = QFontMetricsF(self.small)
        self._take_theme()
        theme.changed.connect(self._take_theme)

    def _take_theme(self) -> None:
        self.strong = self.theme.now.font(TextRole.body, Weight.strong)
        self.small = self.theme.now.font(TextRole.small)
        self.strong_metrics = QFontMetricsF(self.strong)
        self.small_metrics = QFontMetricsF(self.small)


class MessageHead(QWidget):
    """Author and addressees at the left, marks (auto-reply, bounce) behind them, the time at the right with the exact one as its tooltip."""

    def __init__(self, style: HeadStyle, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style = style
        self._now = now
        self._author = ""
        self._email = self._known_by = ""
        self._about = ""
        self._about_all = ""
        self._marks: tuple[ChipText, ...] = ()
        self._at: datetime | None = None
        self._room = 0
        self._about_area = QRectF()
        self._time_area = QRectF()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_head(
        self,
        author: str,
        email: str,
        about: str,
        about_all: str,
        at: datetime,
        marks: tuple[ChipText, ...] = (),
        own_email: str = "",
    ) -> None:
        """Show these; `about` is "to Billing" or "note", `about_all` all addressees for the tooltip.

        `own_email` is a colleague's own address: they are known by one colour, from whichever mailbox they write.
        """
        self._known_by = own_email or email
        self._author, self._email, self._at, self._marks = author or email, email, at, marks
        self._about, self._about_all = about, about_all
        self.setAccessibleName(", ".join([self._author, about, *(mark.text for mark in marks), exact(at)]))
        self.update()

    def keep_room(self, width: int) -> None:
        """Leave so many pixels free at the right of the addressees, for a button that appears there."""
        self._room = width
        self.update()

    def fit(self, width: int) -> int:
        """Its height, whatever the width."""
        self.resize(width, self.sizeHint().height())
        return self.height()

    def time_left(self) -> int:
        """Where the time begins, in pixels from the left."""
        return round(self.width() - self._style.small_metrics.horizontalAdvance(self._time()))

    def sizeHint(self) -> QSize:
        side = self._style.theme.px(_AVATAR)
        return QSize(side * 8, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        style, theme = self._style, self._style.theme
        painter = QPainter(self)
        side, gap = theme.px(_AVATAR), theme.px(_GAP)
        picture = avatar_pixmap(theme.now, self._author, self._known_by, side, self.devicePixelRatioF())
        painter.drawPixmap(0, 0, picture)
        time = self._time()
        time_width = style.small_metrics.horizontalAdvance(time)
        self._time_area = QRectF(self.width() - time_width, 0, time_width, side)
        painter.setFont(style.small)
        painter.setPen(theme.now.colour("faint"))
        painter.drawText(QPointF(self._time_area.left(), self._baseline(style.small_metrics)), time)
        left = float(side + gap)
        right = self._time_area.left() - gap - self._room
        for mark in reversed(self._marks):
            right -= style.chips.width(mark) + 6
        author = style.strong_metrics.elidedText(self._author, Qt.TextElideMode.ElideRight, max(0.0, right - left))
        painter.setFont(style.strong)
        painter.setPen(theme.now.colour("ink"))
        painter.drawText(QPointF(left, self._baseline(style.strong_metrics)), author)
        left += style.strong_metrics.horizontalAdvance(author) + gap
        about = style.small_metrics.elidedText(self._about, Qt.TextElideMode.ElideRight, max(0.0, right - left))
        # An ellipsis alone says nothing.
        about = about if len(about) > 3 or about == self._about else ""
        painter.setFont(style.small)
        painter.setPen(theme.now.colour("faint"))
        painter.drawText(QPointF(left, self._baseline(style.small_metrics)), about)
        self._about_area = QRectF(side + gap, 0, left + style.small_metrics.horizontalAdvance(about) - side - gap, side)
        left += style.small_metrics.horizontalAdvance(about) + (gap if about else 0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for mark in self._marks:
            left += style.chips.paint(painter, round(left), round((side - style.chips.height) / 2), mark) + 6

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            self._tell(event)
            return True
        return super().event(event)

    def _tell(self, event: QHelpEvent) -> None:
        point = QPointF(event.pos())
        if self._at is not None and self._time_area.contains(point):
            QToolTip.showText(event.globalPos(), exact(self._at), self)
        elif self._about_area.contains(point):
            whole = "\n".join(filter(None, (f"{self._author} <{self._email}>" if self._email else "", self._about_all)))
            QToolTip.showText(event.globalPos(), plain_tooltip(whole), self)
        else:
            QToolTip.hideText()

    def _time(self) -> str:
        return moment(self._at, self._now()) if self._at is not None else ""

    def _baseline(self, metrics: QFontMetricsF) -> float:
        return round((self.height() + metrics.ascent() - metrics.descent()) / 2)
