"""Opening a PostgreSQL: whom it believes, whom of several it takes, and how long it waits for anything.

Three nets lie below each other. The server ends what takes too long or waits idly (`statement_timeout`, `lock_timeout`,
`idle_in_transaction_session_timeout`). The system ends a connection whose other side is gone (`tcp_user_timeout`, which only Linux has, and
keepalives). And whoever waits for an answer gives up by itself (`Watched`): only that helps against a server that is stopped, and where the
system does not tell.
"""

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.abc import PQGen
from psycopg.conninfo import make_conninfo
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DisconnectionError

from deskbell.model.errors import Mistake
from deskbell.store.office_password import folder_of, password_of, without_folder
from deskbell.store.secrets import Secrets
from deskbell.store.together import Together

CONNECT_SECONDS = 5
# Several servers are tried one after the other.
CONNECT_SECONDS_OF_SEVERAL = 3
# A connection of the pool must show that it still stands within this time, or another is made.
PING_SECONDS = 2.0
# Who has just answered is not asked whether it is there: a window asks a few things a second, each of which would be two.
BELIEVED_SECONDS = 1.0
# How long a statement may take: of a window, which reads pages and writes little, and of the worker and the commands, which do larger things.
SMALL_STATEMENT_SECONDS = 10
STATEMENT_SECONDS = 60
# A server that is there has given up by itself before: so much longer is waited for its word.
GRACE_SECONDS = 3
LOCK_SECONDS = 5
# Whoever falls asleep in a transaction keeps what it has locked for no longer than this: less than a lease lasts.
IDLE_SECONDS = 15
_DEAD_MILLISECONDS = 10_000
_INTERVAL = 0.1
# What is asked here reads pages: to compile it, or to start processes for it, takes the server longer than to answer.
_SHORT = "-c jit=off -c max_parallel_workers_per_gather=0"
# PostgreSQL would show each statement what was committed just before it.
_ONE_PICTURE = "BEGIN ISOLATION LEVEL REPEATABLE READ"
_LOCAL = frozenset({"", "localhost", "127.0.0.1", "::1"})
T = Any


class Overdue(psycopg.OperationalError):
    """No answer came in time; the connection is closed. Whether the server did what it was asked is not known."""

    overdue = True

    def __init__(self, seconds: float) -> None:
        super().__init__(f"no answer within {seconds:g} seconds")


class Watched(Together):
    """A connection that waits for an answer for `patience` seconds at most, None for ever.

    It is closed then without a word to the server: to cancel there takes a connection as well, and a server that takes one has given up by itself.
    """

    patience: float | None = None

    def wait(self, gen: PQGen[T], *args: Any, **kwargs: Any) -> T:
        if self.patience is None:
            return super().wait(gen, *args, **kwargs)
        kwargs.setdefault("interval", _INTERVAL)
        return super().wait(self._in_time(gen, self.patience), *args, **kwargs)

    @contextmanager
    def with_patience(self, seconds: float | None) -> Iterator[None]:
        """Within this block wait so long."""
        before, self.patience = self.patience, seconds
        try:
            yield
        finally:
            self.patience = before

    def _in_time(self, gen: PQGen[T], seconds: float) -> PQGen[T]:
        """The same conversation, until the time is over."""
        deadline = time.monotonic() + seconds
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                if not ready and time.monotonic() >= deadline:
                    self.pgconn.finish()
                    raise Overdue(seconds)
                wanted = gen.send(ready)
        except StopIteration as end:
            return end.value


def open_postgresql(url: URL, *, small: bool) -> Engine:
    """An engine for the server or servers of `url`; nothing is connected yet. `small` is for a window. Where the address names the folder of its password,
    each connection raises as `office_password.password_of` does.

    Raises `Mistake` db.url.
    """
    if url.drivername not in ("postgresql", "postgresql+psycopg"):
        raise Mistake("db.url", url=url.render_as_string())
    folder, url = folder_of(url), without_folder(url)
    secrets = Secrets(folder) if folder is not None else None
    seconds = SMALL_STATEMENT_SECONDS if small else STATEMENT_SECONDS
    query = _query(url, seconds)
    _refuse_unknown_options(url, query)
    # The connection that was used last is taken first: what it runs is prepared there already, and it needs no look (`BELIEVED_SECONDS`).
    address = url.set(drivername="postgresql+psycopg", query=query)
    engine = create_engine(
        address,
        pool_size=4,
        max_overflow=8,
        pool_use_lifo=True,
        isolation_level="AUTOCOMMIT",
        # It would ask about a type that no table has, with each connection.
        use_native_hstore=False,
    )
    writable = query.get("target_session_attrs") == "read-write"

    @event.listens_for(engine, "do_connect")
    def connect(dialect: Any, record: Any, args: Any, options: Any) -> Watched:
        del dialect
        if secrets is not None:
            # Each time: who is invited again has another one.
            options["password"] = password_of(secrets, url.username or "")
        connection = Watched.connect(*args, **options)
        connection.patience = seconds + GRACE_SECONDS
        record.info["answered"] = time.monotonic()
        return connection

    event.listen(engine, "begin", _begin)

    @event.listens_for(engine, "checkout")
    def see_that_it_stands(connection: Watched, record: Any, proxy: Any) -> None:
        del proxy
        # Of several servers one may have given its place to another in the meantime.
        if writable or time.monotonic() - record.info["answered"] > BELIEVED_SECONDS:
            _see_that_it_stands(connection, writable=writable)

    @event.listens_for(engine, "checkin")
    def note(connection: Watched | None, record: Any) -> None:
        if connection is not None:  # None where it broke
            record.info["answered"] = time.monotonic()

    return engine


def _begin(connection: Connection) -> None:
    """Have a transaction begin with what is sent first in it (`store.together`), where one was not said to be none."""
    options = connection.get_execution_options()
    if options.get("isolation_level") != "AUTOCOMMIT":
        driver = connection.connection.driver_connection
        assert isinstance(driver, Watched)
        driver.begin(_ONE_PICTURE if options.get("deskbell_one_picture") else "BEGIN")


def hosts_of(url: URL) -> list[str]:
    """The servers of an address, in the order in which they are tried; with their ports where those are named among the hosts."""
    named = url.query.get("host", ())
    found = [one for part in ([named] if isinstance(named, str) else named) for one in part.split(",")]
    return found or (url.host or "").split(",")


@contextmanager
def unhurried(connection: Connection) -> Iterator[None]:
    """Within this block, which lies within a transaction, a statement and the pause before the next may take as long as they take; a lock is waited for
    no longer than else."""
    driver = connection.connection.driver_connection
    if not isinstance(driver, Watched):
        yield
        return
    for name in ("statement_timeout", "idle_in_transaction_session_timeout"):
        connection.exec_driver_sql(f"SET LOCAL {name} = 0")
    with driver.with_patience(None):
        yield


def _query(url: URL, statement_seconds: int) -> dict[str, Any]:
    """The options of the connection: ours, where the address does not say otherwise."""
    hosts = hosts_of(url)
    of_server = {
        "statement_timeout": statement_seconds,
        "lock_timeout": LOCK_SECONDS,
        "idle_in_transaction_session_timeout": IDLE_SECONDS,
    }
    query: dict[str, Any] = {
        "connect_timeout": str(CONNECT_SECONDS if len(hosts) == 1 else CONNECT_SECONDS_OF_SEVERAL),
        "keepalives_idle": "10",
        "keepalives_interval": "5",
        "keepalives_count": "3",
        # Without effect where the system does not have it.
        "tcp_user_timeout": str(_DEAD_MILLISECONDS),
        "application_name": "deskbell",
    }
    if len(hosts) > 1:
        query["target_session_attrs"] = "read-write"
    query.update(url.query)
    ours = " ".join(f"-c {name}={seconds}s" for name, seconds in of_server.items())
    query["options"] = f"{ours} {_SHORT} {url.query.get('options', '')}".rstrip()
    # Off this computer a connection without a verified certificate must be asked for in so many words.
    if _is_elsewhere(url, hosts):
        query.setdefault("sslmode", "verify-full")
        query.setdefault("sslrootcert", "system")
    return query


def _is_elsewhere(url: URL, hosts: Sequence[str]) -> bool:
    """Whether it may be another computer that is asked, however it is named: also where an address says less than libpq finds in the environment."""
    if "service" in url.query or "hostaddr" in url.query:
        return True
    unsaid = os.environ.get("PGHOSTADDR", "") or os.environ.get("PGHOST", "")
    return not all(_is_here(host) for one in hosts for host in (one or unsaid).split(","))


def _is_here(host: str) -> bool:
    name = host.rsplit(":", 1)[0] if host.count(":") == 1 else host
    return name in _LOCAL or name.startswith(("/", "@"))


def _refuse_unknown_options(url: URL, query: Mapping[str, Any]) -> None:
    """Raise `Mistake` db.url where the server's client would not know an option: later it could only be told as a bug."""
    try:
        make_conninfo(**{name: value if isinstance(value, str) else ",".join(value) for name, value in query.items()})
    except psycopg.ProgrammingError as error:
        raise Mistake("db.url", url=url.render_as_string(), detail=str(error)) from error


def _see_that_it_stands(connection: Watched, *, writable: bool) -> None:
    """Raise `DisconnectionError`, upon which the pool makes another, where nobody answers, or (`writable`) where a server that was written to has
    become one that may only be read, as after a failover."""
    try:
        with connection.with_patience(PING_SECONDS):
            row = connection.execute("SHOW transaction_read_only").fetchone()
    except psycopg.Error as error:
        raise DisconnectionError from error
    if writable and row == ("on",):
        raise DisconnectionError
