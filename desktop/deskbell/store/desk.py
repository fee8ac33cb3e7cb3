"""An open desk: transactions for reading and for writing on whichever engine lies below."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import URL, Connection, Engine
from sqlalchemy.exc import DBAPIError

from deskbell.store.engine import CACHE_KIBIBYTES, SMALL_CACHE_KIBIBYTES, open_engine
from deskbell.store.session import Session
from deskbell.store.trouble import code_of, told

P = ParamSpec("P")
T = TypeVar("T")

log = logging.getLogger("deskbell.store")

# A writer that found the database busy begins its whole transaction anew, this often, after these seconds.
RETRY_AFTER = (0.05, 0.2, 0.5, 1.0)


class Desk:
    """One database, shared by all threads of a process; each call takes a connection of its own from the pool."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        # PostgreSQL would show each statement what was committed just before it; SQLite keeps to one picture by itself.
        one_picture = engine.dialect.name == "postgresql"
        self._reader = engine.execution_options(isolation_level="REPEATABLE READ") if one_picture else engine
        self._writer = engine.execution_options(deskbell_writing=True)
        # SQLite has one writer at a time. Threads of one program queue here; other programs are waited for by looking again and again.
        # All write on one connection: what another one commits makes a connection forget every page that it has read.
        self._one_writer = engine.dialect.name == "sqlite"
        self._turn = threading.RLock() if self._one_writer else nullcontext()
        self._kept: Connection | None = None

    @classmethod
    def open(cls, address: str, *, small: bool = False) -> "Desk":
        """The desk at `address`; see `store.engine.open_engine`. Nothing is connected, and no schema is looked at, until it is used.

        `small` is for a program that only reads pages: its connections keep little in memory.
        """
        return cls(open_engine(address, cache_kibibytes=SMALL_CACHE_KIBIBYTES if small else CACHE_KIBIBYTES))

    @property
    def engine(self) -> Engine:
        """For migrations and the upkeep of the database itself."""
        return self._engine

    @property
    def url(self) -> URL:
        """Where the desk lies."""
        return self._engine.url

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A read transaction: one consistent picture."""
        with told(self.url), self._reader.connect() as connection, connection.begin():
            yield Session(connection)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A write transaction; commits with its change rows at the end of the block, rolls back on any error. Not retried: see `transact`."""
        with told(self.url), self._connected() as connection, connection.begin():
            session = Session(connection)
            yield session
            session.flush_changes()

    def read(self, query: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `query` finds in a read transaction of its own."""
        with self.reading() as session:
            return query(session, *args, **kwargs)

    def transact(self, work: Callable[[Session], T]) -> T:
        """Do `work` in one write transaction, the whole of it again where another writer was in the way. `work` must bear a repetition."""
        with told(self.url):
            for pause in RETRY_AFTER:
                try:
                    return self._transact_once(work)
                except DBAPIError as error:
                    if code_of(error) != "db.locked":
                        raise
                    log.info("busy, trying again in %s s", pause)
                    time.sleep(pause)
            return self._transact_once(work)

    def _transact_once(self, work: Callable[[Session], T]) -> T:
        with self._connected() as connection, connection.begin():
            session = Session(connection)
            answer = work(session)
            session.flush_changes()
            return answer

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        """A connection to write on, for this thread alone. After any error the next one is another."""
        with self._turn:
            connection, self._kept = self._kept or self._writer.connect(), None
            try:
                yield connection
            except BaseException:
                connection.close()
                raise
            if self._one_writer:
                self._kept = connection
            else:
                connection.close()

    def close(self) -> None:
        """Close all connections, once nobody writes any more; the desk may not be used afterwards."""
        with self._turn:
            if self._kept is not None:
                self._kept.close()
                self._kept = None
        self._engine.dispose()
