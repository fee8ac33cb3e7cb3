"""One entry of a list in the settings: a mailbox, an agent or a team, to be opened."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.spacing import CORNER_BOX
from deskbell.ui.theme.type import TextRole, Weight
from deskbell.ui.widgets.avatar import avatar_pixmap
from deskbell.ui.widgets.buttons import PaintedButton
from deskbell.ui.widgets.label import plain_tooltip

_HIGH = 60
_PICTURE = 34
_ICON = 18
_PADDING = 16
_GAP = 12


class Entry(PaintedButton):
    """A picture, an icon or a dot, a name, what stands beside it, a line below, and a chevron. Enter opens it like a click.

    `dot` is a colour's name for a state, whose words are in `line`; without one there is the picture of a person or a team.
    """

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._beside = ""
        self._line = ""
        self._dot = ""
        self._ink = "muted"
        self._email = ""
        self._icon: Icon | None = None
        self._quiet = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_state(self, name: str, beside: str, line: str, *, dot: str, ink: str = "muted") -> None:
        """A thing with a state: `line` says it in words, in the colour `ink`."""
        self._email, self._dot, self._ink, self._quiet = "", dot, ink, False
        self._show(name, beside, line)

    def show_person(self, name: str, email: str, line: str, *, beside: str = "", quiet: bool = False) -> None:
        """A person, or a team (`email` ""); `quiet` for one who has left."""
        self._email, self._dot, self._ink, self._quiet = email, "", "muted", quiet
        self._show(name, beside, line)

    def show_thing(self, name: str, beside: str, line: str, icon: Icon) -> None:
        """A thing of a kind that has an icon."""
        self._email, self._dot, self._ink, self._quiet, self._icon = "", "", "muted", False, icon
        self._show(name, beside, line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._show_tooltip()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(280), self._theme.px(_HIGH))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, colours = self._theme, self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.hover))
            painter.drawRoundedRect(area, CORNER_BOX, CORNER_BOX)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), CORNER_BOX, CORNER_BOX)
        left = self._paint_mark(painter)
        chevron = theme.px(16)
        right = self.width() - _PADDING - chevron
        theme.icons.paint(painter, Icon.CHEVRON_RIGHT, colours.faint, QRectF(right, 0, chevron, self.height()), chevron)
        room = QRectF(left, 0, right - _GAP - left, self.height())
        self._paint_words(painter, room)

    def _paint_mark(self, painter: QPainter) -> float:
        theme = self._theme
        if self._dot:
            side = theme.px(9)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(getattr(theme.colours, self._dot)))
            painter.drawEllipse(QRectF(_PADDING, self.height() / 2 - theme.px(10) - side / 2, side, side))
            return _PADDING + side + 10
        if self._icon is not None:
            side = theme.px(_ICON)
            theme.icons.paint(painter, self._icon, theme.colours.muted, QRectF(_PADDING, 0, side, self.height()), side)
            return _PADDING + side + _GAP
        side = theme.px(_PICTURE)
        picture = avatar_pixmap(theme.now, self.text(), self._email, side, self.devicePixelRatioF())
        painter.setOpacity(0.5 if self._quiet else 1)
        painter.drawPixmap(_PADDING, (self.height() - side) // 2, picture)
        painter.setOpacity(1)
        return _PADDING + side + _GAP

    def _paint_words(self, painter: QPainter, room: QRectF) -> None:
        theme, colours = self._theme, self._theme.colours
        strong, small = theme.now.font(TextRole.body, Weight.medium), theme.now.font(TextRole.small)
        middle = room.height() / 2
        half = theme.px(20)
        upper = QRectF(room.left(), middle - half, room.width(), half)
        lower = QRectF(room.left(), middle, room.width(), half)
        ink = colours.muted if self._quiet else colours.ink
        used = _say(painter, strong, ink, upper, self.text())
        if self._beside:
            rest = upper.adjusted(used + 8, 0, 0, 0)
            _say(painter, small, colours.muted, rest, self._beside)
        _say(painter, small, getattr(colours, self._ink), lower, self._line)

    def _show(self, name: str, beside: str, line: str) -> None:
        self.setText(name)
        self._beside, self._line = beside, line
        self.setAccessibleName(", ".join(word for word in (name, beside, line) if word))
        self._show_tooltip()
        self.update()

    def _show_tooltip(self) -> None:
        """The whole line, where there was no room for it."""
        mark = self._theme.px(_PICTURE) + 2 * _PADDING + 2 * _GAP
        room = self.width() - mark - self._theme.px(16)
        wide = self._theme.now.metrics(TextRole.small).horizontalAdvance(self._line)
        self.setToolTip(plain_tooltip(self._line) if wide > room else "")


def _say(painter: QPainter, font: QFont, ink: str, room: QRectF, text: str) -> float:
    """One line, cut with an ellipsis; its width."""
    metrics = QFontMetricsF(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, room.width()))
    painter.setFont(font)
    painter.setPen(QColor(ink))
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
    return metrics.horizontalAdvance(shown)
