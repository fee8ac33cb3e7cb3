"""A property of a ticket that is changed in place: its value, a chevron, and a searchable list that drops down."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import CORNER_CONTROL, HEADER_CONTROL
from deskbell.ui.theme.type import TextRole, Weight
from deskbell.ui.widgets.buttons import PaintedButton
from deskbell.ui.widgets.choice import Choice
from deskbell.ui.widgets.choice_list import ChoiceList

_PADDING = 8
_GAP = 6
_CHEVRON = 12
_WIDEST = 180


class PropertyButton(PaintedButton):
    """26 px high, outlined. `what` names the property ("Status"): its tooltip and, with the value, its accessible name.

    Signals:
        chosen(object): another value was picked from the list; the button keeps showing the old one until told.
        picked(object): other values were ticked, in a tuple, where `several` can be.
    """

    chosen = Signal(object)
    picked = Signal(object)

    def __init__(
        self,
        theme: ThemeSource,
        what: str,
        *,
        several: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._what = what
        self._several = several
        self._choices: Callable[[], Sequence[Choice]] = tuple
        self._ink = "ink"
        self._dot = ""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setToolTip(what)
        self.clicked.connect(self.open_list)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    def set_value(self, text: str, *, ink: str = "ink", dot: str = "") -> None:
        """Show a value; `ink` and `dot` are names of colours, `dot` "" for none."""
        if (text, ink, dot) == (self.text(), self._ink, self._dot):
            return
        self.setText(text)
        self._ink, self._dot = ink, dot
        self.setAccessibleName(f"{self._what}: {text}")
        self.updateGeometry()
        self.update()

    def set_choices(self, choices: Callable[[], Sequence[Choice]]) -> None:
        """What the list offers; asked each time it opens."""
        self._choices = choices

    def open_list(self) -> None:
        """Drop the list down, as a click does."""
        dropped = ChoiceList(self._theme, self._choices(), several=self._several, parent=self)
        dropped.chosen.connect(self.chosen)
        dropped.picked.connect(self.picked)
        dropped.open_below(self)

    def sizeHint(self) -> QSize:
        theme = self._theme
        dot = theme.px(8) + _GAP if self._dot else 0
        text = min(self._metrics().horizontalAdvance(self.text()), theme.px(_WIDEST))
        width = 2 * theme.px(_PADDING) + dot + text + _GAP + theme.px(_CHEVRON)
        return QSize(round(width + 0.5), theme.px(HEADER_CONTROL))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), self._theme.px(56)), self._theme.px(HEADER_CONTROL))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, colours = self._theme, self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(theme.now.ring() if self.hasFocus() else QPen(QColor(colours.line), 1))
        painter.setBrush(QColor(colours.hover if self.underMouse() and self.isEnabled() else colours.panel))
        painter.drawRoundedRect(frame, CORNER_CONTROL, CORNER_CONTROL)
        left = float(theme.px(_PADDING))
        if self._dot:
            side = theme.px(8)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(getattr(colours, self._dot)))
            painter.drawEllipse(QRectF(left, (self.height() - side) / 2, side, side))
            left += side + _GAP
        chevron = theme.px(_CHEVRON)
        right = self.width() - theme.px(_PADDING) - chevron
        metrics = self._metrics()
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, max(0.0, right - _GAP + 1 - left))
        painter.setFont(theme.now.font(TextRole.small, Weight.medium))
        painter.setPen(QColor(getattr(colours, self._ink if self.isEnabled() else "faint")))
        painter.drawText(QPointF(left, (self.height() + metrics.ascent() - metrics.descent()) / 2), shown)
        theme.icons.paint(
            painter, Icon.CHEVRON_DOWN, colours.muted, QRectF(right + 1, 0, chevron, self.height()), chevron
        )

    def _metrics(self) -> QFontMetricsF:
        return self._theme.now.metrics(TextRole.small, Weight.medium)
