"""One window a desk and person: a second start brings the first window to the front."""

import hashlib
import logging
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal

from deskbell.ui.bring_forward import let_come_forward, token_of_start

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

log = logging.getLogger("deskbell.ui.instance")

# The window is there by then: what it takes to hear of others is loaded after it.
LISTEN_AFTER_MS = 1_000
# Whoever holds the right may be just starting, and hears nothing for a while. Who says nothing for so long is no window.
PATIENCE_SECONDS = 10.0
_PAUSE_SECONDS = 0.1
_ANSWER_MS = 1_000
# Between what was asked for and the right to come forward. In no address.
_MARK = "\x1f"


class SingleInstance(QObject):
    """The right to be the one window of a desk on this computer: a lock on a file, which the system takes from whoever dies.

    Signals:
        asked(str): another start happened and gave way; the text is what it was started with (such as a ticket link), often "".
    """

    asked = Signal(str)

    def __init__(self, desk: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # The person's too: people who share a computer may share a desk, and each has a window.
        whose = f"{Path.home()}\0{desk}"
        self._name = "deskbell-" + hashlib.sha256(whose.encode()).hexdigest()[:24]
        self._lock = QLockFile(str(Path(tempfile.gettempdir(), f"{self._name}.lock")))
        # However old: a window stays open for weeks.
        self._lock.setStaleLockTime(0)
        self._server: QLocalServer | None = None
        self._soon = QTimer(self, singleShot=True, interval=LISTEN_AFTER_MS)
        self._soon.timeout.connect(self._listen)

    def claim(self, words: str = "") -> bool:
        """Become the one; or, where a window runs already, hand it `words` and give False."""
        if not self._lock.tryLock(0):
            if self._lock.error() is not QLockFile.LockError.LockFailedError:
                log.warning("cannot lock %s: %s", self._lock.fileName(), self._lock.error())
            elif self._hand_over(words):
                return False
            else:
                log.warning("whoever holds %s does not answer", self._lock.fileName())
        self._soon.start()
        return True

    def close(self) -> None:
        """Give the right back."""
        self._soon.stop()
        if self._server is not None:
            self._server.close()
        self._lock.unlock()

    def _hand_over(self, words: str) -> bool:
        """Whether the other window took them."""
        from PySide6.QtNetwork import QLocalSocket

        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            socket = QLocalSocket()
            socket.connectToServer(self._name)
            if socket.waitForConnected(_ANSWER_MS):
                _let_other_come_forward()
                token = token_of_start()
                line = words.replace(_MARK, "") + (f"{_MARK}{token}" if token else "")
                socket.write(f"{line}\n".encode("utf-8", "replace"))
                while socket.bytesToWrite() and socket.waitForBytesWritten(_ANSWER_MS):
                    pass
                socket.disconnectFromServer()
                return True
            if time.monotonic() > deadline:
                return False
            time.sleep(_PAUSE_SECONDS)

    def _listen(self) -> None:
        from PySide6.QtNetwork import QLocalServer

        self._server = server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._on_connection)
        if not server.listen(self._name):
            # The lock is ours, so what blocks the name is the leftover of a window that was killed.
            QLocalServer.removeServer(self._name)
            if not server.listen(self._name):
                log.warning("cannot listen for other starts: %s", server.errorString())

    def _on_connection(self) -> None:
        assert self._server is not None
        socket = self._server.nextPendingConnection()
        socket.readyRead.connect(lambda: self._on_words(socket))
        socket.disconnected.connect(socket.deleteLater)

    def _on_words(self, socket: "QLocalSocket") -> None:
        if socket.canReadLine():
            line = bytes(socket.readLine().data()).decode("utf-8", "replace")
            words, _, token = line.partition(_MARK)
            let_come_forward(token.strip())
            self.asked.emit(words.strip())


def _let_other_come_forward() -> None:
    """Windows lets only that program come to the front which a person has just used: this one, which can let the other."""
    if sys.platform == "win32":
        import ctypes

        # ASFW_ANY
        ctypes.windll.user32.AllowSetForegroundWindow(-1)
