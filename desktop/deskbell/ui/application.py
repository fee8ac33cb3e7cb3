"""Qt's application."""

import sys

from PySide6.QtWidgets import QApplication

from deskbell import __version__


def make_application() -> QApplication:
    """Qt's application, named, quiet about its own files."""
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Deskbell")
    application.setApplicationDisplayName("Deskbell")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("deskbell")
    return application
