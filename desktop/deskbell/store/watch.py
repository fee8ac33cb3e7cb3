"""Hearing of changes: a thread that waits in the database until somebody writes.

SQLite tells by `PRAGMA data_version`, read every 50 ms on a connection that never writes (the number ignores one's own commits).
PostgreSQL nudges with NOTIFY, and is asked every two seconds besides: a nudge that was missed never comes again, and none comes through PgBouncer in
transaction mode. All is read on the connection that listens: where it breaks nothing goes on unnoticed on another one, perhaps of another server,
and where its socket is dead that is noticed by asking.
"""

import random
import threading
import time
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy.exc import DBAPIError, OperationalError

from deskbell.model.changes import Changes
from deskbell.model.errors import Trouble
from deskbell.store.desk import Desk
from deskbell.store.late import Awaited
from deskbell.store.outgrown import refuse_reader
from deskbell.store.queries import changes
from deskbell.store.session import Session
from deskbell.store.trouble import place_of

P = ParamSpec("P")
T = TypeVar("T")

POLL_SECONDS = 0.05
# A nudge wakes whoever waits: only the end of the program is heard so late. Waking more often would be a third of what an idle window costs.
LISTEN_SECONDS = 0.5
NET_SECONDS = 2.0
# Where many write, each nudge is not worth a look of its own.
APART_SECONDS = 0.05
# A nudge wakes all desktops at once, and whoever works meanwhile would wait behind fifty looks. So each waits by chance, up to so many times
# what its last look took, which says how busy the server is; and no longer than this.
SPREAD_TIMES = 40
SPREAD_SECONDS = 0.15


class _Signal(Protocol):
    """How a database says that something was written."""

    def heard(self) -> bool:
        """Whether something may have been written since the last time; takes a moment to say no."""

    def forget(self) -> None:
        """Hear no more of what was said until now."""

    def read(self, query: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `query` finds."""

    def only_read(self) -> bool:
        """Whether nobody may write there: it has become a standby, or was switched. Raises where it does not answer."""

    def close(self) -> None:
        """Give the connection up."""


class Watcher:
    """Waits for change rows, for one thread that calls `next` again and again; `close` may be called from any."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._closed = threading.Event()
        self._waiting = threading.Lock()
        self._signal: _Signal | None = None
        # PostgreSQL hands out ids before the commit, so a slower transaction's changes appear below newer ones (`store.late`).
        self._late = desk.url.get_backend_name() == "postgresql"
        self._awaited: Awaited | None = None
        # Up to which id all was read, and when.
        self._read_to = -1
        self._read_at = 0.0
        # How long the last look took, in seconds.
        self._took = 0.0

    def begin(self) -> int:
        """The id of the last change: read the screens after this, then wait for what comes after it. Raises `Trouble`."""
        with self._waiting, self._desk.told():
            if not self._late or self._closed.is_set():
                return self._desk.read(changes.latest)
            try:
                signal = self._connected()
                self._see_that_it_serves(signal)
                last_id = signal.read(changes.latest)
                self._awaited = Awaited(signal.read(changes.holes, last_id), time.monotonic())
            except (DBAPIError, Trouble):
                self._drop()
                raise
            return last_id

    def next(self, last_id: int, seconds: float) -> Changes:
        """The changes after `last_id`, waiting at most `seconds` for the first; none when the time is over, or after `close`. With 0 seconds the
        database is asked at once, else as soon as it is heard of or after `NET_SECONDS`.

        On PostgreSQL changes with smaller ids may be among them, each once: they were committed late. Raises `Trouble` where the database
        cannot be asked; the next call connects anew.
        """
        deadline = time.monotonic() + seconds
        with self._waiting, self._desk.told():
            try:
                look, nudged = not seconds, False
                while not self._closed.is_set():
                    signal = self._connected()
                    if look or last_id != self._read_to:
                        if not nudged:
                            self._see_that_it_serves(signal)
                        found = self._look(signal, last_id)
                        if found.rows or found.lost:
                            return found
                    net = self._read_at + NET_SECONDS
                    nudged = self._hear(signal, min(net, deadline))
                    look = nudged or time.monotonic() >= net
                    if not look:
                        break
            except (DBAPIError, Trouble):
                self._drop()
                raise
        return Changes(())

    def close(self) -> None:
        """End a wait, at once or within `LISTEN_SECONDS`, and give the connection up. Later calls of `next` give nothing."""
        self._closed.set()
        with self._waiting:
            self._drop()

    def _hear(self, signal: _Signal, until: float) -> bool:
        """Whether something was heard by then."""
        while not self._closed.is_set():
            if signal.heard():
                pause = _pause(time.monotonic() - self._read_at, self._took)
                if pause:
                    self._closed.wait(pause)
                    # One look is enough for all that was said until now.
                    signal.forget()
                return True
            if time.monotonic() >= until:
                return False
        return False

    def _see_that_it_serves(self, signal: _Signal) -> None:
        """Raise `Trouble` db.standby where the server may only be read: nobody would know until somebody tries to write. And db.newer where this program
        may not even read the schema any more."""
        if signal.only_read():
            raise Trouble("db.standby", address=place_of(self._desk.url))
        signal.read(refuse_reader)

    def _connected(self) -> _Signal:
        if self._signal is None:
            self._signal = _Notified(self._desk) if self._late else _Polled(self._desk, self._closed)
            # A nudge that came before has been missed.
            self._read_to = -1
        return self._signal

    def _drop(self) -> None:
        if self._signal is not None:
            self._signal.close()
            self._signal = None

    def _look(self, signal: _Signal, last_id: int) -> Changes:
        now = time.monotonic()
        found = signal.read(changes.since, last_id)
        if self._late:
            found = self._with_late(signal, last_id, found, now)
        self._read_to = -1 if found.lost else max([last_id, *(row.id for row in found.rows)])
        self._read_at = now
        self._took = time.monotonic() - now
        return found

    def _with_late(self, signal: _Signal, last_id: int, found: Changes, now: float) -> Changes:
        """Also those of smaller ids that are there by now."""
        if found.lost:
            self._awaited = None
            return found
        if self._awaited is None:
            self._awaited = Awaited(signal.read(changes.holes, last_id), now)
        awaited = self._awaited.before(last_id, now)
        late = signal.read(changes.of_ids, awaited) if awaited else ()
        self._awaited.came([row.id for row in late])
        self._awaited.note(last_id, [row.id for row in found.rows], now)
        return Changes((*late, *found.rows))


def _pause(since: float, took: float) -> float:
    """For how long to wait after a nudge, where the last look was `since` ago and `took` so long; all in seconds."""
    by_chance = random.uniform(0.0, min(SPREAD_SECONDS, SPREAD_TIMES * took))  # noqa: S311
    return max(by_chance, APART_SECONDS - since)


class _Polled:
    """SQLite: a number that changes with every commit of another connection."""

    def __init__(self, desk: Desk, closed: threading.Event) -> None:
        self._errors = desk.engine.dialect.loaded_dbapi.Error
        self._closed = closed
        self.read = desk.read
        self._proxy = desk.engine.raw_connection()
        self._proxy.detach()
        self._cursor = self._proxy.cursor()
        self._version = self._number()

    def heard(self) -> bool:
        version = self._number()
        if version == self._version:
            self._closed.wait(POLL_SECONDS)
            version = self._number()
        changed = version != self._version
        self._version = version
        return changed

    def forget(self) -> None:
        self._version = self._number()

    def only_read(self) -> bool:
        return False

    def close(self) -> None:
        self._proxy.close()

    def _number(self) -> int:
        # Outside of any transaction: within one the number would stand still.
        try:
            self._cursor.execute("PRAGMA data_version")
            found: Any = self._cursor.fetchone()
        except self._errors as error:
            raise OperationalError("PRAGMA data_version", None, error) from error
        return int(found[0])


class _Notified:
    """PostgreSQL: a nudge that comes with every commit that wrote changes (`Session.flush_changes`). No transaction is ever open on its connection."""

    def __init__(self, desk: Desk) -> None:
        self._errors = desk.engine.dialect.loaded_dbapi.Error
        self._known = desk.known
        self._connection = desk.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        self._driver: Any = self._connection.connection.driver_connection
        self._connection.detach()
        try:
            self._connection.exec_driver_sql("LISTEN deskbell_change")
        except DBAPIError:
            self.close()
            raise

    def heard(self) -> bool:
        return self._listen(LISTEN_SECONDS)

    def forget(self) -> None:
        while self._listen(0.0):
            pass

    def _listen(self, seconds: float) -> bool:
        try:
            return any(True for _ in self._driver.notifies(timeout=seconds, stop_after=1))
        except self._errors as error:
            raise OperationalError("LISTEN", None, error) from error

    def read(self, query: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        return query(Session(self._connection, self._known), *args, **kwargs)

    def only_read(self) -> bool:
        # Loaded here: a desk of SQLite has no use for it.
        from deskbell.store.postgresql import PING_SECONDS

        with self._driver.with_patience(PING_SECONDS):
            return bool(self._connection.exec_driver_sql("SHOW transaction_read_only").scalar_one() == "on")

    def close(self) -> None:
        # It was taken out of the pool, holds no transaction, and may be broken: there is nothing to reset.
        self._driver.close()
        self._connection.invalidate()
        self._connection.close()
