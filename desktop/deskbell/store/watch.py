"""Hearing of changes: a thread that waits in the database until somebody writes.

SQLite tells by `PRAGMA data_version`, read every 50 ms on a connection that never writes (the number ignores one's own commits).
PostgreSQL nudges with NOTIFY, and is asked every two seconds besides: a nudge that was missed never comes again.
"""

import threading
import time
from typing import Any, Protocol, cast

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from deskbell.model.changes import Changes
from deskbell.model.errors import Trouble
from deskbell.store.desk import Desk
from deskbell.store.queries import changes
from deskbell.store.session import Session
from deskbell.store.trouble import place_of, told

POLL_SECONDS = 0.05
NET_SECONDS = 2.0


class _Signal(Protocol):
    """How a database says that something was written."""

    def heard(self) -> bool:
        """Whether something may have been written since the last time; takes up to `POLL_SECONDS` to say no."""

    def close(self) -> None:
        """Give the connection up."""


class Watcher:
    """Waits for change rows, for one thread that calls `next` again and again; `close` may be called from any."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._closed = threading.Event()
        self._waiting = threading.Lock()
        self._signal: _Signal | None = None
        # PostgreSQL hands out ids before the commit, so a slower transaction's changes appear below newer ones (store.queries.changes.late).
        self._late = desk.url.get_backend_name() == "postgresql"
        self._seen: set[int] | None = None
        self._look_at = 0.0

    def begin(self) -> int:
        """The id of the last change: read the screens after this, then wait for what comes after it. Raises `Trouble`."""
        with self._waiting:
            return self._begin()

    def next(self, last_id: int, seconds: float) -> Changes:
        """The changes after `last_id`, waiting at most `seconds` for the first; none when the time is over, or after `close`.

        On PostgreSQL changes with smaller ids may be among them, each once: they were committed late. Raises `Trouble` where the database
        cannot be asked; the next call connects anew.
        """
        deadline = time.monotonic() + seconds
        with self._waiting, told(self._desk.url):
            try:
                while not self._closed.is_set():
                    self._see_that_it_takes_changes()
                    signal = self._connected()
                    found = self._look(last_id)
                    if found.rows or found.lost or not self._wait(signal, deadline):
                        return found
            except DBAPIError:
                self._drop()
                raise
        return Changes(())

    def close(self) -> None:
        """End a wait, at once or within 50 ms, and give the connection up. Later calls of `next` give nothing."""
        self._closed.set()
        with self._waiting:
            self._drop()

    def _wait(self, signal: _Signal, deadline: float) -> bool:
        """Whether it is worth to look again: something was heard, or the net is to be drawn in. False when the time is over."""
        net = time.monotonic() + NET_SECONDS
        while not self._closed.is_set():
            if signal.heard():
                return True
            now = time.monotonic()
            if now >= deadline:
                return False
            if now >= net:
                return True
        return False

    def _see_that_it_takes_changes(self) -> None:
        """Raise `Trouble` db.standby where the server may only be read: it has become a standby, or was switched. Nobody could write until somebody tries."""
        now = time.monotonic()
        if not self._late or now < self._look_at:
            return
        if self._desk.read(_may_only_be_read):
            raise Trouble("db.standby", address=place_of(self._desk.url))
        self._look_at = now + NET_SECONDS

    def _connected(self) -> _Signal:
        if self._signal is None:
            self._signal = _Notified(self._desk.engine) if self._late else _Polled(self._desk.engine, self._closed)
        return self._signal

    def _drop(self) -> None:
        if self._signal is not None:
            self._signal.close()
            self._signal = None

    def _begin(self) -> int:
        self._see_that_it_takes_changes()
        last_id = self._desk.read(changes.latest)
        if self._late:
            self._seen = {row.id for row in self._desk.read(changes.late, last_id)}
        return last_id

    def _look(self, last_id: int) -> Changes:
        if not self._late:
            return self._desk.read(changes.since, last_id)
        if self._seen is None:
            self._seen = {row.id for row in self._desk.read(changes.late, last_id)}
        found = self._desk.read(changes.since, last_id)
        if found.lost:
            self._seen = None
            return found
        late = [row for row in self._desk.read(changes.late, last_id) if row.id not in self._seen]
        self._seen.update(row.id for row in (*late, *found.rows))
        self._seen = {row_id for row_id in self._seen if row_id > last_id - changes.OVERLAP}
        return Changes((*late, *found.rows))


def _may_only_be_read(session: Session) -> bool:
    return bool(session.connection.exec_driver_sql("SHOW transaction_read_only").scalar_one() == "on")


class _Polled:
    """SQLite: a number that changes with every commit of another connection."""

    def __init__(self, engine: Engine, closed: threading.Event) -> None:
        self._errors = engine.dialect.loaded_dbapi.Error
        self._closed = closed
        self._proxy = engine.raw_connection()
        self._proxy.detach()
        self._cursor = self._proxy.cursor()
        self._version = self._read()

    def heard(self) -> bool:
        version = self._read()
        if version == self._version:
            self._closed.wait(POLL_SECONDS)
            version = self._read()
        changed = version != self._version
        self._version = version
        return changed

    def close(self) -> None:
        self._proxy.close()

    def _read(self) -> int:
        # Outside of any transaction: within one the number would stand still.
        try:
            self._cursor.execute("PRAGMA data_version")
            found: Any = self._cursor.fetchone()
        except self._errors as error:
            raise OperationalError("PRAGMA data_version", None, error) from error
        return int(found[0])


class _Notified:
    """PostgreSQL: a nudge that comes with every commit that wrote changes (`Session.flush_changes`)."""

    def __init__(self, engine: Engine) -> None:
        self._errors = engine.dialect.loaded_dbapi.Error
        self._proxy = engine.raw_connection()
        self._connection = cast("Any", self._proxy.driver_connection)
        self._proxy.detach()
        try:
            self._connection.autocommit = True
            self._connection.execute("LISTEN deskbell_change")
        except self._errors as error:
            self._proxy.close()
            raise OperationalError("LISTEN", None, error) from error

    def heard(self) -> bool:
        try:
            return any(True for _ in self._connection.notifies(timeout=POLL_SECONDS, stop_after=1))
        except self._errors as error:
            raise OperationalError("LISTEN", None, error) from error

    def close(self) -> None:
        # It was taken out of the pool, holds no transaction, and may be broken: there is nothing to reset.
        self._connection.close()
        self._proxy.invalidate()
