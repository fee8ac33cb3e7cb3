"""One window a desk and person: a second start brings the first window to the front."""

import hashlib
import logging

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

log = logging.getLogger("deskbell.ui.instance")

# A running window answers at once; what is silent for so long is a leftover of one that died.
PATIENCE_MS = 1_000


class SingleInstance(QObject):
    """The right to be the one window of a desk on this computer.

    Signals:
        asked(str): another start happened and gave way; the text is what it was started with (such as a ticket link), often "".
    """

    asked = Signal(str)

    def __init__(self, desk: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = "deskbell-" + hashlib.sha256(desk.encode()).hexdigest()[:24]
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)

    def claim(self, words: str = "") -> bool:
        """Become the one; or, where a window runs already, hand it `words` and give False."""
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
