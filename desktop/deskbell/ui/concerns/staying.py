"""The program goes on beside the clock when its window is closed, where the person wants it so."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from deskbell.ui.settings.computer import ComputerSettings

# A property of the window.
_LEAVES: Final = "leaves"


def close_for_good(window: QWidget) -> bool:
    """Close it where the program goes on without it, with another desk; whether that could be."""
    window.setProperty(_LEAVES, True)
    return window.close()


class StaysBesideClock(QObject):
    """A click on the window's cross puts the window away instead, while there is an icon to bring it back with (`has_icon`). Whatever else closes it ends the
    program: the menu of the icon, the end of the session, a signal (`ends`); or leaves this desk (`close_for_good`).
    """

    def __init__(
        self, window: QWidget, computer: ComputerSettings, has_icon: Callable[[], bool], ends: Callable[[], bool]
    ) -> None:
        super().__init__(window)
        self._window = window
        self._computer = computer
        self._has_icon = has_icon
        self._ends = ends
        self._away = False
        window.installEventFilter(self)

    def end(self) -> None:
        """The program is to end: Qt closes the windows that are seen, so a window that was put away is closed here, or shown where it has something to ask."""
        if self._away and not close_for_good(self._window):
            # It goes on: the next click on its cross is one like any other.
            self._window.setProperty(_LEAVES, False)
            self._window.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show:
            self._away = False
            QApplication.setQuitOnLastWindowClosed(True)
        if event.type() is not QEvent.Type.Close:
            return False
        if not self._stays():
            if self._away:
                # The window of another desk takes its place.
                QApplication.setQuitOnLastWindowClosed(True)
            return False
        event.ignore()
        # Else the program would end with the next window of a single ticket that is closed.
        QApplication.setQuitOnLastWindowClosed(False)
        self._away = True
        self._window.hide()
        return True

    def _stays(self) -> bool:
        # Qt tells every closing as if a person had done it, so those that are none say so.
        ends = self._ends() or self._window.property(_LEAVES)
        return not ends and self._computer.settings.flag("desktop.stay") and self._has_icon()
