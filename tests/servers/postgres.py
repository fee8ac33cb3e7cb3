"""A real PostgreSQL of the tests' own."""

import contextlib
import itertools
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import sql

from servers.certificates import Certificates
from servers.ordinary import Ordinary, end, free_port, program, tail

# Durability is what these settings give up, for speed; locking, visibility and errors stay as in an office.
CONFIG = """
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = '{folder}'
fsync = off
synchronous_commit = off
full_page_writes = off
shared_buffers = 64MB
max_connections = 100
max_wal_size = 4GB
checkpoint_timeout = 1h
timezone = 'UTC'
ssl = on
ssl_cert_file = '{folder}/server.pem'
ssl_key_file = '{folder}/server.pem'
logging_collector = off
log_min_messages = warning
"""
# What an office has.
DURABLE = """
fsync = on
synchronous_commit = on
full_page_writes = on
"""
INITDB = (
    "--auth=trust",
    "--username=postgres",
    "--encoding=UTF8",
    "--locale=C.UTF-8",
    "--no-sync",
    "--no-instructions",
)
# DESKBELL_POSTGRES is where the programs of another version lie; else the newest that Debian, Ubuntu or the PostgreSQL project may have put there.
PLACES = (
    *filter(None, [os.environ.get("DESKBELL_POSTGRES")]),
    *(f"/usr/lib/postgresql/{major}/bin" for major in range(19, 12, -1)),
)


class Postgres:
    """A cluster on 127.0.0.1 (TLS offered) and on a Unix socket in `folder`. The superuser `postgres` needs no password.

    `config` are further settings. With `standby_of` it is a hot standby of that cluster.
    """

    host = "127.0.0.1"

    def __init__(self, certificates: Certificates, config: str = "", *, standby_of: "Postgres | None" = None) -> None:
        self.ca_file = certificates.ca_file
        self.port = free_port()
        self._home = Ordinary("pg")
        self.folder = self._home.folder
        self.data: Path = self.folder / "data"
        self._home.write("server.pem", certificates.chain_file.read_text(encoding="ascii"))
        self.log = self._home.write("postgres.log", "")
        self._numbers = itertools.count(1)
        self._config = config
        self._kept: psycopg.Connection | None = None
        if standby_of is None:
            self._home.run([program("initdb", *PLACES), f"--pgdata={self.data}", *INITDB])
        else:
            copy = ["--wal-method=stream", "--write-recovery-conf", "--checkpoint=fast", "--no-sync"]
            self._home.run(
                [program("pg_basebackup", *PLACES), f"--pgdata={self.data}", f"--dbname={standby_of.conninfo}", *copy]
            )
        self._configure()
        self.start()

    def start(self) -> None:
        """Start the server and wait until it lets somebody in."""
        self._process = self._home.start([program("postgres", *PLACES), "-D", str(self.data)], self.log)
        deadline = time.monotonic() + 60
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError("PostgreSQL did not start:\n" + tail(self.log))

    def follow(self, primary: "Postgres") -> None:
        """Come back as a standby of what was our standby and has been promoted since: what we alone had is taken back. We must be stopped."""
        rewind = [
            f"--target-pgdata={self.data}",
            f"--source-server={primary.conninfo}",
            "--write-recovery-conf",
            "--no-sync",
        ]
        # Until its first checkpoint after the promotion it looks to pg_rewind as if nobody had been promoted.
        with primary.connect() as connection:
            connection.execute("CHECKPOINT")
        self._home.run([program("pg_rewind", *PLACES), *rewind])
        # It brought the other one's settings along.
        self._configure()
        self.start()

    def promote(self) -> None:
        """Take changes from now on."""
        with self.connect() as connection:
            connection.execute("SELECT pg_promote()")

    def _configure(self) -> None:
        with (self.data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(CONFIG.format(port=self.port, folder=self.folder) + self._config)

    @property
    def conninfo(self) -> str:
        """Where it is, for PostgreSQL's own programs."""
        return f"host={self.host} port={self.port} user=postgres dbname=postgres"

    @property
    def process_id(self) -> int:
        """That of the process all others of the server come from."""
        return self._process.pid

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop the server: connections are cut (SIGINT), at once and without tidying up (SIGQUIT), or left to end (SIGTERM)."""
        if self._kept is not None:
            self._kept.close()
        end(self._process, how)

    def close(self) -> None:
        """Stop the server and take everything of it away."""
        self.stop(signal.SIGQUIT)
        self._home.remove()

    def url(self, database: str, user: str = "postgres") -> str:
        """The SQLAlchemy address of a database of this server."""
        return f"postgresql+psycopg://{user}@{self.host}:{self.port}/{database}"

    def create_database(self, name: str = "", template: str = "template0") -> str:
        """Make a database as a copy of `template`, which nobody may be connected to; its name (a fresh one if "") is returned."""
        name = name or f"desk_{next(self._numbers)}"
        connection = self._chief()
        # Its files are copied as they are; page by page through the log (what 15 does if not told) costs more than twice as much.
        strategy = "STRATEGY file_copy" if connection.info.server_version >= 150_000 else ""
        names = sql.Identifier(name), sql.Identifier(template)
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {} " + strategy).format(*names))
        return name

    def drop_database(self, name: str) -> None:
        """Take a database away, cutting whoever is still in it."""
        self._chief().execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    @contextlib.contextmanager
    def connect(self, database: str = "postgres", user: str = "postgres") -> Iterator[psycopg.Connection]:
        """A connection past Deskbell's own code, for looking and for mischief; each statement commits by itself."""
        with self._connected(database, user) as connection:
            yield connection

    def _chief(self) -> psycopg.Connection:
        """The superuser's connection for making and dropping databases, kept: thousands of tests would else wait for two each."""
        if self._kept is not None:
            try:
                self._kept.execute("")
            except psycopg.OperationalError:
                # The server has been down, or a test has cut everybody.
                self._kept.close()
        if self._kept is None or self._kept.closed:
            self._kept = self._connected("postgres", "postgres")
        return self._kept

    def _connected(self, database: str, user: str) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.folder), port=self.port, dbname=database, user=user, connect_timeout=30, autocommit=True
        )

    def _answers(self) -> bool:
        try:
            with self.connect():
                return True
        except psycopg.OperationalError:
            time.sleep(0.02)
            return False
