"""How the window knows: a thread waits for change rows, the window hears of them on its own thread."""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Event, Thread
from typing import Protocol

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal, Slot

from deskbell.model.changes import Change, Changes
from deskbell.model.errors import PASSING, DeskError, Trouble
from deskbell.model.kinds import Entity

log = logging.getLogger("deskbell.ui.feed")

_WAIT_SECONDS = 2.0
_AFTER_TROUBLE_SECONDS = 2.0
# Whoever watches has an answer once in `_WAIT_SECONDS`; when there was none for so long, that is told without waiting for what it is.
_SILENT_SECONDS = 8.0
_LISTEN_MS = 1000
# What was asked before the database came back may take so long to fail.
_STRAGGLING_SECONDS = 20.0
# The first is told without waiting; what comes within this time after a telling is told in one: a first fetch writes hundreds of rows a second, and
# every telling makes screens read.
_APART_MS = 120


class Watch(Protocol):
    """`store.watch.Watcher.next`, or something that stands in for it."""

    def __call__(self, last_id: int, seconds: float, *, company: bool = False) -> Changes: ...


class Feed(QObject):
    """Tells what changed in the database, whoever changed it: a colleague, the worker, this window.

    `watch(last_id, seconds, company=…)` gives the changes after `last_id`, waiting at most so long for the first; `latest()` is the newest id there is.
    `away_since` is when the database answered last, None while it does. `with_company`: somebody wants to hear who is at which ticket.

    Signals:
        changed(Changes): rows were written. With `lost`, read everything again: so it is told after each trouble.
        met(tuple): these (`ViewerRow`) are at a ticket now, this window's own agent among them; told when that changes.
        troubled(Exception): the database cannot be watched, which is tried again; told once for each reason.
        recovered: it can be watched again.
    """

    changed = Signal(object)
    met = Signal(object)
    troubled = Signal(object)
    recovered = Signal()
    _heard = Signal(object)
    _failed = Signal(object, object)
    _mended = Signal()

    def __init__(self, watch: Watch, latest: Callable[[], int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._watch = watch
        self._latest = latest
        self._ending = Event()
        self._thread: Thread | None = None
        self._gathered: dict[tuple[Entity, int], Change] = {}
        self._lost = False
        self.with_company = False
        self.away_since: datetime | None = None
        self._reason = ""
        self._back_at = 0.0
        self._answered = datetime.now(UTC)
        self._asked_at: float | None = None
        self._listen = QTimer(self, interval=_LISTEN_MS)
        self._listen.timeout.connect(self._notice_silence)
        self._told = QElapsedTimer()
        self._gather = QTimer(self, singleShot=True)
        self._gather.timeout.connect(self._tell)
        self._heard.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        self._failed.connect(self._ail, Qt.ConnectionType.QueuedConnection)
        self._mended.connect(self._mend, Qt.ConnectionType.QueuedConnection)

    def start(self, after: int) -> None:
        """Watch from the change `after` on: the newest one when the screens began to read."""
        self._thread = Thread(target=self._work, args=(after,), name="feed", daemon=True)
        self._thread.start()
        self._listen.start()

    def excuses(self, error: Exception) -> bool:
        """Whether something failed only because the database is away or of no use to this program, or was a moment ago: then all is read once more."""
        if not isinstance(error, DeskError):
            return False
        if error.code not in PASSING:
            # Told already, as what keeps it away.
            return self.away_since is not None and error.code == self._reason
        if self.away_since is not None:
            return True
        if not self._back_at or time.monotonic() - self._back_at > _STRAGGLING_SECONDS:
            return False
        self._hear(Changes((), lost=True))
        return True

    def close(self) -> None:
        """End the thread; nothing is told afterwards. Takes as long as one wait, two seconds at most, and none where what it waits in was closed before."""
        self._ending.set()
        self._gather.stop()
        self._listen.stop()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _work(self, last: int) -> None:
        well = True
        while not self._ending.is_set():
            try:
                self._asked_at = time.monotonic()
                changes = self._watch(last, _WAIT_SECONDS, company=self.with_company) if well else self._begin_anew()
                if changes.lost:
                    last = self._latest()
                elif changes.rows:
                    # PostgreSQL may tell smaller ids late, on their own.
                    last = max(last, *(row.id for row in changes.rows))
            except Exception as error:  # the edge of a thread: told, and tried again
                if well:
                    log.error("The database cannot be watched", exc_info=not isinstance(error, DeskError))
                    well = False
                self._asked_at = None
                self._failed.emit(error, self._answered)
                self._ending.wait(_AFTER_TROUBLE_SECONDS)
                continue
            self._answered = datetime.now(UTC)
            # The window may not have heard yet that it was away.
            if not well or self.away_since is not None:
                self._mended.emit()
            if not well:
                log.info("The database can be watched again")
                well = True
            if (changes.rows or changes.lost or changes.company is not None) and not self._ending.is_set():
                self._heard.emit(changes)

    def _begin_anew(self) -> Changes:
        """After trouble: screens may have failed to read, and a server that took the place of another has not all that was told before."""
        self._watch(self._latest(), 0.0)
        return Changes((), lost=True)

    @Slot(object, object)
    def _ail(self, error: Exception, answered: datetime | None = None) -> None:
        reason = error.code if isinstance(error, DeskError) else type(error).__name__
        if self.away_since is None:
            self.away_since = answered or self._answered
        if reason != self._reason:
            self._reason = reason
            self.troubled.emit(error)

    @Slot()
    def _mend(self) -> None:
        if self.away_since is not None:
            self.away_since = None
            self._reason = ""
            self._back_at = time.monotonic()
            self.recovered.emit()

    @Slot()
    def _notice_silence(self) -> None:
        asked = self._asked_at
        if asked is not None and self.away_since is None and time.monotonic() - asked > _SILENT_SECONDS:
            self._ail(Trouble("db.silent"))

    @Slot(object)
    def _hear(self, changes: Changes) -> None:
        if changes.company is not None and not self._ending.is_set():
            self.met.emit(changes.company)
        if not (changes.rows or changes.lost):
            return
        self._lost = self._lost or changes.lost
        for row in changes.rows:
            self._gathered[row.entity, row.row_id] = row
        if not self._gather.isActive() and not self._ending.is_set():
            since = self._told.elapsed() if self._told.isValid() else _APART_MS
            self._gather.start(max(0, _APART_MS - since))

    @Slot()
    def _tell(self) -> None:
        changes = Changes(tuple(sorted(self._gathered.values(), key=lambda row: row.id)), self._lost)
        self._gathered.clear()
        self._lost = False
        self._told.start()
        self.changed.emit(changes)
