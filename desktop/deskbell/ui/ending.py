"""Ctrl+C in the terminal, SIGTERM and a closed terminal end the window as closing it does: what was typed is kept, nothing is left behind."""

import signal
import socket
from types import FrameType

from PySide6.QtCore import QCoreApplication, QObject, QSocketNotifier, QTimer

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
_READ_BYTES = 64


class EndsOnSignals(QObject):
    """While it is open, a signal that asks for an end quits the application; a second one ends the process at once.

    Python hears a signal only when it runs, and while nothing happens Qt sleeps: so the signal writes into a socket that Qt watches.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ours, theirs = socket.socketpair()
        self._theirs = theirs
        self._ours.setblocking(False)
        theirs.setblocking(False)
        self._notifier = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._drain)
        self._before_fd = signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)
        wanted = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
        self._before = {
            number: signal.getsignal(number) for number in wanted if signal.getsignal(number) is not signal.SIG_IGN
        }
        for number in self._before:
            signal.signal(number, self._end)

    def close(self) -> None:
        """Signals do what they did before."""
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._before_fd)
        self._notifier.setEnabled(False)
        self._ours.close()
        self._theirs.close()

    def _end(self, number: int, frame: FrameType | None) -> None:
        del frame
        signal.signal(number, signal.SIG_DFL)
        # Not at once: before the event loop runs there is nothing to quit, and a signal may come in the midst of anything.
        QTimer.singleShot(0, QCoreApplication.quit)

    def _drain(self) -> None:
        """That this runs is the point: the handler has run before it."""
        try:
            self._ours.recv(_READ_BYTES)
        except BlockingIOError:
            return
