"""One window a desk and person: a second start brings the first window to the front."""

import hashlib
import logging

from PySide6.QtCore import QDir, QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

log = logging.getLogger("deskbell.ui.instance")

# A running window answers at once; what is silent for so long is a leftover of one that died.
PATIENCE_MS = 1_000
# Of two that start at the same instant one looks first. A claim takes far less than this, unless it was killed at it.
CLAIM_MS = 10_000


class SingleInstance(QObject):
    """The right to be the one window of a desk on this computer.

    Signals:
        asked(str): another start happened and gave way; the text is what it was started with (such as a ticket link), often "".
    """

    asked = Signal(str)

    def __init__(self, desk: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # The person's too: people who share a computer may share a desk, and each has a window.
        whose = f"{QDir.homePath()}\0{desk}"
        self._name = "deskbell-" + hashlib.sha256(whose.encode()).hexdigest()[:24]
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)

    def claim(self, words: str = "") -> bool:
        """Become the one; or, where a window runs already, hand it `words` and give False."""
        # Otherwise both of two would find nobody, and the second would take the name from the first for a leftover.
        lock = QLockFile(QDir.temp().filePath(f"{self._name}.lock"))
        lock.setStaleLockTime(CLAIM_MS)
        if not lock.tryLock(CLAIM_MS + PATIENCE_MS):
            log.warning("cannot lock %s: %s", lock.fileName(), lock.error())
        try:
            return self._claim(words)
        finally:
            lock.unlock()

    def _claim(self, words: str) -> bool:
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if socket.waitForConnected(PATIENCE_MS):
            socket.write(words.encode() + b"\n")
            socket.waitForBytesWritten(PATIENCE_MS)
            socket.disconnectFromServer()
            return False
        if not self._server.listen(self._name):
            # Nobody answered, so what blocks the name is the leftover of a window that was killed.
            QLocalServer.removeServer(self._name)
            if not self._server.listen(self._name):
                log.warning("cannot listen for other starts: %s", self._server.errorString())
        return True

    def close(self) -> None:
        """Give the right back."""
        self._server.close()

    def _on_connection(self) -> None:
        socket = self._server.nextPendingConnection()
        socket.readyRead.connect(lambda: self._on_words(socket))
        socket.disconnected.connect(socket.deleteLater)

    def _on_words(self, socket: QLocalSocket) -> None:
        if socket.canReadLine():
            self.asked.emit(bytes(socket.readLine().data()).decode("utf-8", "replace").strip())
