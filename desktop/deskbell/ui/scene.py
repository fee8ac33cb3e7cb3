"""A scene as a value."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from deskbell.ui.stage import Stage


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture: what to build, and what to do to it once it stands there, step by step (each waits for the one before)."""

    name: str
    size: tuple[int, int]
    make: Callable[[Stage], QWidget]
    steps: tuple[Callable[[QWidget], None], ...] = ()
    text_size: int = 100
