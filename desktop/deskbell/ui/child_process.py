"""A command of ours in a process of its own beside the window: started, listened to, cut off. What takes long there holds nothing up here."""

import json
import logging
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QObject, QProcess, Signal

from deskbell.ui.own_program import OwnProgram

log = logging.getLogger("deskbell.ui.child")

# What it said last is kept of its standard error: enough for a traceback.
SAID_BYTES: Final = 8_192
# It ends at the next place where it can; then it is ended for it.
PATIENCE_MS: Final = 10_000


class ChildProcess(QObject):
    """One at a time. The child's standard input is held open: it ends by itself when that is closed, or this process is gone.

    `read` makes a word of a line of its standard output, None of any other line; `last` are the kinds of words that it ends with; `died` makes such a
    word of what it said last, where it ended without one.

    Signals:
        said(object): a word. One of `last` comes at the end, however it went; nothing runs any more then.
    """

    said = Signal(object)

    def __init__(
        self,
        program: OwnProgram,
        read: Callable[[str], object | None],
        last: tuple[type, ...],
        died: Callable[[str], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._program = program
        self._read = read
        self._last = last
        self._died = died
        self._last_words = b""
        self._silent = False
        self._verdict: object | None = None
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._hear)
        self._process.readyReadStandardError.connect(self._keep_last_words)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)

    @property
    def pid(self) -> int:
        """The process id; 0 while none runs."""
        return self._process.processId()

    def start(self, words: Sequence[str], first: object) -> None:
        """Run a command of these words; `first`, as JSON, is the first line that it reads: what does not fit into arguments, or may not be seen there.
        Nothing may run."""
        self._last_words, self._verdict = b"", None
        program, arguments = self._program(words)
        self._process.start(program, arguments)
        self._process.write(json.dumps(first).encode() + b"\n")

    def tell(self, line: str) -> None:
        """Say something more to it, in a line."""
        self._process.write(line.encode() + b"\n")

    def cut_off(self) -> None:
        """Ask it to end at the next place where it can."""
        self._process.closeWriteChannel()

    def stop(self) -> None:
        """End it, and wait for that: nothing is told any more."""
        self._silent = True
        if self._process.state() is QProcess.ProcessState.NotRunning:
            return
        self.cut_off()
        if not self._process.waitForFinished(PATIENCE_MS):
            log.warning("a child did not end by itself")
            self._process.kill()
            self._process.waitForFinished(PATIENCE_MS)

    def kill(self) -> None:
        """End it at once, whatever it does, and wait for that: nothing is told any more."""
        self._silent = True
        self._process.kill()
        self._process.waitForFinished(PATIENCE_MS)

    def _hear(self) -> None:
        while self._process.canReadLine():
            word = self._read(bytes(self._process.readLine().data()).decode("utf-8", "replace"))
            if isinstance(word, self._last):
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
            log.error("a child ended: %s", detail)
            self._verdict = self._died(detail)
        self.said.emit(self._verdict)
