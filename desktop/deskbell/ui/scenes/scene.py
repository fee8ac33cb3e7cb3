"""A scene as a value."""

from collections.abc import Callable

from msgspec import Struct
from PySide6.QtWidgets import QWidget

from deskbell.ui.scenes.stage import Stage


class Scene(Struct, frozen=True):
    """A picture: what to build, and what to do to it once it stands there, step by step (each waits for the one before)."""

    name: str
    size: tuple[int, int]
    make: Callable[[Stage], QWidget]
    steps: tuple[Callable[[QWidget], None], ...] = ()
    text_size: int = 100
