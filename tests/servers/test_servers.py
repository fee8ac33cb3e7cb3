"""The test servers themselves: what the other tests lean on."""

import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from servers.cable import Cable
from servers.dovecot import Dovecot
from servers.ordinary import free_port
from servers.postgres import Postgres
from servers.smtp import SmtpServer

pytestmark = pytest.mark.servers
MAIL = b"From: kim@example.org\r\nSubject: Hello\r\n\r\nGood morning\r\n"


def test_dovecot_gives_back_what_was_appended(dovecot: Dovecot, mail_user: str) -> None:
    dovecot.append(mail_user, MAIL, MAIL.replace(b"Hello", b"Again"))
    assert dovecot.messages(mail_user) == [MAIL, MAIL.replace(b"Hello", b"Again")]
    assert dovecot.flags(mail_user) == [frozenset(), frozenset()]
    assert dovecot.messages(mail_user, "Sent") == []


def test_dovecot_gives_a_command(dovecot: Dovecot, mail_user: str) -> None:
    dovecot.append(mail_user, MAIL)
    dovecot.command(mail_user, "UID", "STORE", "1", "+FLAGS", "\\Seen", folder="INBOX")
    dovecot.command(mail_user, "CREATE", "Other")
    assert dovecot.flags(mail_user) == [frozenset({"\\Seen"})]
    assert dovecot.messages(mail_user, "Other") == []


@pytest.mark.parametrize("way", ["tls", "starttls", "plain"])
def test_smtp_takes_a_mail_with_a_password(smtp_server: SmtpServer, way: str) -> None:
    context = ssl.create_default_context(cafile=str(smtp_server.ca_file))
    if way == "tls":
        client: smtplib.SMTP = smtplib.SMTP_SSL("localhost", smtp_server.tls_port, context=context, timeout=60)
    else:
        client = smtplib.SMTP(
            "localhost", smtp_server.starttls_port if way == "starttls" else smtp_server.plain_port, timeout=60
        )
    with client:
        if way == "starttls":
            client.starttls(context=context)
        with pytest.raises(smtplib.SMTPSenderRefused):
            client.sendmail("desk@example.org", ["kim@example.org"], MAIL)
        client.login("desk", smtp_server.password)
        client.sendmail("desk@example.org", ["kim@example.org"], MAIL)
    (mail,) = smtp_server.wait(1)
    assert (mail.sender, mail.recipients, mail.content, mail.user) == (
        "desk@example.org",
        ("kim@example.org",),
        MAIL,
        "desk",
    )


def test_databases_are_copies_of_their_template(postgres: Postgres, fresh_database: Callable[..., str]) -> None:
    template = postgres.create_database()
    with postgres.connect(template) as connection:
        connection.execute("CREATE TABLE lamp (id int)")
    url = fresh_database(template)
    with psycopg.connect(
        url.replace("+psycopg", ""), sslmode="verify-full", sslrootcert=str(postgres.ca_file)
    ) as connection:
        assert connection.execute("SELECT count(*) FROM lamp").fetchone() == (0,)
        assert connection.execute("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()").fetchone() == (True,)
    postgres.drop_database(template)


def test_a_cut_cable_ends_the_session(smtp_server: SmtpServer, cable: Callable[[int], Cable]) -> None:
    line = cable(smtp_server.plain_port)
    with smtplib.SMTP("localhost", line.port, timeout=60) as client:
        assert client.noop()[0] == 250
        line.cut()
        with pytest.raises(smtplib.SMTPServerDisconnected):
            client.noop()


def test_a_cable_that_leaves_out_a_whole_answer_is_not_cut(
    smtp_server: SmtpServer, cable: Callable[..., Cable]
) -> None:
    line = cable(smtp_server.plain_port, edit=lambda said: re.sub(rb"220 .*\r\n", b"", said))
    with socket.create_connection(("localhost", line.port), timeout=60) as client:
        client.sendall(b"NOOP\r\n")
        assert client.recv(1024).startswith(b"250 ")


def test_a_free_port_is_none_that_the_system_gives_to_others() -> None:
    """A server that stops for a while would find its port taken: by whoever listens on any, by a connection, even by one to this very port."""
    system = Path("/proc/sys/net/ipv4/ip_local_port_range")
    if system.exists() and int(system.read_text().split()[0]) < 32_768:
        pytest.skip("this system gives out all ports")
    ports = {free_port() for _ in range(200)}
    assert len(ports) == 200
    for _ in range(50):
        with socket.create_server(("127.0.0.1", 0)) as other, socket.create_connection(other.getsockname()) as client:
            assert max(ports) < min(other.getsockname()[1], client.getsockname()[1])
