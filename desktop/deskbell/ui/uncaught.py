"""What nobody caught: logged, and told in the window, which goes on."""

import logging
import sys
import threading
from types import TracebackType

from PySide6.QtCore import QObject, Signal

log = logging.getLogger("deskbell.ui")


class Uncaught(QObject):
    """While it is open it hears of every exception that reached the top of a slot or a thread.

    Signals:
        told(Exception): one did.
    """

    told = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.excepthook = self._hear
        threading.excepthook = self._hear_in_thread

    def close(self) -> None:
        """Give the hooks back to Python."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def _hear(self, kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
        log.critical("uncaught", exc_info=(kind, error, traceback))
        if isinstance(error, Exception):
            self.told.emit(error)

    def _hear_in_thread(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self._hear(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)
