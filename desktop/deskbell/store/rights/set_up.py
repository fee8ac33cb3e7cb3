"""Making an office of this computer's desk: where the server is, and what this computer keeps of it."""

import re
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from deskbell.model.errors import Mistake, Trouble
from deskbell.model.hidden import all_but
from deskbell.store.engine import open_engine
from deskbell.store.office_password import for_login, keep
from deskbell.store.rights import make
from deskbell.store.rights.join import remember
from deskbell.store.rights.make import Person, create_office, look_at_server
from deskbell.store.rights.names import quoted
from deskbell.store.secrets import Secrets
from deskbell.store.trouble import told

_ANY_DATABASE: Final = "postgres"
_HOST: Final = re.compile(r"(?P<host>\[[^\]]+\]|[^:/\s]+)(?::(?P<port>\d{1,5}))?")


class ServerLogin(Struct, frozen=True):
    """A server as its administrator names it: `server` is its name or address, with a port where it has another than 5432, or a whole address
    (postgresql://…) with options. `authority` is a file with the certificates of who vouches for it, "" where the system knows."""

    server: str
    database: str
    user: str
    password: str = ""
    authority: str = ""

    __repr__ = all_but("password")

    def address(self) -> str:
        """With the password; not to be shown. Raises `Mistake` db.url."""
        return self._url().render_as_string(hide_password=False)

    def _url(self) -> URL:
        try:
            if "://" in self.server:
                url = make_url(self.server).set(username=self.user)
            else:
                found = _HOST.fullmatch(self.server)
                if found is None:
                    raise Mistake("db.url", url=self.server)
                port = int(found["port"]) if found["port"] else None
                url = URL.create("postgresql", username=self.user, host=found["host"].strip("[]"), port=port)
        except (ArgumentError, ValueError) as error:
            raise Mistake("db.url", url=self.server) from error
        if url.get_backend_name() != "postgresql":
            raise Mistake("office.postgresql")
        url = url.set(database=self.database, password=self.password or None)
        return url.update_query_dict({"sslrootcert": self.authority}) if self.authority else url


def server_of(address: str) -> str:
    """The server of a desk, as `ServerLogin` takes it: the address without login, password and database."""
    url = make_url(address)
    return URL.create(url.drivername, host=url.host, port=url.port, query=url.query).render_as_string()


def prepare_server(server: ServerLogin, admin: Person, worker: str = "") -> None:
    """See whether an office can be made there of a desk that is carried there before; the database is made where there is none.

    Raises as `look_at_server` does, and `Trouble` db.rights where the login may not make a database.
    """
    try:
        look_at_server(server.address(), admin, worker)
    except Trouble as trouble:
        if trouble.code != "db.absent":
            raise
        _make_database(server)
        look_at_server(server.address(), admin, worker)


def _make_database(server: ServerLogin) -> None:
    """By way of the database that every server has."""
    engine = open_engine(replace(server, database=_ANY_DATABASE).address())
    try:
        with told(engine.url), engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            name = quoted(server.database).replace("%", "%%")
            connection.exec_driver_sql(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
    finally:
        engine.dispose()


def look_at_desk(server: ServerLogin, admin: Person, worker: str = "") -> None:
    """See whether an office can be made of the desk that lies in that database; nothing is changed.

    Raises as `create_office` does, and `Mistake` office.there where it is one.
    """
    make.look_at_desk(server.address(), admin, worker)


class Made(Struct, frozen=True):
    """The office: its address for this computer, and what the worker's login, if there is one, comes in with. That is kept nowhere."""

    address: str
    worker: str = ""
    worker_password: str = ""

    __repr__ = all_but("worker_password")


def set_up_office(server: ServerLogin, admin: Person, worker: str, secrets: Secrets) -> Made:
    """Make the office of the desk that lies on the server, and have this computer open it as `admin` from now on.

    Raises as `create_office` and `Secrets.put` do, and `Mistake` office.there where somebody administers it already.
    """
    # First, that there is somewhere to keep the password that is shown to nobody.
    secrets.where()
    office = create_office(server.address(), admin, worker)
    own = office.passwords.get(admin.login)
    if own is None:
        raise Mistake("office.there", name=server.database)
    keep(secrets, admin.login, own)
    # What the server's administrator came in with is theirs alone.
    address = remember(for_login(make_url(server.address()), admin.login), Path(secrets.folder))
    return Made(address, worker, office.passwords.get(worker, ""))
