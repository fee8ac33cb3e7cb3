"""Somebody between us and the real server who changes what it says: not one byte of a login goes out before the server has proved its name."""

from collections.abc import Callable

import pytest

from deskbell.mail.imap import Inbox
from deskbell.mail.smtp import Submission
from deskbell.model.errors import Trouble
from deskbell.model.kinds import Security
from deskbell.model.mail import Server
from servers.cable import Cable
from servers.dovecot import Dovecot
from servers.smtp import SmtpServer

pytestmark = pytest.mark.servers

OPEN = {"imap": Inbox.open, "smtp": Submission.open}
SAID_OF_LOGIN = (b"LOGIN", b"AUTH", b"PLAIN", b"cmlnaHQt", b"right-password")


@pytest.fixture(params=["imap", "smtp"])
def protocol(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


def strip(said: bytes) -> bytes:
    """STARTTLS is not offered."""
    return said.replace(b"250-STARTTLS\r\n", b"").replace(b"250 STARTTLS", b"250 HELP").replace(b" STARTTLS", b"")


def refuse(said: bytes) -> bytes:
    """STARTTLS is offered, and fails when it is asked for."""
    if b"Begin TLS" in said or (b"220 " in said and b"TLS" in said):
        tag = said.split(b" ", 1)[0]
        return tag + b" NO not now\r\n" if b" OK " in said else b"454 not now\r\n"
    return said


def pretend(said: bytes) -> bytes:
    """We are told that we are logged in already (RFC 9051, PREAUTH), where no STARTTLS is allowed any more."""
    return strip(said.replace(b"* OK [CAPABILITY", b"* PREAUTH [CAPABILITY", 1))


@pytest.mark.parametrize("edit", [strip, refuse, pretend])
def test_starttls_that_is_taken_away(
    protocol: str,
    edit: Callable[[bytes], bytes],
    cable: Callable[..., Cable],
    dovecot: Dovecot,
    smtp_server: SmtpServer,
) -> None:
    port = {"imap": dovecot.plain_port, "smtp": smtp_server.starttls_port}[protocol]
    line = cable(port, edit=edit, taps=True)
    server = Server("localhost", line.port, Security.STARTTLS, "desk", dovecot.password, str(dovecot.ca_file), 20.0)
    with pytest.raises(Trouble) as caught:
        OPEN[protocol](server).close()
    assert caught.value.code == "mail.no_starttls"
    heard = bytes(line.heard).upper()
    assert heard, "we were listened to"
    assert not any(word.upper() in heard for word in SAID_OF_LOGIN)


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_a_server_of_another_name(
    protocol: str, security: Security, cable: Callable[..., Cable], dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    ports = {
        ("imap", Security.TLS): dovecot.tls_port,
        ("imap", Security.STARTTLS): dovecot.plain_port,
        ("smtp", Security.TLS): smtp_server.tls_port,
        ("smtp", Security.STARTTLS): smtp_server.starttls_port,
    }
    line = cable(ports[protocol, security], taps=True)
    # Another way to write 127.0.0.1, which the certificate does not name.
    server = Server("127.1", line.port, security, "desk", dovecot.password, str(dovecot.ca_file), 20.0)
    with pytest.raises(Trouble) as caught:
        OPEN[protocol](server).close()
    assert caught.value.code == "mail.certificate_name"
    assert not any(word in bytes(line.heard) for word in SAID_OF_LOGIN)


def test_words_put_in_behind_starttls_are_not_believed(cable: Callable[..., Cable], dovecot: Dovecot) -> None:
    """What came in plain text with the answer to STARTTLS is thrown away with it, and does not count as said under TLS (CVE-2011-0411)."""

    def put_in(said: bytes) -> bytes:
        return said + b"* BYE go away\r\n" if b"Begin TLS" in said else said

    line = cable(dovecot.plain_port, edit=put_in, taps=True)
    server = Server("localhost", line.port, Security.STARTTLS, "desk", dovecot.password, str(dovecot.ca_file), 20.0)
    with Inbox.open(server) as inbox:
        assert inbox.select("INBOX").exists == 0
    assert b"STARTTLS" in bytes(line.heard)
    assert not any(word in bytes(line.heard) for word in SAID_OF_LOGIN)
