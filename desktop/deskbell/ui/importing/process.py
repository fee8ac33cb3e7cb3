"""`deskbell import` beside the window: started, listened to, cut off."""

import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QProcess, Signal

from deskbell.model.importing import ImportEnd, ImportFailed, from_line
from deskbell.model.kinds import Status
from deskbell.ui.own_program import OwnProgram

log = logging.getLogger("deskbell.ui.importing")

# What it said last is kept of its standard error: enough for a traceback.
SAID_BYTES: Final = 8_192
# It ends after the mails in hand; then it is ended for it.
PATIENCE_MS: Final = 10_000


class ImportProcess(QObject):
    """One import at a time. The child's standard input is held open: it ends by itself when that is closed, or this process is gone.

    Signals:
        said(ImportWord): what it told. The last is an `ImportEnd` or an `ImportFailed`, however it went; nothing runs any more then.
    """

    said = Signal(object)

    def __init__(self, program: OwnProgram, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._program = program
        self._last_words = b""
        self._silent = False
        self._verdict: ImportEnd | ImportFailed | None = None
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._hear)
        self._process.readyReadStandardError.connect(self._keep_last_words)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)

    @property
    def pid(self) -> int:
        """The process id; 0 while none runs."""
        return self._process.processId()

    def start(self, paths: Sequence[Path], address: str, status: Status) -> None:
        """Take in what lies at these paths for the mailbox with this address. Nothing may run."""
        self._last_words, self._verdict = b"", None
        words = ["import", "auto", "-", "--mailbox", address, "--status", status.name.lower(), "--supervised"]
        program, arguments = self._program(words)
        self._process.start(program, arguments)
        # Not as arguments: a few hundred files are more than Windows takes.
        self._process.write(json.dumps([str(path) for path in paths]).encode() + b"\n")

    def cut_off(self) -> None:
        """Ask it to end after the mails in hand."""
        self._process.closeWriteChannel()

    def stop(self) -> None:
        """End it, and wait for that: nothing is told any more."""
        self._silent = True
        if self._process.state() is QProcess.ProcessState.NotRunning:
            return
        self.cut_off()
        if not self._process.waitForFinished(PATIENCE_MS):
            log.warning("the import did not end by itself")
            self._process.kill()
            self._process.waitForFinished(PATIENCE_MS)

    def _hear(self) -> None:
        while self._process.canReadLine():
            word = from_line(bytes(self._process.readLine().data()).decode("utf-8", "replace"))
            if isinstance(word, ImportEnd | ImportFailed):
                self._verdict = word
            elif word is not None and not self._silent:
                self.said.emit(word)

    def _keep_last_words(self) -> None:
        self._last_words = (self._last_words + bytes(self._process.readAllStandardError().data()))[-SAID_BYTES:]

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._on_finished()

    def _on_finished(self) -> None:
        self._hear()
        if self._silent:
            return
        if self._verdict is None:
            self._keep_last_words()
            detail = self._last_words.decode("utf-8", "replace").strip() or self._process.errorString()
            log.error("the import ended: %s", detail)
            self._verdict = ImportFailed("import.died", {}, detail)
        self.said.emit(self._verdict)
