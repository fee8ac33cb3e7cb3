"""A chip that does something: a tag that is taken off, a key that is changed."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.chip import ChipPainter, ChipText, Tone

_PADDING = 7
_GAP = 4
_CROSS = 11


class ChipButton(QAbstractButton):
    """For the ear it is a button, with what it says as its name.

    Signals:
        clicked: with the mouse or the keyboard, where `clickable`.
        removed: its cross was clicked, or Delete pressed on it, where `removable`.
    """

    removed = Signal()

    def __init__(
        self,
        theme: ThemeSource,
        text: str = "",
        *,
        clickable: bool = False,
        removable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._painter = ChipPainter(theme)
        self._clickable = clickable
        self._removable = removable
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_text(text)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    def set_text(self, text: str, tone: Tone = Tone.PLAIN) -> None:
        """Say something else."""
        self._chip = ChipText(text, tone)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def set_tone(self, tone: Tone) -> None:
        """Say the same in another colour."""
        self._chip = ChipText(self._chip.text, tone)
        self.update()

    def text(self) -> str:
        return self._chip.text

    def sizeHint(self) -> QSize:
        cross = self._theme.px(_CROSS) + _GAP if self._removable else 0
        return QSize(round(self._painter.width(self._chip) + 0.5) + cross, self._painter.height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, ink = self._chip.tone.value
        colours = self._theme.colours
        height = self._painter.height
        if self._removable:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(getattr(colours, ground)))
            painter.drawRoundedRect(QRectF(0, 0, self.width(), height), height / 2, height / 2)
        self._painter.paint(painter, 0, 0, self._chip)
        if self._removable:
            self._theme.icons.paint(painter, Icon.CLOSE, getattr(colours, ink), self._cross(), self._theme.px(_CROSS))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), height / 2, height / 2)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        on_cross = self._removable and event.position().x() >= self._cross().left() - _GAP
        inside = self.rect().contains(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and inside and (on_cross or not self._clickable):
            self.setDown(False)
            if on_cross:
                self.removed.emit()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._removable and event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.removed.emit()
        elif self._clickable and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.click()
        else:
            event.ignore()

    def _cross(self) -> QRectF:
        side = self._theme.px(_CROSS)
        return QRectF(self.width() - side - self._theme.px(_PADDING), 0, side, self._painter.height)
