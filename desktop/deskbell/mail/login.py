"""Reaching a mail server safely: what is allowed, which certificates are trusted, and what went wrong, as a sentence.

TLS is always verified, against the system's authorities and the mailbox's own CA file. There is no fall-back from STARTTLS to plain text
(RFC 8314), and plain text goes to this computer only: a password never leaves before the server has proved its name.
"""

import contextlib
import errno
import imaplib
import ipaddress
import re
import smtplib
import socket
import ssl
from collections.abc import Iterator
from typing import Final

from imapclient.exceptions import LoginError

from deskbell.model.errors import Mistake, Trouble
from deskbell.model.kinds import Security
from deskbell.model.mail import Server

_UNREACHABLE: Final = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL})
# What OpenSSL says when the other side answers a TLS hello with words.
_NOT_TLS: Final = frozenset(
    {"WRONG_VERSION_NUMBER", "UNKNOWN_PROTOCOL", "HTTP_REQUEST", "PACKET_LENGTH_TOO_LONG", "RECORD_LAYER_FAILURE"}
)
# RFC 5530 and what servers say in its stead: not the password's fault, try later.
_BUSY: Final = re.compile(
    r"\[(UNAVAILABLE|INUSE|LIMIT|SERVERBUG|CONTACTADMIN)\]|too many|temporar|try again", re.IGNORECASE
)
_REASON_LENGTH: Final = 200
# What OpenSSL finds wrong (X509_V_ERR_… of x509_vfy.h), by what a person can do about it.
_CERTIFICATE: Final = {
    9: "mail.certificate_time",  # not valid yet
    10: "mail.certificate_time",  # has expired
    18: "mail.certificate_stranger",  # self-signed
    19: "mail.certificate_stranger",  # self-signed, further up
    20: "mail.certificate_stranger",  # the issuer is not known
    21: "mail.certificate_stranger",  # the issuer is not shown either
    62: "mail.certificate_name",  # for another host
    64: "mail.certificate_name",  # for another address
}

# ValueError, LookupError, TypeError, AttributeError: imaplib, smtplib and IMAPClient trip over answers that no honest server gives.
LIBRARY_ERRORS: Final = (
    OSError,
    imaplib.IMAP4.error,
    smtplib.SMTPException,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    OverflowError,
    MemoryError,
)
"""What may come out of a call into those libraries because of what the server said."""


def is_this_computer(host: str) -> bool:
    """Whether `host` names this computer without asking anybody: localhost or an address of the loopback net."""
    if host.rstrip(".").lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def tls_context(server: Server) -> ssl.SSLContext:
    """A context that verifies certificate and name, with the mailbox's own CA file. Raises as `trusting` does."""
    return trusting(server.ca_file)


def trusting(ca_file: str) -> ssl.SSLContext:
    """A context that verifies certificate and name; `ca_file`, a PEM file, is trusted besides the system's authorities ("" for none).

    Raises `Trouble` file.missing or file.unreadable where the CA file cannot be used.
    """
    context = ssl.create_default_context()
    if ca_file:
        try:
            context.load_verify_locations(cafile=ca_file)
        except FileNotFoundError as error:
            raise Trouble("file.missing", path=ca_file) from error
        except OSError as error:
            raise Trouble("file.unreadable", path=ca_file, reason=error.strerror or "not a PEM certificate") from error
    return context


def check(server: Server) -> Security:
    """How to connect, looked at before anything is sent.

    Raises `Trouble` mail.plain_remote for plain text to another computer and mail.host for a name that no server can have, `Mistake`
    text.line_break for a name or password that would end the line it is sent in.
    """
    security = Security(server.security)
    typed = (("User name", server.user), ("Password", server.password), ("Host", server.host), ("Token", server.token))
    for field, value in typed:
        if re.search(r"[\r\n\0]", value):
            raise Mistake("text.line_break", field=field)
    if security is Security.NONE and not is_this_computer(server.host):
        raise Trouble("mail.plain_remote", host=server.host)
    try:
        server.host.encode("idna")
    except UnicodeError as error:
        raise Trouble("mail.host", host=server.host) from error
    return security


@contextlib.contextmanager
def explained(server: Server) -> Iterator[None]:
    """Turn what sockets, TLS, imaplib and smtplib raise into `Trouble` with a code of `model.sentences`."""
    try:
        yield
    except LIBRARY_ERRORS as error:
        raise explain(error, server) from error


def explain(error: BaseException, server: Server) -> Trouble:
    """The sentence for an error of a library, with its own words as `detail`; password and token are never among them."""
    code, reason = _judge(error)
    if code == "mail.login" and server.token:
        code = "mail.token"
    detail = f"{type(error).__name__}: {error}"
    for secret in (server.password, server.token):
        if len(secret) > 3:
            detail = detail.replace(secret, "…")
            reason = reason.replace(secret, "…")
    return Trouble(
        code,
        detail=detail,
        host=server.host,
        port=server.port,
        user=server.user,
        seconds=f"{server.timeout:g}",
        reason=reason,
    )


def is_busy(reason: str) -> bool:
    """Whether a server's refusal means "not now" and not "never" (RFC 5530, and what servers say in its stead)."""
    return _BUSY.search(reason) is not None


def words(answer: object) -> str:
    """What a server said, as one short line of text that is safe to show."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
    text = re.sub(r"""\bb(['"])(.*?)\1""", r"\2", text)
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())[:_REASON_LENGTH]


def _judge(error: BaseException) -> tuple[str, str]:
    """The code of an error and the reason that its sentence may want."""
    match error:
        case ssl.SSLCertVerificationError():
            code = _CERTIFICATE.get(error.verify_code, "mail.certificate")
            return code, words(error.verify_message or error).rstrip(".")
        case ssl.SSLEOFError() | ssl.SSLZeroReturnError():
            return "mail.dropped", ""
        case ssl.SSLError():
            return ("mail.not_tls", "") if error.reason in _NOT_TLS else ("mail.protocol", words(error.reason or error))
        case socket.gaierror():
            return "mail.host", ""
        case smtplib.SMTPException():
            return _judge_smtp(error)
        case imaplib.IMAP4.error():
            return _judge_imap(error)
        case TimeoutError():
            return "mail.timeout", ""
        case ConnectionRefusedError():
            return "mail.refused", ""
        case OSError() if error.errno in _UNREACHABLE:
            return "mail.host", ""
        case OSError():
            return "mail.dropped", ""
        case _:
            return "mail.protocol", words(f"{type(error).__name__}: {error}")


def _judge_smtp(error: smtplib.SMTPException) -> tuple[str, str]:
    match error:
        case smtplib.SMTPServerDisconnected():
            return ("mail.timeout", "") if isinstance(error.__context__, TimeoutError) else ("mail.dropped", "")
        case smtplib.SMTPResponseException():
            reason = f"{error.smtp_code} {words(error.smtp_error)}"
            if 400 <= error.smtp_code < 500:
                return "mail.busy", reason
            return ("mail.login" if isinstance(error, smtplib.SMTPAuthenticationError) else "mail.protocol"), reason
        case _:
            return "mail.protocol", words(error)


def _judge_imap(error: imaplib.IMAP4.error) -> tuple[str, str]:
    reason = words(error.args[0] if error.args else error)
    if isinstance(error, LoginError):
        # IMAPClient calls everything a failed login, also a connection that was cut in the middle of it.
        if isinstance(error.__context__, imaplib.IMAP4.abort):
            return _judge_imap(error.__context__)
        return ("mail.busy", reason) if is_busy(reason) else ("mail.login", reason)
    if isinstance(error, imaplib.IMAP4.abort) and "unexpected" not in reason:
        return "mail.dropped", reason
    if reason.startswith("* BYE") or is_busy(reason):
        return "mail.busy", reason
    return "mail.protocol", reason
