"""What a person reads when a mail server cannot be used, and that no password leaves where the server has not proved its name."""

import socket
import ssl
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from deskbell.mail.imap import Inbox
from deskbell.mail.login import is_this_computer
from deskbell.mail.smtp import Submission
from deskbell.model.errors import DeskError, Mistake, Trouble
from deskbell.model.kinds import Security
from deskbell.model.mail import Server
from deskbell.model.sentences import SENTENCES
from servers.certificates import Certificates
from servers.dovecot import Dovecot
from servers.liar import CLOSE, Liar
from servers.ordinary import free_port
from servers.smtp import SmtpServer

pytestmark = pytest.mark.servers
SECRET = "tell-nobody"
PROTOCOLS = {"imap": Inbox.open, "smtp": Submission.open}
GREETING = {"imap": b"* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready\r\n", "smtp": b"220 liar ESMTP\r\n"}
# A server that goes as far as the login.
FRIENDLY = {
    "imap": {b"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n"},
    "smtp": {b"EHLO": b"250-liar\r\n250 AUTH PLAIN\r\n"},
}
STARTTLS = {
    "imap": {b"CAPABILITY": b"* CAPABILITY IMAP4rev1 STARTTLS\r\n{tag} OK done\r\n"},
    "smtp": {b"EHLO": b"250-liar\r\n250 STARTTLS\r\n"},
}
LOGIN = {"imap": b"LOGIN", "smtp": b"AUTH PLAIN"}


@pytest.fixture(params=["imap", "smtp"])
def protocol(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


def server(port: int, security: Security, ca_file: Path | str = "", **others: object) -> Server:
    made = Server("localhost", port, security, "desk", SECRET, str(ca_file), 20.0)
    return replace(made, **others)  # type: ignore[arg-type]


def failure(protocol: str, where: Server) -> DeskError:
    """The error of an attempt to log in; its sentence must be whole, and never hold the password."""
    with pytest.raises(DeskError) as caught:
        PROTOCOLS[protocol](where).close()
    error = caught.value
    assert error.code in SENTENCES
    assert "{" not in str(error)
    assert where.password not in f"{error} {error.detail} {error.values}"
    return error


def test_a_wrong_password(protocol: str, dovecot: Dovecot, smtp_server: SmtpServer) -> None:
    real = {"imap": dovecot, "smtp": smtp_server}[protocol]
    error = failure(protocol, server(real.tls_port, Security.TLS, real.ca_file))
    assert error.code == "mail.login"
    assert "localhost does not accept the user name or password of desk" in str(error)


@pytest.mark.parametrize("security", Security)
def test_the_right_password(protocol: str, security: Security, dovecot: Dovecot, smtp_server: SmtpServer) -> None:
    ports = {
        ("imap", Security.TLS): dovecot.tls_port,
        ("imap", Security.STARTTLS): dovecot.plain_port,
        ("imap", Security.NONE): dovecot.plain_port,
        ("smtp", Security.TLS): smtp_server.tls_port,
        ("smtp", Security.STARTTLS): smtp_server.starttls_port,
        ("smtp", Security.NONE): smtp_server.plain_port,
    }
    where = server(ports[protocol, security], security, dovecot.ca_file, password=dovecot.password)
    PROTOCOLS[protocol](where).close()


def test_no_such_host(protocol: str) -> None:
    for host in ("no-such-host.invalid", "a..b", "x" * 70 + ".test"):
        assert failure(protocol, server(993, Security.TLS, host=host)).code == "mail.host"


def test_a_closed_port(protocol: str) -> None:
    error = failure(protocol, server(free_port(), Security.TLS))
    assert error.code == "mail.refused"
    assert f"on port {error.values['port']}" in str(error)


def test_plain_text_to_another_computer_is_not_even_tried(protocol: str) -> None:
    assert failure(protocol, server(143, Security.NONE, host="mail.example.org")).code == "mail.plain_remote"


def test_tls_to_a_plain_port(protocol: str, dovecot: Dovecot, smtp_server: SmtpServer) -> None:
    port = {"imap": dovecot.plain_port, "smtp": smtp_server.starttls_port}[protocol]
    assert failure(protocol, server(port, Security.TLS, dovecot.ca_file)).code == "mail.not_tls"


@pytest.mark.parametrize("way", ["wrong_name", "stranger", "expired", "self_signed"])
@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_a_certificate_that_must_not_be_trusted(
    protocol: str, way: str, security: Security, certificates: Certificates, liar: Callable[..., Liar]
) -> None:
    context: ssl.SSLContext = getattr(certificates, way)
    answers = {b"STARTTLS": {"imap": b"{tag} OK go\r\n", "smtp": b"220 go\r\n"}[protocol]}
    if security is Security.TLS:
        bad = liar(GREETING[protocol], {}, context)
    else:
        bad = liar(GREETING[protocol], {**answers, **STARTTLS[protocol]}, upgrade=context)
    error = failure(protocol, server(bad.port, security, certificates.ca_file))
    code, said = {
        "wrong_name": ("mail.certificate_name", "Give the server's name as your provider writes it"),
        "stranger": ("mail.certificate_stranger", "unable to get local issuer"),
        "expired": ("mail.certificate_time", "has expired"),
        "self_signed": ("mail.certificate_stranger", "self-signed certificate"),
    }[way]
    assert (error.code, said in str(error).replace("self signed", "self-signed")) == (code, True)
    assert SECRET.encode() not in bad.heard
    assert b"AUTH" not in bad.heard.upper()
    assert b"LOGIN" not in bad.heard.upper()


def test_a_good_certificate_without_the_ca_file(protocol: str, dovecot: Dovecot, smtp_server: SmtpServer) -> None:
    port = {"imap": dovecot.tls_port, "smtp": smtp_server.tls_port}[protocol]
    assert failure(protocol, server(port, Security.TLS)).code == "mail.certificate_stranger"


def test_a_ca_file_that_is_none(protocol: str, tmp_path: Path) -> None:
    odd = tmp_path / "odd.pem"
    odd.write_text("not a certificate")
    assert failure(protocol, server(993, Security.TLS, odd)).code == "file.unreadable"
    assert failure(protocol, server(993, Security.TLS, tmp_path / "none.pem")).code == "file.missing"


def test_no_starttls_is_no_reason_to_speak_plainly(protocol: str, liar: Callable[..., Liar]) -> None:
    refusal = {"imap": b"{tag} NO not now\r\n", "smtp": b"454 not now\r\n"}[protocol]
    for answers in (FRIENDLY[protocol], {b"STARTTLS": refusal, **STARTTLS[protocol]}):
        bad = liar(GREETING[protocol], answers)
        error = failure(protocol, server(bad.port, Security.STARTTLS))
        assert error.code == "mail.no_starttls"
        assert SECRET.encode() not in bad.heard


def test_words_after_starttls_in_place_of_tls(protocol: str, liar: Callable[..., Liar]) -> None:
    go = {"imap": b"{tag} OK go\r\nnot TLS at all\r\n", "smtp": b"220 go\r\nnot TLS at all\r\n"}[protocol]
    bad = liar(GREETING[protocol], {b"STARTTLS": go, **STARTTLS[protocol]})
    error = failure(protocol, server(bad.port, Security.STARTTLS, timeout=1.0))
    assert error.code in {"mail.not_tls", "mail.timeout"}
    assert SECRET.encode() not in bad.heard


@pytest.mark.parametrize("where", ["before the greeting", "at the login"])
@pytest.mark.parametrize("what", ["silence", "hanging up"])
def test_a_server_that_stalls_or_hangs_up(protocol: str, where: str, what: str, liar: Callable[..., Liar]) -> None:
    if what == "silence":
        bad = liar() if where == "before the greeting" else liar(GREETING[protocol], FRIENDLY[protocol])
    elif where == "before the greeting":
        bad = liar(CLOSE)
    else:
        bad = liar(GREETING[protocol], {**FRIENDLY[protocol], LOGIN[protocol]: CLOSE})
    error = failure(protocol, server(bad.port, Security.NONE, timeout=0.5))
    assert error.code == {"silence": "mail.timeout", "hanging up": "mail.dropped"}[what]
    if what == "silence":
        assert "within 0.5 seconds" in str(error)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"imap": b"{tag} NO [UNAVAILABLE] later\r\n", "smtp": b"454 4.7.0 later\r\n"}, "mail.busy"),
        (
            {"imap": b"{tag} NO [ALERT] app password needed\r\n", "smtp": b"534 5.7.9 app password needed\r\n"},
            "mail.login",
        ),
        ({"imap": b"* BYE going down\r\n", "smtp": b"421 4.3.2 going down\r\n"}, "mail.busy|mail.dropped"),
        ({"imap": b"{tag} NO tell-nobody is wrong\r\n", "smtp": b"535 tell-nobody is wrong\r\n"}, "mail.login"),
        ({"imap": b"{tag} \xff\xfe\r\n", "smtp": b"what?\r\n"}, "mail.protocol"),
    ],
)
def test_answers_to_the_login(protocol: str, answer: dict[str, bytes], code: str, liar: Callable[..., Liar]) -> None:
    bad = liar(GREETING[protocol], {**FRIENDLY[protocol], LOGIN[protocol]: answer[protocol]})
    error = failure(protocol, server(bad.port, Security.NONE, timeout=20.0))
    assert error.code in code.split("|")


@pytest.mark.parametrize(
    "greeting",
    [
        b"HTTP/1.1 400 Bad Request\r\n",
        b"\x00\xff\x80\r\n",
        b"\r\n",
        b"* BYE too many connections\r\n",
        b"554 go away\r\n",
    ],
)
def test_greetings_of_something_else(protocol: str, greeting: bytes, liar: Callable[..., Liar]) -> None:
    bad = liar(greeting, {})
    error = failure(protocol, server(bad.port, Security.NONE, timeout=20.0))
    assert error.code in {"mail.protocol", "mail.busy", "mail.dropped"}
    assert SECRET.encode() not in bad.heard


def test_a_line_break_in_what_is_sent_as_a_line(protocol: str) -> None:
    for field in ("user", "password"):
        error = failure(protocol, server(993, Security.TLS, **{field: "a\r\nb"}))
        assert isinstance(error, Mistake)
        assert error.code == "text.line_break"


def test_names_and_passwords_beyond_ascii(
    protocol: str, liar: Callable[..., Liar], smtp_server: SmtpServer, dovecot: Dovecot
) -> None:
    smtp_server.users["žmogus"] = "пароль密码"
    if protocol == "smtp":
        Submission.open(
            server(smtp_server.tls_port, Security.TLS, dovecot.ca_file, user="žmogus", password="пароль密码")
        ).close()
        assert smtp_server.logins == [("žmogus", "пароль密码")]
    else:
        error = failure(
            protocol, server(dovecot.tls_port, Security.TLS, dovecot.ca_file, user="žmogus", password="пароль密码")
        )
        assert error.code == "mail.login"


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("localhost", True),
        ("LOCALHOST.", True),
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("[::1]", True),
        ("localhost.example.org", False),
        ("127.0.0.1.example.org", False),
        ("10.0.0.1", False),
        ("2130706433", False),
        ("", False),
    ],
)
def test_which_hosts_are_this_computer(host: str, here: bool) -> None:
    assert is_this_computer(host) is here


def test_trouble_is_what_all_of_these_are(protocol: str) -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        error = failure(protocol, server(deaf.getsockname()[1], Security.TLS, timeout=0.5))
    assert isinstance(error, Trouble)
    assert error.code == "mail.timeout"
