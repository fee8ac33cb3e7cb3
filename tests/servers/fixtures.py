"""The servers as pytest fixtures: each is started once a run, by the first test that asks for it."""

from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from servers.authorisation import Authorisation
from servers.cable import Cable
from servers.certificates import Certificates, make_certificates
from servers.dovecot import Dovecot
from servers.liar import Liar
from servers.ordinary import tail
from servers.postgres import Postgres
from servers.receiver import Receiver
from servers.smtp import SmtpServer

_LOG_STARTS = pytest.StashKey[dict[Path, int]]()


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """An authority that nothing but these tests trusts, and its certificates."""
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="session")
def dovecot(certificates: Certificates) -> Iterator[Dovecot]:
    """A running Dovecot."""
    server = Dovecot(certificates)
    yield server
    server.close()


@pytest.fixture
def mail_user() -> str:
    """A user of Dovecot that nobody else has: an empty mailbox."""
    return f"u{uuid4().hex[:12]}"


@pytest.fixture(scope="session")
def _smtp_server(certificates: Certificates) -> Iterator[SmtpServer]:
    server = SmtpServer(certificates)
    yield server
    server.close()


@pytest.fixture
def smtp_server(_smtp_server: SmtpServer) -> SmtpServer:
    """A running SMTP server, empty and well-behaved."""
    _smtp_server.reset()
    return _smtp_server


@pytest.fixture(scope="session")
def _authorisation(certificates: Certificates) -> Iterator[Authorisation]:
    server = Authorisation(certificates)
    yield server
    server.close()


@pytest.fixture
def authorisation(_authorisation: Authorisation) -> Authorisation:
    """A running authorisation server, well-behaved, with nobody signed in."""
    _authorisation.reset()
    return _authorisation


@pytest.fixture(scope="session")
def token_dovecot(certificates: Certificates, _authorisation: Authorisation) -> Iterator[Dovecot]:
    """A running Dovecot that takes tokens of the authorisation server."""
    server = Dovecot(certificates, _authorisation.introspection_url)
    yield server
    server.close()


@pytest.fixture(scope="session")
def postgres(certificates: Certificates) -> Iterator[Postgres]:
    """A running PostgreSQL. It looks after no table by itself: whoever counts the connections to a database, or waits for no lock, would now and then
    meet that."""
    server = Postgres(certificates, "autovacuum = off\n")
    yield server
    server.close()


@pytest.fixture
def fresh_database(postgres: Postgres) -> Iterator[Callable[..., str]]:
    """Call it, with the name of a template if you have one, for the URL of a database of your own; it is dropped after the test."""
    names: list[str] = []

    def make(template: str = "template0") -> str:
        names.append(postgres.create_database(template=template))
        return postgres.url(names[-1])

    yield make
    for name in names:
        postgres.drop_database(name)


@pytest.fixture
def postgres_url(fresh_database: Callable[..., str]) -> str:
    """The URL of an empty database of the test's own: postgresql+psycopg://…"""
    return fresh_database()


@pytest.fixture
def cable() -> Iterator[Callable[..., Cable]]:
    """Call it with a server's port, and whatever else `Cable` takes, for a `Cable` to it."""
    cables: list[Cable] = []

    def lay(port: int, **options: Any) -> Cable:
        cables.append(Cable(port, **options))
        return cables[-1]

    yield lay
    for one in cables:
        one.close()


@pytest.fixture
def liar() -> Iterator[Callable[..., Liar]]:
    """Call it as `Liar` is called, for one that goes away after the test."""
    liars: list[Liar] = []

    def make(*args: object, **options: object) -> Liar:
        liars.append(Liar(*args, **options))  # type: ignore[arg-type]
        return liars[-1]

    yield make
    for one in liars:
        one.close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A running receiver of webhooks."""
    there = Receiver()
    yield there
    there.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    yield
    item.stash[_LOG_STARTS] = {server.log: server.log.stat().st_size for server in _logging_servers(item)}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A failure shows what the servers logged while the test ran."""
    report = yield
    if report.failed:
        starts = item.stash.get(_LOG_STARTS, {})
        for server in _logging_servers(item):
            report.sections.append((f"log of {type(server).__name__}", tail(server.log, starts.get(server.log, 0))))
    return report


def _logging_servers(item: pytest.Item) -> list[Dovecot | Postgres]:
    return [value for value in getattr(item, "funcargs", {}).values() if isinstance(value, Dovecot | Postgres)]
