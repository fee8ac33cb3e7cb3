"""The worker beside the window: started with it, started again when it dies, ended with it."""

import logging
from collections.abc import Sequence

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

log = logging.getLogger("deskbell.ui.worker")

FIRST_PAUSE_MS = 1_000
LONGEST_PAUSE_MS = 60_000
# A worker that lived so long had begun well: its next death is a new one.
HEALTHY_MS = 60_000
# What it said last is kept of its standard error: enough for a traceback.
SAID_BYTES = 8_192
# It ends its connections and gives its leases back; then it is ended for it.
PATIENCE_MS = 5_000


class WorkerProcess(QObject):
    """Supervises one worker. The worker's standard input is held open: it ends by itself when this process is gone, even by kill -9.

    Signals:
        died(str): it ended unasked; the text is what it said last. It is started again after a pause, and told of anew when it had lived well.
        started(): it runs.
    """

    died = Signal(str)
    started = Signal()

    def __init__(self, program: str, arguments: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ending = False
        self._told = False
        self._said = b""
        self._pause = FIRST_PAUSE_MS
        self._process = QProcess(self)
        self._process.setProgram(program)
        self._process.setArguments(list(arguments))
        self._process.setStandardOutputFile(QProcess.nullDevice())
        self._process.readyReadStandardError.connect(self._hear)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)
        self._process.started.connect(self._on_started)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self.start)
        self._healthy = QTimer(self)
        self._healthy.setSingleShot(True)
        self._healthy.setInterval(HEALTHY_MS)
        self._healthy.timeout.connect(self._on_healthy)

    @property
    def pid(self) -> int:
        """The process id; 0 while none runs."""
        return self._process.processId()

    def start(self) -> None:
        """Start the worker."""
        self._process.start()

    def stop(self) -> None:
        """Ask the worker to end, wait for it, and end it where it does not."""
        self._ending = True
        self._again.stop()
        self._healthy.stop()
        if self._process.state() is QProcess.ProcessState.NotRunning:
            return
        self._process.closeWriteChannel()
        if not self._process.waitForFinished(PATIENCE_MS):
            log.warning("the worker did not end by itself")
            self._process.kill()
            self._process.waitForFinished(PATIENCE_MS)

    def leave(self) -> None:
        """Ask the worker to end, and do not wait; where it does not, it is ended later. This goes with it."""
        self._ending = True
        self._again.stop()
        self._healthy.stop()
        if self._process.state() is QProcess.ProcessState.NotRunning:
            self.deleteLater()
            return
        self._process.finished.connect(self.deleteLater)
        self._process.closeWriteChannel()
        QTimer.singleShot(PATIENCE_MS, self._process, self._process.kill)

    def _on_started(self) -> None:
        self._healthy.start()
        self.started.emit()

    def _on_healthy(self) -> None:
        self._pause = FIRST_PAUSE_MS
        self._told = False

    def _hear(self) -> None:
        self._said = (self._said + bytes(self._process.readAllStandardError().data()))[-SAID_BYTES:]

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._on_finished()

    def _on_finished(self) -> None:
        self._healthy.stop()
        if self._ending:
            return
        self._hear()
        words, self._said = self._said.decode("utf-8", "replace").strip(), b""
        said = words.splitlines()[-1] if words else self._process.errorString()
        log.error("the worker ended: %s", said)
        if not self._told:
            self._told = True
            self.died.emit(said)
        self._again.start(self._pause)
        self._pause = min(self._pause * 2, LONGEST_PAUSE_MS)
