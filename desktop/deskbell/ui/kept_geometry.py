"""Where the main window stood, and how large it was."""

from typing import Final

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QWidget

_KEY: Final = "window/geometry"
_AT_FIRST: Final = (1440, 900)


def recall_geometry(window: QWidget, kept: QSettings) -> None:
    """Let it stand where it stood last time."""
    there = kept.value(_KEY)
    if not isinstance(there, QByteArray) or not window.restoreGeometry(there):
        window.resize(*_AT_FIRST)


def keep_geometry(window: QWidget, kept: QSettings) -> None:
    """Remember where it stands."""
    kept.setValue(_KEY, window.saveGeometry())
