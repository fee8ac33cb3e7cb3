""" "From Billing": which mailbox a mail leaves from."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import CORNER_CONTROL
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.buttons import PaintedButton
from deskbell.ui.widgets.choice import Choice
from deskbell.ui.widgets.choice_list import ChoiceList
from deskbell.ui.widgets.label import plain_tooltip

_HEIGHT = 28


class SenderButton(PaintedButton):
    """Pale words with a chevron; a list drops down. Where there is little room it shows its short words, and gives way in the end.

    Signals:
        chosen(object): the value of another choice.
    """

    chosen = Signal(object)

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._choices: Callable[[], Sequence[Choice]] = tuple
        self._whole = self._short = ""
        self._shortened = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("Sender"))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open_list)

    def say(self, words: str, short: str) -> None:
        """Show these words, or the short ones."""
        self._whole, self._short = words, short
        self.setAccessibleName(words)
        self._show_words()

    def shorten(self, short: bool) -> None:
        """Whether the short words are shown."""
        if self._shortened != short:
            self._shortened = short
            self._show_words()

    def saved(self) -> int:
        """By how many pixels the short words are narrower."""
        metrics = self._theme.now.metrics(TextRole.small)
        return int(metrics.horizontalAdvance(self._whole) - metrics.horizontalAdvance(self._short))

    def set_choices(self, choices: Callable[[], Sequence[Choice]]) -> None:
        """What the list offers; asked each time it opens."""
        self._choices = choices

    def open_list(self) -> None:
        """Drop the list down."""
        dropped = ChoiceList(self._theme, self._choices(), parent=self)
        dropped.chosen.connect(self.chosen)
        dropped.open_below(self)

    def _show_words(self) -> None:
        words = self._short if self._shortened else self._whole
        if words == self.text():
            return
        self.setText(words)
        self.setToolTip(plain_tooltip(self._whole) if self._shortened else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self._theme.now.metrics(TextRole.small)
        width = metrics.horizontalAdvance(self.text()) + self._theme.px(12) + 4 + 12
        return QSize(round(width + 0.5), self._theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(48), self._theme.px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, colours = self._theme, self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        near = self.underMouse() or self.hasFocus()
        if near:
            painter.setPen(theme.now.ring() if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.hover))
            area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(area, CORNER_CONTROL, CORNER_CONTROL)
        font = theme.now.font(TextRole.small)
        metrics = QFontMetricsF(font)
        side = theme.px(12)
        right = self.width() - 6 - side
        painter.setFont(font)
        painter.setPen(QColor(colours.ink if near else colours.muted))
        text = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, max(0.0, right - 4 - 6 + 1))
        painter.drawText(QPointF(6, round((self.height() + metrics.ascent() - metrics.descent()) / 2)), text)
        theme.icons.paint(painter, Icon.CHEVRON_DOWN, colours.muted, QRectF(right, 0, side, self.height()), side)
