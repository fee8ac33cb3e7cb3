"""How much room the screen has for a window."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

# What the system's frame and title take, and a little of what lies behind.
_AROUND = QSize(32, 64)


def within_screen(window: QWidget, wanted: QSize) -> QSize:
    """`wanted`, or as much of it as the screen of `window` has: a large text size must not push buttons off the screen."""
    return wanted.boundedTo(window.screen().availableSize() - _AROUND)
