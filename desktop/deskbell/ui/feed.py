"""How the window knows: a thread waits for change rows, the window hears of them on its own thread."""

import logging
from collections.abc import Callable
from threading import Event, Thread

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from deskbell.model.changes import Change, Changes
from deskbell.model.errors import DeskError
from deskbell.model.kinds import Entity

log = logging.getLogger("deskbell.ui.feed")

_WAIT_SECONDS = 0.5
_AFTER_TROUBLE_SECONDS = 2.0
# What comes within this time is told at once: a first fetch writes hundreds of rows a second, and every telling makes screens read.
_GATHER_MS = 80


class Feed(QObject):
    """Tells what changed in the database, whoever changed it: a colleague, the worker, this window.

    `watch(last_id, seconds)` gives the changes after `last_id`, waiting at most so long for the first; `latest()` is the newest id there is.

    Signals:
        changed(Changes): rows were written. With `lost`, read everything again.
        troubled(Exception): the database cannot be watched; told once, and tried again.
        recovered: it can be watched again.
    """

    changed = Signal(object)
    troubled = Signal(object)
    recovered = Signal()
    _heard = Signal(object)

    def __init__(
        self, watch: Callable[[int, float], Changes], latest: Callable[[], int], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._watch = watch
        self._latest = latest
        self._ending = Event()
        self._thread: Thread | None = None
        self._gathered: dict[tuple[Entity, int], Change] = {}
        self._lost = False
        self._gather = QTimer(self, interval=_GATHER_MS, singleShot=True)
        self._gather.timeout.connect(self._tell)
        self._heard.connect(self._hear, Qt.ConnectionType.QueuedConnection)

    def start(self, after: int) -> None:
        """Watch from the change `after` on: the newest one when the screens began to read."""
        self._thread = Thread(target=self._work, args=(after,), name="feed", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the thread; nothing is told afterwards. Takes as long as one wait, half a second at most."""
        self._ending.set()
        self._gather.stop()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _work(self, last: int) -> None:
        well = True
        while not self._ending.is_set():
            try:
                changes = self._watch(last, _WAIT_SECONDS)
                if changes.lost:
                    last = self._latest()
                elif changes.rows:
                    # PostgreSQL may tell smaller ids late, on their own.
                    last = max(last, *(row.id for row in changes.rows))
            except Exception as error:  # the edge of a thread: told, and tried again
                if well:
                    log.error("The database cannot be watched", exc_info=not isinstance(error, DeskError))
                    well = False
                    self.troubled.emit(error)
                self._ending.wait(_AFTER_TROUBLE_SECONDS)
                continue
            if not well:
                well = True
                self.recovered.emit()
            if (changes.rows or changes.lost) and not self._ending.is_set():
                self._heard.emit(changes)

    @Slot(object)
    def _hear(self, changes: Changes) -> None:
        self._lost = self._lost or changes.lost
        for row in changes.rows:
            self._gathered[row.entity, row.row_id] = row
        if not self._gather.isActive() and not self._ending.is_set():
            self._gather.start()

    @Slot()
    def _tell(self) -> None:
        changes = Changes(tuple(sorted(self._gathered.values(), key=lambda row: row.id)), self._lost)
        self._gathered.clear()
        self._lost = False
        self.changed.emit(changes)
