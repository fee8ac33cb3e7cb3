"""The articles that may answer the open ticket, in the panel beside it: each with the words that told so."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from deskbell.model.answering import Suggestion
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import CORNER_CONTROL
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.buttons import PaintedButton
from deskbell.ui.widgets.label import SectionHead, plain_tooltip

_HEIGHT: Final = 44
_BLEED: Final = 6
_ICON: Final = 16


class SuggestedBox(QWidget):
    """A heading and some lines; gone while there are none.

    Signals:
        wanted(Suggestion, QWidget): one of them is to be looked at, beside this line.
    """

    wanted = Signal(object, object)

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines: list[SuggestedLine] = []
        head = SectionHead(self.tr("Suggested articles"), self)
        head.setContentsMargins(_BLEED, 0, _BLEED, 4)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 16)
        self._layout.setSpacing(0)
        self._layout.addWidget(head)
        self.hide()

    def show_rows(self, rows: Sequence[Suggestion]) -> None:
        """Show these."""
        while len(self._lines) < len(rows):
            line = SuggestedLine(self._theme, self)
            line.wanted.connect(self.wanted)
            self._layout.addWidget(line)
            self._lines.append(line)
        for number, line in enumerate(self._lines):
            if number < len(rows):
                line.show_row(rows[number])
            line.setVisible(number < len(rows))
        self.setVisible(bool(rows))


class SuggestedLine(PaintedButton):
    """One of them in two lines: its title, and why it is here.

    Signals:
        wanted(Suggestion, QWidget): as of `SuggestedBox`.
    """

    wanted = Signal(object, object)

    def __init__(self, theme: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.row: Suggestion | None = None
        self._why = ""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._open)

    def show_row(self, row: Suggestion) -> None:
        """Show this one."""
        self.row = row
        self._why = self.tr("Asks about %1").replace("%1", ", ".join(row.words))
        if row.uses:
            # What people did tells more than words, and of those there is room for few.
            self._why = self.tr("Used in %n solved tickets like this", "", row.uses)
        self.setAccessibleName(f"{row.title}. {self._why}")
        self.setToolTip(plain_tooltip(f"{row.title}\n{self._why}"))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self._theme.px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, colours, px = self._theme, self._theme.colours, self._theme.px
        if self.row is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.hasFocus():
            painter.setPen(theme.now.ring() if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.hover))
            area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(area, CORNER_CONTROL, CORNER_CONTROL)
        half = self.height() / 2
        theme.icons.paint(painter, Icon.KNOWLEDGE, colours.muted, QRectF(_BLEED, 2, px(_ICON), half), px(_ICON))
        left = _BLEED + px(_ICON) + px(8)
        lines = ((self.row.title, TextRole.body, colours.ink), (self._why, TextRole.small, colours.muted))
        for place, (words, role, ink) in enumerate(lines):
            metrics = theme.now.metrics(role)
            painter.setFont(theme.now.font(role))
            painter.setPen(QColor(ink))
            shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, self.width() - left - _BLEED)
            middle = half * place + (half + metrics.ascent() - metrics.descent()) / 2
            painter.drawText(QPointF(left, round(middle + (2, -2)[place])), shown)

    def _open(self) -> None:
        if self.row is not None:
            self.wanted.emit(self.row, self)
