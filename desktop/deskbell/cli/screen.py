"""Before a window is opened: is there a screen, and can Qt be loaded?"""

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def held_collector() -> Iterator[None]:
    """For the time of a window: Python's cycle collector does not run by itself. The window runs it, on its own thread (`ui.garbage`), and
    what is loaded before that is no garbage, though it would be looked through a hundred times.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.unfreeze()
            gc.enable()
