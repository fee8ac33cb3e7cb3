"""A connection to PostgreSQL that sends together what need not wait for each other's answers.

Each way there and back is a wait, for the network and for the processors that a server and its desktops share, and an action of twenty statements would
wait twenty times. What is put here goes with the next statement whose answer somebody wants, or with the COMMIT, in the order in which it was put
(PostgreSQL's pipeline mode, 34.5); so does the BEGIN. Nothing is ever taken over by what comes later, whoever sends it and by whatever way.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Self

import psycopg
from msgspec import Struct
from psycopg.abc import PQGen
from psycopg.generators import send

# So many rows wait at most: what is written in bulk is not in memory twice.
MOST = 64

Taken = Callable[[list[tuple[Any, ...]]], object]


class _Put(Struct, frozen=True):
    """A statement that waits to be sent, once for each of the values, and who is told the answer to the last as soon as there is one."""

    cursor: psycopg.Cursor[Any]
    words: str
    values: Sequence[Any]
    then: Taken | None = None


class Together(psycopg.Connection[Any]):
    """The connection. In autocommit, as the driver would wait for an answer to its own BEGIN; `begin` says when a transaction does begin."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cursor_factory = _Follows
        self.server_cursor_factory = _FollowsOnServer
        self._begin = ""
        self._waiting: list[_Put] = []

    @property
    def is_waiting(self) -> bool:
        """Whether something is to be sent before the next statement."""
        return bool(self._begin or self._waiting)

    def begin(self, words: str) -> None:
        """Begin a transaction, with these words, once something is sent in it."""
        self._begin = words

    def put(self, words: str, values: Sequence[Any], then: Taken | None = None) -> psycopg.Cursor[Any]:
        """Have a statement run once for each of the values; the cursor that has the answer to the last of them, once `send` has come back.

        `then` is told that answer before anybody gets another one that came with it or later, also where a later statement failed; it may raise.
        """
        cursor = psycopg.Cursor(self)
        if len(values) > MOST:
            self.send()
            cursor.executemany(words, values)
            return cursor
        self._waiting.append(_Put(cursor, words, values, then))
        if sum(len(put.values) for put in self._waiting) > MOST:
            self.send()
        return cursor

    def send(self) -> None:
        """Send what waits. Raises the driver's error of the first statement that fails."""
        if self.is_waiting:
            with self.together():
                pass

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is run within this block is sent together with what waits; its answers are there afterwards."""
        begin, waiting = self._begin, self._waiting
        self._begin, self._waiting = "", []
        self._pipeline = _AtOnce(self)
        try:
            with self._pipeline:
                if begin:
                    self._run(begin)
                for put in waiting:
                    for one in put.values:
                        put.cursor.execute(put.words, one)
                yield
        finally:
            self._pipeline = None
            for put in waiting:
                if put.then is not None and put.cursor.pgresult is not None:
                    put.then(put.cursor.fetchall())

    def commit(self) -> None:
        if not self._waiting:
            # Where not even the BEGIN was sent, there is nothing to end.
            self._begin = ""
            super().commit()
            return
        if any(put.then is not None for put in self._waiting):
            # Whoever is told that answer may not want it committed.
            self.send()
        with self.together():
            self._run("COMMIT")

    def rollback(self) -> None:
        self._begin = ""
        self._waiting.clear()
        super().rollback()

    def _run(self, words: str) -> None:
        # To be prepared they are too short.
        psycopg.Cursor(self).execute(words, (), prepare=False)


class _AtOnce(psycopg.Pipeline):
    """Sends all at its end, in one packet; the driver's own sends each statement by itself, and wakes the server for it.

    Nor does it send a Flush behind the Sync: a server that hears something after it has said that it is ready forgets that somebody may fall asleep in this
    transaction (`idle_in_transaction_session_timeout`).
    """

    def _communicate_gen(self) -> PQGen[None]:
        yield from ()

    def _exit_gen(self) -> PQGen[None]:
        self._enqueue_sync()
        while self.command_queue:
            self.command_queue.popleft()()
        yield from send(self.pgconn)
        yield from self._fetch_gen(flush=False)


class _Follows(psycopg.Cursor[Any]):
    """Runs nothing before what was put was sent."""

    _conn: Together

    def execute(self, *args: Any, **kwargs: Any) -> Self:
        if not self._conn.is_waiting:
            return super().execute(*args, **kwargs)
        with self._conn.together():
            return super().execute(*args, **kwargs)

    def executemany(self, *args: Any, **kwargs: Any) -> None:
        self._conn.send()
        super().executemany(*args, **kwargs)

    def copy(self, *args: Any, **kwargs: Any) -> Any:
        self._conn.send()
        return super().copy(*args, **kwargs)


class _FollowsOnServer(psycopg.ServerCursor[Any]):
    """The same of a cursor whose rows stay on the server."""

    _conn: Together

    def execute(self, *args: Any, **kwargs: Any) -> Self:
        self._conn.send()
        return super().execute(*args, **kwargs)
