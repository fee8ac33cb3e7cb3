"""An area that shows something larger or smaller, fits it into itself, and moves it under the mouse."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from deskbell.ui.theme.source import ThemeSource

_STEPS: Final = (0.05, 0.1, 0.15, 0.25, 0.33, 0.5, 0.67, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0)
_SCROLLED: Final = 48


class ZoomArea(QAbstractScrollArea):
    """+ and - zoom, 0 fits, 1 shows it as large as it is; Ctrl and the wheel zoom where the mouse is. `extent` says how large it is at 100 %.

    Signals:
        zoomed(float): how large it is shown, 1.0 at 100 %.
    """

    zoomed = Signal(float)

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chosen: float | None = None
        self._scale = 1.0
        self._held: QPoint | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAutoFillBackground(False)
        self.horizontalScrollBar().setSingleStep(_SCROLLED)
        self.verticalScrollBar().setSingleStep(_SCROLLED)
        theme.changed.connect(self.viewport().update)

    @property
    def scale(self) -> float:
        """How large it is shown, 1.0 at 100 %."""
        return self._scale

    @property
    def fits(self) -> bool:
        """Whether it is fitted in, whatever the window's size."""
        return self._chosen is None

    def extent(self) -> QSizeF:
        """How large it is at 100 %, in logical pixels; nothing by itself."""
        return QSizeF(1, 1)

    def fitting(self) -> float:
        """The scale that fits it in."""
        return 1.0

    def paint(self, painter: QPainter, area: QRectF, seen: QRectF) -> None:
        """Paint it into `area`, of which `seen` has to be painted."""

    def fit(self) -> None:
        """Fit it in from now on."""
        self._chosen = None
        self._lay()

    def show_scale(self, scale: float, at: QPointF | None = None) -> None:
        """Show it this large; what is `at` this place of the view, by itself its middle, stays there."""
        at = at or QRectF(self.viewport().rect()).center()
        before, area = self._scale, self.area()
        held = (at - area.topLeft()) / before
        self._chosen = max(_STEPS[0], min(scale, _STEPS[-1]))
        self._lay()
        now = self.area().topLeft() + held * self._scale
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + round(now.x() - at.x()))
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + round(now.y() - at.y()))

    def as_it_is(self) -> None:
        """At 100 %."""
        self.show_scale(1.0)

    def larger(self) -> None:
        """The next step up."""
        self.show_scale(next((step for step in _STEPS if step > self._scale * 1.01), _STEPS[-1]))

    def smaller(self) -> None:
        """The next step down."""
        self.show_scale(next((step for step in reversed(_STEPS) if step < self._scale * 0.99), _STEPS[0]))

    def area(self) -> QRectF:
        """Where it lies in the view, as it is scrolled: in the middle where it is smaller."""
        size = self.extent() * self._scale
        view = self.viewport().size()
        left = (
            (view.width() - size.width()) / 2 if size.width() <= view.width() else -self.horizontalScrollBar().value()
        )
        top = (
            (view.height() - size.height()) / 2 if size.height() <= view.height() else -self.verticalScrollBar().value()
        )
        return QRectF(QPointF(left, top), size)

    def renew(self) -> None:
        """It is another one: fit it in."""
        self._chosen = None
        self._lay()
        self.horizontalScrollBar().setValue(0)
        self.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.viewport().rect(), QColor(self._theme.colours.background))
        self.paint(painter, self.area(), QRectF(event.rect()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turned = event.angleDelta().y()
            if turned:
                self.show_scale(self._scale * 1.0015**turned, event.position())
            event.accept()
        else:
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._held = event.position().toPoint()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            way = event.position().toPoint() - self._held
            self._held = event.position().toPoint()
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - way.x())
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() - way.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = None
        self.viewport().unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.fits:
            self.show_scale(1.0, event.position())
        else:
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        do_it: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Plus: self.larger,
            Qt.Key.Key_Equal: self.larger,
            Qt.Key.Key_Minus: self.smaller,
            Qt.Key.Key_0: self.fit,
            Qt.Key.Key_1: self.as_it_is,
        }
        do = do_it.get(event.key())
        across = event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right}
        if do is not None:
            do()
        elif across and not self.horizontalScrollBar().maximum():
            # Nothing to move: the arrow goes to the next file.
            event.ignore()
        elif event.key() in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            bar = self.verticalScrollBar()
            bar.setValue(0 if event.key() == Qt.Key.Key_Home else bar.maximum())
        else:
            super().keyPressEvent(event)

    def _lay(self) -> None:
        before = self._scale
        self._scale = self.fitting() if self._chosen is None else self._chosen
        size = self.extent() * self._scale
        view = self.viewport().size()
        for bar, whole, seen in (
            (self.horizontalScrollBar(), size.width(), view.width()),
            (self.verticalScrollBar(), size.height(), view.height()),
        ):
            bar.setPageStep(seen)
            bar.setRange(0, max(0, round(whole) - seen))
        if before != self._scale:
            self.zoomed.emit(self._scale)
        self.viewport().update()
