"""Whether the composer takes up its whole room, or rests as one line because the window is low and nobody is writing."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget


class Resting(QObject):
    """Watches the keyboard over `widget`: it rests while there is little room and the caret is elsewhere.

    Signals:
        changed(bool): it rests now, or has woken.
    """

    changed = Signal(bool)

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._tight = False
        self._rests = False
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_moved)

    def set_tight(self, tight: bool) -> None:
        """Whether there is little room."""
        if tight != self._tight:
            self._tight = tight
            self._decide(QApplication.focusWidget())

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        # Another window or a menu takes the keyboard for a while: nothing moves for that.
        if now is not None and now.window() is self._widget.window():
            self._decide(now)

    def _decide(self, focused: QWidget | None) -> None:
        inside = focused is not None and (focused is self._widget or self._widget.isAncestorOf(focused))
        rests = self._tight and not inside
        if rests != self._rests:
            self._rests = rests
            self.changed.emit(rests)
