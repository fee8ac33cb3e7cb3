"""What drops down from a widget and is gone by a click beside it or Escape: where it stands, and that all of it is on the screen."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QWidget

from deskbell.ui.widgets.pane import Pane

_GAP = 4


class Floating(QFrame):
    """A frame of a window's own. It deletes itself when it closes; the keyboard begins at its focus proxy."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("floating")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._stands_above = False

    def open_below(self, anchor: QWidget) -> None:
        """Show it under `anchor`, or over it where there is no room below."""
        self.fit(anchor)
        place = _place_of(anchor)
        self._stand(self._left(place), place.bottom() + 1 + _GAP, above=place.top() - _GAP, host=anchor)

    def open_above(self, anchor: QWidget) -> None:
        """Show it over `anchor`."""
        self.fit(anchor)
        place = _place_of(anchor)
        self._stands_above = True
        self._stand(self._left(place), place.top() - _GAP - self.height(), host=anchor)

    def open_at(self, at: QPoint, host: QWidget) -> None:
        """Show it with its corner at a point of the screen that `host` is on, over the point where there is no room below."""
        self.fit(None)
        self._stand(at.x(), at.y(), above=at.y() - _GAP, host=host)

    def fit(self, anchor: QWidget | None) -> None:
        """Be as large as what it holds. `anchor` is what it will stand at, None for a point."""
        self.adjustSize()

    def refit(self) -> None:
        """Be as large as what it holds by now, at the place where it stands."""
        bottom = self.geometry().bottom()
        if (layout := self.layout()) is not None:
            # Else it holds the height of before.
            layout.activate()
        self.resize(self.sizeHint())
        if self._stands_above:
            self.move(self.x(), bottom + 1 - self.height())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # With a proxy of the window's own Tab would go back to that rather than on to what stands behind it.
        first = self.focusProxy() or self
        self.setFocusProxy(None)  # type: ignore[arg-type]  # the stubs know no way to take it off
        first.setFocus()

    def _left(self, place: QRect) -> int:
        """Where its left edge stands at an anchor that takes this place of the screen."""
        return place.left()

    def _stand(self, x: int, y: int, *, host: QWidget, above: int | None = None) -> None:
        room = host.screen().availableGeometry()
        if above is not None and y + self.height() > room.bottom():
            y = above - self.height()
            self._stands_above = True
        x = max(room.left(), min(x, room.right() - self.width()))
        self.move(x, max(room.top(), min(y, room.bottom() - self.height())))
        self.show()


def _place_of(anchor: QWidget) -> QRect:
    place = QRect(anchor.mapToGlobal(QPoint(0, 0)), anchor.size())
    return place.adjusted(anchor.inset, 0, 0, 0) if isinstance(anchor, Pane) else place
