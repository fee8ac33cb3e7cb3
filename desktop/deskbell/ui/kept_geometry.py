"""Where the main window stood, and how large it was."""

from typing import Final

from PySide6.QtCore import QByteArray, QSettings, QSize, Qt
from PySide6.QtWidgets import QWidget

_KEY: Final = "window/geometry"
_AT_FIRST: Final = QSize(1440, 900)
# Of a screen that it would fill, where it is not to.
_PART: Final = 0.9


def recall_geometry(window: QWidget, kept: QSettings) -> None:
    """Let it stand where it stood last time. The first time it takes the whole screen, where that is a small one, as many a laptop has."""
    there = kept.value(_KEY)
    if isinstance(there, QByteArray) and window.restoreGeometry(there):
        return
    size, whole = at_first(window.screen().availableSize(), window.minimumSize())
    window.resize(size)
    if whole:
        window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)


def at_first(room: QSize, least: QSize) -> tuple[QSize, bool]:
    """How large a window is at first that is never smaller than `least`, and whether it fills the screen, which has so much room."""
    if room.expandedTo(_AT_FIRST) == room or room.expandedTo(least) != room:
        return _AT_FIRST, False
    return _AT_FIRST.boundedTo(room * _PART).expandedTo(least), True


def keep_geometry(window: QWidget, kept: QSettings) -> None:
    """Remember where it stands."""
    kept.setValue(_KEY, window.saveGeometry())
