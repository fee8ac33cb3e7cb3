"""Before a window is opened: is there a screen, and can Qt be loaded?"""

import os
import sys
from typing import Final

from deskbell.model.errors import Trouble

# Without any of these Qt ends the whole program.
_SCREENS: Final = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def require_screen() -> None:
    """Raise `Trouble` window.no_screen or window.libraries where no window can be opened."""
    if sys.platform == "linux" and not any(os.environ.get(name) for name in _SCREENS):
        raise Trouble("window.no_screen")
    try:
        import deskbell.app  # noqa: F401
    except ImportError as error:
        raise Trouble("window.libraries", detail=str(error)) from error
