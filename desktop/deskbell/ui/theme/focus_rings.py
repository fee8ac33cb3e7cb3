"""Shows in lists and in what is scrolled that the keyboard is there: those look else as they do without it."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QApplication, QPlainTextEdit, QTextEdit, QWidget
from shiboken6 import isValid

from deskbell.ui.theme.spacing import CORNER_CONTROL

if TYPE_CHECKING:
    from deskbell.ui.theme.source import ThemeSource

_BROAD: Final = 2
_FOLLOWED: Final = frozenset({QEvent.Type.Resize, QEvent.Type.LayoutRequest, QEvent.Type.Show})


class FocusRings(QObject):
    """Puts a ring around the current row of the list that has the keyboard, or around the whole of it where it has no such row, as around what only scrolls.
    It is for those who use the keyboard: a click takes it away, the next key brings it.
    """

    def __init__(self, theme: "ThemeSource", application: QApplication) -> None:
        super().__init__(theme)
        self._theme = theme
        self._area: QAbstractScrollArea | None = None
        self._ring: FocusRing | None = None
        application.focusChanged.connect(self._move)
        self._move(None, application.focusWidget())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind is QEvent.Type.KeyPress:
            self._come()
        elif kind is QEvent.Type.MouseButtonPress:
            self._end_ring()
        elif kind in _FOLLOWED and self._ring is not None:
            self._ring.place()
        return super().eventFilter(watched, event)

    def _move(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._area is not None and isValid(self._area):
            self._area.removeEventFilter(self)
            self._area.viewport().removeEventFilter(self)
        self._end_ring()
        self._area = None
        # What is written in, or read letter by letter, has a caret, and its frame.
        if isinstance(new, QAbstractScrollArea) and not isinstance(new, QTextEdit | QPlainTextEdit):
            self._area = new
            new.installEventFilter(self)
            new.viewport().installEventFilter(self)
            if _by_keyboard(new):
                self._come()

    def _come(self) -> None:
        if self._ring is None and self._area is not None:
            self._ring = FocusRing(self._theme, self._area)

    def _end_ring(self) -> None:
        ring, self._ring = self._ring, None
        if ring is not None and isValid(ring):
            ring.hide()
            ring.deleteLater()


class FocusRing(QWidget):
    """Over the whole of what it is for, and out of the way of the mouse: so it is painted wherever that is."""

    def __init__(self, theme: "ThemeSource", area: QAbstractScrollArea) -> None:
        super().__init__(area)
        self._theme = theme
        self._area = area
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.changed.connect(self.update)
        if isinstance(area, QAbstractItemView) and (chosen := area.selectionModel()) is not None:
            # The row that was left and the one that is gone to are painted anew by the list, but not what it goes beyond.
            chosen.currentChanged.connect(self.update)
        for bar in (area.verticalScrollBar(), area.horizontalScrollBar()):
            bar.valueChanged.connect(self.update)
        self.place()
        self.show()
        self.raise_()

    def place(self) -> None:
        """Lie over what is seen of the area."""
        self.setGeometry(self._area.viewport().geometry())

    def paintEvent(self, event: QPaintEvent) -> None:
        around = self._around()
        if not around.isValid():
            return
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        self._draw(painter, around, 1.0, colours.accent)
        if colours.high:
            # What is selected is filled with the colour of the ring.
            self._draw(painter, around, _BROAD + 0.5, colours.panel)

    def _around(self) -> QRectF:
        area = self._area
        if isinstance(area, QAbstractItemView):
            row = area.visualRect(area.currentIndex())
            if row.isValid():
                return QRectF(row).intersected(QRectF(self.rect()))
        return QRectF(self.rect())

    def _draw(self, painter: QPainter, around: QRectF, inset: float, colour: str) -> None:
        painter.setPen(QPen(QColor(colour), _BROAD if inset == 1.0 else 1))
        painter.drawRoundedRect(around.adjusted(inset, inset, -inset, -inset), CORNER_CONTROL, CORNER_CONTROL)


def _by_keyboard(area: QWidget) -> bool:
    """Whether the person goes about by key in its window, or in the one that it has opened from."""
    window: QWidget | None = area.window()
    while window is not None:
        if window.testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange):
            return True
        parent = window.parentWidget()
        window = parent.window() if parent is not None else None
    return False
