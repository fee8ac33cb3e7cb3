"""Hearing of changes: a thread that waits in the database until somebody writes.

SQLite tells by `PRAGMA data_version`, read every 50 ms on a connection that never writes (the number ignores one's own commits).
PostgreSQL nudges with NOTIFY, and a nudge says which rows were written: with fifty desktops, to look them up would be most of what a server does. It is
asked every `NET_SECONDS` besides: a nudge that was missed never comes again, and none comes through PgBouncer in transaction mode. So what counts is what
was read; what a nudge said is only told sooner. All is read on the connection that listens: where it breaks nothing goes on unnoticed on another one, perhaps of another server,
and where its socket is dead that is noticed by asking.
"""

import random
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError, OperationalError

from deskbell.model.changes import Change, Changes
from deskbell.model.errors import Trouble
from deskbell.model.rows import ViewerRow
from deskbell.store import plain
from deskbell.store.desk import Desk
from deskbell.store.late import Awaited
from deskbell.store.outgrown import refuse_reader
from deskbell.store.queries import changes
from deskbell.store.session import CHANNEL, Session
from deskbell.store.trouble import place_of

P = ParamSpec("P")
T = TypeVar("T")

POLL_SECONDS = 0.05
# Colleagues are told of within two seconds, and begin to tell when somebody has looked at a ticket for a moment.
NET_SECONDS = 1.6
# Where many write, each nudge is not worth being told by itself.
APART_SECONDS = 0.05
# A nudge wakes all desktops at once to read what they show, and whoever works meanwhile would wait behind fifty of them. So each waits by chance, up to
# so many times what its last look took, which says how busy the server is; and no longer than this.
SPREAD_TIMES = 40
SPREAD_SECONDS = 0.15

_ONLY_READ = select(func.current_setting("transaction_read_only"))


class _Signal(Protocol):
    """How a database says that something was written."""

    def heard(self, seconds: float) -> tuple[Change, ...] | None:
        """What was written since the last time, nothing where it is not said what; None, which takes a moment, of so many seconds at most, where nothing
        was."""

    def meanwhile(self) -> tuple[Change, ...] | None:
        """The same of all that was said until now, at once."""

    def wake(self) -> None:
        """End a wait of another thread; it hears nothing."""

    def read(self, query: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `query` finds. Raises soon where nobody answers."""

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
        # Up to which id all was read, and when; how long that took, in seconds.
        self._read_to = -1
        self._read_at = 0.0
        self._took = 0.0
        # The last id that was told, and when; of those that nudges told, which were not read since.
        self._told_to = -1
        self._told_at = 0.0
        self._early: set[int] = set()
        # Who is at which ticket: as it was told last (None: not at all), and as it was found.
        self._company: tuple[ViewerRow, ...] | None = None
        self._met: tuple[ViewerRow, ...] | None = None

    def begin(self) -> int:
        """The id of the last change: read the screens after this, then wait for what comes after it. Raises `Trouble`."""
        with self._waiting, self._desk.told():
            self._told_to = -1
            self._company = None
            self._early.clear()
            if not self._late or self._closed.is_set():
                return self._desk.read(changes.latest)
            try:
                signal = self._connected()
                last_id = signal.read(self._serving, changes.latest)
                self._awaited = Awaited(signal.read(changes.holes, last_id), time.monotonic())
            except (DBAPIError, Trouble):
                self._drop()
                raise
            return last_id

    def next(self, last_id: int, seconds: float, *, company: bool = False) -> Changes:
        """The changes after `last_id`, waiting at most `seconds` for the first; none when the time is over, or after `close`. With 0 seconds the
        database is asked at once, else as soon as it is heard of or after `NET_SECONDS`. With `company` also who is at which ticket, each time that is
        another than before: each look asks for both.

        On PostgreSQL changes with smaller ids may be among them, each once: they were committed late. Raises `Trouble` where the database
        cannot be asked; the next call connects anew.
        """
        deadline = time.monotonic() + seconds
        with self._waiting, self._desk.told():
            try:
                self._company = self._company if company else None
                look = not seconds or (company and self._company is None)
                while not self._closed.is_set():
                    signal = self._connected()
                    if look or last_id != self._told_to or time.monotonic() >= self._read_at + NET_SECONDS:
                        found = self._look(signal, last_id, company=company)
                        if found.rows or found.lost or found.company is not None:
                            return found
                    heard = self._hear(signal, min(self._read_at + NET_SECONDS, deadline))
                    if heard and (news := self._news(heard)):
                        self._note_told(last_id, news)
                        return Changes(news)
                    look = heard == ()
                    if heard is None and time.monotonic() >= deadline:
                        break
            except (DBAPIError, Trouble):
                self._drop()
                raise
        return Changes(())

    def close(self) -> None:
        """End a wait, and give the connection up. Later calls of `next` give nothing."""
        self._closed.set()
        signal = self._signal
        if signal is not None:
            signal.wake()
        with self._waiting:
            self._drop()

    def _hear(self, signal: _Signal, until: float) -> tuple[Change, ...] | None:
        """What is heard first, as `_Signal.heard` gives it; None where nothing is by then."""
        while not self._closed.is_set():
            heard = signal.heard(max(0.0, until - time.monotonic()))
            if heard is not None:
                if pause := _pause(time.monotonic() - max(self._told_at, self._read_at), self._took):
                    self._closed.wait(pause)
                    # All that was said until now is told at once.
                    more = signal.meanwhile()
                    heard = () if more == () or not heard else heard + (more or ())
                return heard
            if time.monotonic() >= until:
                return None
        return None

    def _news(self, heard: tuple[Change, ...]) -> tuple[Change, ...]:
        """What of it was not told before: what was read is, but for what is awaited."""
        awaited = self._awaited
        return tuple(
            row
            for row in heard
            if row.id not in self._early and (row.id > self._read_to or awaited is None or row.id in awaited)
        )

    def _note_told(self, last_id: int, news: tuple[Change, ...]) -> None:
        ids = [row.id for row in news]
        self._told_to = max(last_id, *ids)
        self._told_at = time.monotonic()
        self._early.update(one for one in ids if one > self._read_to)
        if self._awaited is not None:
            self._awaited.came(ids)

    def _meeting(self, session: Session, last_id: int) -> Changes:
        """The changes after `last_id`, asked together with who is at which ticket."""
        # Loaded here: whoever is alone meets nobody.
        from deskbell.store.queries import viewers

        viewers.ask(session, self._meet)
        return self._serving(session, changes.since, last_id)

    def _meet(self, company: tuple[ViewerRow, ...]) -> None:
        self._met = company

    def _serving(
        self, session: Session, query: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """What `query` finds. Raises `Trouble` db.standby where the server may only be read (it has become a standby, or was switched): nobody would know
        until somebody tries to write. And db.newer where this program may not even read the schema any more."""
        refuse_reader(session)
        if self._late:
            plain.ask(session.connection, _ONLY_READ, {}, self._refuse_standby)
        return query(session, *args, **kwargs)

    def _refuse_standby(self, answer: Sequence[Sequence[str]]) -> None:
        if answer[0][0] == "on":
            raise Trouble("db.standby", address=place_of(self._desk.url))

    def _connected(self) -> _Signal:
        if self._signal is None:
            self._signal = _Notified(self._desk) if self._late else _Polled(self._desk, self._closed)
            # A nudge that came before has been missed.
            self._read_at = -NET_SECONDS
        return self._signal

    def _drop(self) -> None:
        if self._signal is not None:
            self._signal.close()
            self._signal = None

    def _look(self, signal: _Signal, last_id: int, *, company: bool) -> Changes:
        """What was written after `last_id` and has not been told by nudges, where `last_id` is the last that was told; else all after it."""
        now = time.monotonic()
        goes_on = last_id == self._told_to
        read_to = self._read_to if goes_on else last_id
        self._met = None
        found = signal.read(self._meeting, read_to) if company else signal.read(self._serving, changes.since, read_to)
        if self._late:
            found = self._with_late(signal, read_to, found, now)
        rows = found.rows if not goes_on else tuple(row for row in found.rows if row.id not in self._early)
        self._read_to = max([read_to, *(row.id for row in found.rows)])
        self._told_to = -1 if found.lost else max(last_id, self._read_to)
        self._early = {one for one in self._early if one > self._read_to}
        self._read_at = self._told_at = now
        self._took = time.monotonic() - now
        news, self._company = None if self._met == self._company else self._met, self._met
        return Changes(rows, found.lost, news)

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

    def heard(self, seconds: float) -> tuple[Change, ...] | None:
        changed = self.meanwhile()
        if changed is None:
            self._closed.wait(min(seconds, POLL_SECONDS))
            changed = self.meanwhile()
        return changed

    def meanwhile(self) -> tuple[Change, ...] | None:
        version, self._version = self._version, self._number()
        return () if self._version != version else None

    def wake(self) -> None:
        """Nothing to do: it waits for the end as well."""

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
        driver: Any = self._connection.connection.driver_connection
        self._driver = driver
        self._connection.detach()
        self._said: list[str] = []
        # Those that come with an answer.
        driver.add_notify_handler(lambda nudge: self._said.append(nudge.payload))
        # Loaded here: a desk of SQLite has no use for them.
        import selectors
        import socket

        self._ready = selectors.DefaultSelector()
        self._ready.register(driver.fileno(), selectors.EVENT_READ)
        self._woken, self._bell = socket.socketpair()
        self._ready.register(self._woken, selectors.EVENT_READ)
        try:
            # All that is asked here finds a few rows by their ids; left to itself the server would make a plan for each look, which takes longer than it.
            self._connection.exec_driver_sql(f"LISTEN {CHANNEL}; SET plan_cache_mode = force_generic_plan")
        except DBAPIError:
            self.close()
            raise

    def heard(self, seconds: float) -> tuple[Change, ...] | None:
        nudges = self._listen(seconds)
        return changes.told(nudges) if nudges else None

    def meanwhile(self) -> tuple[Change, ...] | None:
        nudges: list[str] = []
        while more := self._listen(0.0):
            nudges += more
        return changes.told(nudges) if nudges else None

    def _listen(self, seconds: float) -> list[str]:
        """What nudges have said, at once where there is any. The driver's own way would look ten times a second, which is most of what an idle window
        costs."""
        try:
            if not self._said and self._ready.select(seconds):
                libpq = self._driver.pgconn
                libpq.consume_input()
                while (nudge := libpq.notifies()) is not None:
                    self._said.append(nudge.extra.decode())
        except self._errors as error:
            raise OperationalError("LISTEN", None, error) from error
        said = self._said[:]
        self._said.clear()
        return said

    def wake(self) -> None:
        # Where it is being given up at this moment, nobody waits.
        with suppress(OSError):
            self._bell.send(b"!")

    def read(self, query: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        # Loaded here: a desk of SQLite has no use for it.
        from deskbell.store.postgresql import PING_SECONDS

        with self._driver.with_patience(PING_SECONDS):
            return query(Session(self._connection, self._known), *args, **kwargs)

    def close(self) -> None:
        self._ready.close()
        self._woken.close()
        self._bell.close()
        # It was taken out of the pool, holds no transaction, and may be broken: there is nothing to reset.
        self._driver.close()
        self._connection.invalidate()
        self._connection.close()
