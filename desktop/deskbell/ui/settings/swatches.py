"""A choice among the colours of tags: all of them in sight, one of them taken."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from deskbell.model.kinds import TagColour
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.buttons import PaintedButton
from deskbell.ui.widgets.chip import TAG_TONES

_SIDE = 30


class _Swatch(PaintedButton):
    def __init__(self, theme: ThemeSource, colour: TagColour, word: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tone = TAG_TONES[colour]
        self.setText(word)
        self.setAccessibleName(word)
        self.setToolTip(word)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        side = self._theme.px(_SIDE)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, now = self._theme, self._theme.now
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.colours.accent), 2))
            painter.drawEllipse(area)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now.colour(self._tone.value[0]))
        painter.drawEllipse(area.adjusted(3, 3, -3, -3))
        side = theme.px(14)
        if self.isChecked():
            theme.icons.paint(painter, Icon.CHECK, getattr(theme.colours, self._tone.ink), QRectF(self.rect()), side)
            return
        dot = QRectF(0, 0, theme.px(9), theme.px(9))
        dot.moveCenter(QRectF(self.rect()).center())
        painter.setBrush(now.colour(self._tone.ink))
        painter.drawEllipse(dot)


class Swatches(QWidget):
    """One of the colours; the arrow keys go from one to the next.

    Signals:
        chosen(TagColour): a person took another colour.
    """

    chosen = Signal(object)

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = {
            TagColour.BLUE: self.tr("Blue"),
            TagColour.GREY: self.tr("Grey"),
            TagColour.GREEN: self.tr("Green"),
            TagColour.TEAL: self.tr("Teal"),
            TagColour.VIOLET: self.tr("Violet"),
            TagColour.PINK: self.tr("Pink"),
            TagColour.RED: self.tr("Red"),
            TagColour.AMBER: self.tr("Amber"),
        }
        self._colours = list(words)
        self._told = TagColour.BLUE
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for number, (colour, word) in enumerate(words.items()):
            swatch = _Swatch(theme, colour, word, self)
            self._group.addButton(swatch, number)
            layout.addWidget(swatch)
        layout.addStretch(1)
        # Not `idToggled`, which also comes when a colour is set from outside. The arrow keys click.
        self._group.idClicked.connect(self._tell)
        self.set_colour(TagColour.BLUE)

    def colour(self) -> TagColour:
        """The colour that is taken."""
        return self._colours[self._group.checkedId()]

    def set_colour(self, colour: TagColour) -> None:
        """Take a colour without telling."""
        self._told = colour
        self._group.button(self._colours.index(colour)).setChecked(True)
        self._aim()

    def _tell(self, number: int) -> None:
        colour = self._colours[number]
        if colour is not self._told:
            self._told = colour
            self._aim()
            self.chosen.emit(colour)

    def _aim(self) -> None:
        """Tab comes by the one that is taken, the arrow keys by all."""
        for swatch in self._group.buttons():
            taken = swatch.isChecked()
            swatch.setFocusPolicy(Qt.FocusPolicy.StrongFocus if taken else Qt.FocusPolicy.ClickFocus)
