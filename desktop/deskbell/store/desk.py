"""An open desk: transactions for reading and for writing on whichever engine lies below."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import URL, Connection, Engine
from sqlalchemy.exc import DBAPIError, IntegrityError

from deskbell.model.errors import Mistake, Trouble
from deskbell.store.engine import open_engine
from deskbell.store.outgrown import refuse_reader, refuse_writer
from deskbell.store.session import Session, is_one_statement
from deskbell.store.trouble import BUSY, as_trouble, code_of, is_overdue, told

P = ParamSpec("P")
T = TypeVar("T")

log = logging.getLogger("deskbell.store")

# Somebody else made the same thing in this very moment and was first (PostgreSQL: unique_violation): a second look finds it.
_MADE_TWICE = "23505"
# A writer that found the database busy begins its whole transaction anew, this often, after these seconds.
RETRY_AFTER = (0.05, 0.2, 0.5, 1.0)
# A connection that asks is kept for the next question, if that comes within this.
KEPT_SECONDS = 1.5


class Desk:
    """One database, shared by all threads of a process; each call takes a connection of its own from the pool.

    `known` is what `heed_schema` was told, None before.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._far = engine.dialect.name == "postgresql"
        # SQLite keeps to one picture by itself.
        self._reader = engine.execution_options(deskbell_one_picture=True)
        self._asker = engine.execution_options(isolation_level="AUTOCOMMIT") if self._far else engine
        self._asking: deque[tuple[Connection, float]] = deque()
        self._writer = engine.execution_options(deskbell_writing=True)
        # SQLite has one writer at a time. Threads of one program queue here; other programs are waited for by looking again and again.
        # All write on one connection: what another one commits makes a connection forget every page that it has read.
        self._one_writer = engine.dialect.name == "sqlite"
        self._turn = threading.RLock() if self._one_writer else nullcontext()
        self._kept: Connection | None = None
        self.known: int | None = None

    @classmethod
    def open(cls, address: str, *, small: bool = False) -> "Desk":
        """The desk at `address`; see `store.engine.open_engine`. Nothing is connected, and no schema is looked at, until it is used.

        `small` is for a program that only reads pages: its connections keep little in memory, and its statements are given up early.
        """
        return cls(open_engine(address, small=small))

    @property
    def engine(self) -> Engine:
        """For migrations and the upkeep of the database itself."""
        return self._engine

    @property
    def url(self) -> URL:
        """Where the desk lies."""
        return self._engine.url

    def heed_schema(self, known: int) -> None:
        """From now on write only what the schema takes from a program that knows it up to the step `known`; a newer program may change it meanwhile. Then
        whatever writes raises `Trouble` db.outgrown, and, where not even reading goes on, whatever fails raises db.newer.
        """
        self.known = known

    @contextmanager
    def told(self) -> Iterator[None]:
        """Within this block an error of the surroundings is raised as `Trouble` with its sentence; so is one that a newer schema makes."""
        try:
            with told(self.url):
                yield
        except DBAPIError as error:
            if self.known is not None:
                self._blame_schema(error)
            raise

    def _blame_schema(self, error: DBAPIError) -> None:
        """Raise `Trouble` db.newer where this program may not read the schema any more; nothing where that cannot be asked either."""
        try:
            self._read_once(refuse_reader)
        except Trouble as trouble:
            raise trouble from error
        except DBAPIError:
            log.info("the schema cannot be asked for")

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A read transaction: one consistent picture."""
        with self.told(), self._reader.connect() as connection, connection.begin():
            yield Session(connection, self.known)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A write transaction; commits with its change rows at the end of the block, rolls back on any error. Not retried: see `transact`."""
        with self.told(), self._connected() as connection, connection.begin():
            session = Session(connection, self.known)
            refuse_writer(session)
            yield session
            session.flush_changes()

    def read(self, query: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `query` finds in a read transaction of its own; in another one where its connection broke."""
        with self.told():
            try:
                return self._read_once(query, *args, **kwargs)
            except DBAPIError as error:
                # Whoever has waited until it was given up would wait as long again.
                if not error.connection_invalidated or is_overdue(error):
                    raise
                log.info("a connection broke, reading again")
            return self._read_once(query, *args, **kwargs)

    def _read_once(self, query: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        if self._far and is_one_statement(query):
            return self._ask(query, *args, **kwargs)
        with self._reader.connect() as connection, connection.begin():
            return query(Session(connection, self.known), *args, **kwargs)

    def _ask(self, query: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What a query of one statement finds, outside of any transaction, on a connection that stays out of the pool while it is asked again and again:
        to take one out and put it back takes as long as to ask."""
        try:
            connection, since = self._asking.pop()
        except IndexError:
            connection, since = self._asker.connect(), time.monotonic()
        try:
            if time.monotonic() - since > KEPT_SECONDS:
                # The pool sees that it still stands.
                connection.close()
                connection = self._asker.connect()
            answer = query(Session(connection, self.known), *args, **kwargs)
            if connection.in_transaction():
                connection.rollback()
        except BaseException:
            connection.close()
            # What broke this one has broken the others.
            self._forget_askers()
            raise
        self._asking.append((connection, time.monotonic()))
        return answer

    def _forget_askers(self) -> None:
        with suppress(IndexError):
            while True:
                self._asking.pop()[0].close()

    def transact(self, work: Callable[[Session], T], *, settles: bool = False) -> T:
        """Do `work` in one write transaction, the whole of it again where another writer was in the way or made the same, or where its connection broke
        before the commit. `work` must bear a repetition.

        With `settles` it bears one also after a commit: it looks first whether it was done, or does no harm a second time. Then it is tried again where
        the answer to COMMIT was lost. Raises `Trouble` db.in_doubt where it is not known whether it was done: the same work settles it later.
        """
        pauses = iter(RETRY_AFTER)
        lost: DBAPIError | None = None
        refused = False
        with self.told():
            while True:
                try:
                    return self._transact_once(work)
                except _AnswerLost as error:
                    lost = failure = error.cause
                    again = settles
                except DBAPIError as error:
                    failure = error
                    again = _is_worth_another(error, in_doubt=lost is not None)
                except Mistake:
                    # It may stand in its own way: its first attempt was committed just after this one had looked for it.
                    if lost is None or refused:
                        raise
                    refused = again = True
                pause = next(pauses, None) if again else None
                if pause is None:
                    if lost is not None and code_of(failure):
                        raise as_trouble(lost, "db.in_doubt", self.url) from failure
                    raise failure
                log.info("trying again in %s s", pause)
                time.sleep(pause)

    def _transact_once(self, work: Callable[[Session], T]) -> T:
        committing = False
        try:
            with self._connected() as connection, connection.begin():
                session = Session(connection, self.known)
                refuse_writer(session)
                answer = work(session)
                session.flush_changes()
                committing = True
            return answer
        except DBAPIError as error:
            if committing and error.connection_invalidated:
                raise _AnswerLost(error) from error
            raise

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
        self._forget_askers()
        self._engine.dispose()


class _AnswerLost(Exception):
    """The connection broke between COMMIT and its answer: it was done, or not."""

    def __init__(self, cause: DBAPIError) -> None:
        super().__init__(cause)
        self.cause = cause


def _is_worth_another(error: DBAPIError, *, in_doubt: bool) -> bool:
    """Whether the same work may come through a moment later; nothing of this attempt was written."""
    if in_doubt:
        # A key that is there already is that of the first attempt.
        return isinstance(error, IntegrityError) or bool(code_of(error))
    if getattr(error.orig, "sqlstate", None) == _MADE_TWICE:
        return True
    # Whoever has waited until it was given up would wait as long again.
    return code_of(error) in BUSY or (error.connection_invalidated and not is_overdue(error))
