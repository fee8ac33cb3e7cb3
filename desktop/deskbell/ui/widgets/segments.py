"""A choice among a few: all of them in sight, side by side, one of them taken."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import BUTTON, CORNER_CONTROL
from deskbell.ui.theme.type import TextRole, Weight
from deskbell.ui.widgets.buttons import PaintedButton

_PADDING = 14
_NARROWEST = 48


class Segment(PaintedButton):
    """One of them; `Picks` are made of such too."""

    of_many = False
    """Whether others beside it may be taken, too: it is in colour then, for where all are taken none would stand out."""

    def __init__(self, theme: ThemeSource, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._ring = False
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        metrics = self._theme.now.metrics(TextRole.body, Weight.medium)
        text = metrics.horizontalAdvance(self.text())
        return QSize(round(text + 0.5) + 2 * self._theme.px(_PADDING), self._theme.px(BUTTON) - 6)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(_NARROWEST), self.sizeHint().height())

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Focus rings are for the keyboard: a click must not leave one behind.
        self._ring = event.reason() is not Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.setToolTip(self.text() if self.width() < self.sizeHint().width() else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, colours = self._theme, self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        ring = self.hasFocus() and self._ring
        if self.isChecked():
            painter.setPen(theme.now.ring() if ring else QPen(QColor(colours.line), 1))
            painter.setBrush(QColor(colours.accent_ground if self.of_many else colours.panel))
            painter.drawRoundedRect(area, CORNER_CONTROL - 1, CORNER_CONTROL - 1)
        elif ring:
            painter.setPen(theme.now.ring())
            painter.drawRoundedRect(area, CORNER_CONTROL - 1, CORNER_CONTROL - 1)
        lively = self.isEnabled() and (self.isChecked() or self.underMouse())
        taken = colours.accent if self.of_many and self.isChecked() else colours.ink
        painter.setPen(QColor(taken if lively else colours.muted if self.isEnabled() else colours.faint))
        painter.setFont(theme.now.font(TextRole.body, Weight.medium if self.isChecked() else Weight.regular))
        shown = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, int(area.width()) - 4)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, shown)


class Segments(QWidget):
    """One of a few values; the arrow keys go from one to the next.

    Signals:
        chosen(object): a person took another value.
    """

    chosen = Signal(object)

    def __init__(
        self, theme: ThemeSource, choices: Sequence[tuple[object, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._values = [value for value, _ in choices]
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(3, 3, 3, 3)
        layout.setSpacing(2)
        for number, (_, text) in enumerate(choices):
            segment = Segment(theme, text, self)
            self._group.addButton(segment, number)
            layout.addWidget(segment)
        # Not `idToggled`, which also comes when a value is set from outside. The arrow keys click.
        self._group.idClicked.connect(self._tell)
        self._told: object = None
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def value(self) -> object:
        """The value that is taken; None before any is."""
        number = self._group.checkedId()
        return self._values[number] if number >= 0 else None

    def set_value(self, value: object) -> None:
        """Take a value without telling."""
        self._told = value
        self._group.button(self._values.index(value)).setChecked(True)
        self._aim()

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Not a focus proxy: Tab would come by the proxy and by the segment itself.
        segment = self._group.checkedButton()
        if segment is not None:
            segment.setFocus(event.reason())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.colours.chip))
        painter.drawRoundedRect(QRectF(self.rect()), CORNER_CONTROL + 2, CORNER_CONTROL + 2)

    def _tell(self, number: int) -> None:
        value = self._values[number]
        if value != self._told:
            self._told = value
            self._aim()
            self.chosen.emit(value)

    def _aim(self) -> None:
        """Tab comes by the one that is taken, the arrow keys by all."""
        for segment in self._group.buttons():
            taken = segment.isChecked()
            segment.setFocusPolicy(Qt.FocusPolicy.StrongFocus if taken else Qt.FocusPolicy.ClickFocus)
