"""One piece of work off the window's thread that is neither a query nor a command: a login on trial, a word with the keyring."""

import logging
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from deskbell.model.errors import DeskError

log = logging.getLogger("deskbell.ui.errand")

Tell = Callable[[object], None]

_LOOK_MS = 25


class Errand(QObject):
    """Runs `work(tell)` on a thread of its own, once. What it tells, and its answer or error, come on the window's thread.

    The thread knows nothing of Qt: it puts into a queue that is looked at here. So it may outlive this object, which a server that does not answer
    makes likely, and nothing is delivered to somebody who is gone. For the same reason `work` holds no widget: it would be destroyed on that thread.
    With `may_be_cut` the program does not wait for it when it ends.

    Signals:
        told(object): word from the work under way.
        done(object): what it gave back.
        failed(Exception): what it raised.
    """

    told = Signal(object)
    done = Signal(object)
    failed = Signal(object)

    def __init__(self, work: Callable[[Tell], object], *, may_be_cut: bool, parent: QObject) -> None:
        super().__init__(parent)
        queue: SimpleQueue[tuple[str, object]] = SimpleQueue()
        self._queue = queue
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._deliver)
        self._thread = Thread(target=_run, args=(work, queue), name="errand", daemon=may_be_cut)

    def start(self) -> None:
        """Begin."""
        self._thread.start()
        self._look.start()

    def cancel(self) -> None:
        """Hear no more of it, and go away."""
        self._look.stop()
        self.deleteLater()

    @Slot()
    def _deliver(self) -> None:
        while self._look.isActive():
            try:
                kind, word = self._queue.get_nowait()
            except Empty:
                return
            if kind == "told":
                self.told.emit(word)
                continue
            self.cancel()
            (self.done if kind == "done" else self.failed).emit(word)


def _run(work: Callable[[Tell], object], queue: SimpleQueue[tuple[str, object]]) -> None:
    try:
        queue.put(("done", work(lambda word: queue.put(("told", word)))))
    except Exception as error:  # the edge of a thread: reported where it began
        if not isinstance(error, DeskError):
            log.error("An errand failed", exc_info=error)
        queue.put(("failed", error))
