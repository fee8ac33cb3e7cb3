"""A window that the person shall see now."""

import os
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

# Qt asks for the front with what stands there, and takes it away.
_RIGHT: Final = "XDG_ACTIVATION_TOKEN"


def token_of_start() -> str:
    """With what the desktop lets a window of this start come forward: Wayland's desktops give it to what a person has just clicked, and to nobody else. "" elsewhere."""
    return os.environ.get(_RIGHT, "")


def let_come_forward(token: str) -> None:
    """A person has clicked something that gives this program the right to come forward, once."""
    if token:
        os.environ[_RIGHT] = token


def bring_forward(window: QWidget) -> None:
    """Show it before all others, also where it was made small or lies behind them."""
    state = window.windowState() & ~Qt.WindowState.WindowMinimized
    window.setWindowState(state | Qt.WindowState.WindowActive)
    window.show()
    window.raise_()
    window.activateWindow()
