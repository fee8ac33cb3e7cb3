"""Handing one mail to an SMTP server, so that what became of it is always known, or known to be unknown.

smtplib raises the same error for a connection lost before and after the final dot, and whoever resends on it doubles the mail. Here MAIL, RCPT and
DATA are driven apart (RFC 5321 3.3): until the dot is on its way, trouble means that nothing was sent; from there on only the server's answer counts.
"""

import base64
import contextlib
import re
import select
import smtplib
import ssl
from collections.abc import Mapping, Sequence
from typing import Final, Self

from deskbell.mail.address import ascii_domain
from deskbell.mail.delivery import Delivery, Fate, Refusal
from deskbell.mail.login import LIBRARY_ERRORS, check, explain, explained, tls_context, words
from deskbell.mail.sasl import bearer
from deskbell.model.errors import Trouble
from deskbell.model.kinds import Security
from deskbell.model.mail import Server
from deskbell.rules.mail_size import is_beyond, megabytes

COMMAND_SECONDS: Final = 300.0
"""How long MAIL, RCPT, DATA and a block of the mail may take (RFC 5321 4.5.3.2)."""
DOT_SECONDS: Final = 600.0
"""How long the server may take over a mail that it has got whole (RFC 5321 4.5.3.2.6)."""
_BLOCK: Final = 64 * 1024
_LIMIT_DIGITS: Final = 12
PIPELINED: Final = 100
"""How many RCPT are sent at once where the server allows it (RFC 2920): few enough that neither side waits for the other to read."""
# The name of this computer and its address in the office are nobody's business (RFC 5321 4.1.3 allows a literal).
_HELLO: Final = "[127.0.0.1]"
# Answers that speak of the session, not of the mail: anybody else's mail would get them too.
_NOT_ABOUT_THE_MAIL: Final = frozenset({421, 530, 534, 535, 538})


class Submission:
    """A logged-in connection that mails are handed to one by one. Make it with `Submission.open`, and use it with `with`, or `close` it."""

    def __init__(self, smtp: smtplib.SMTP, server: Server) -> None:
        self._smtp = smtp
        self._server = server

    @classmethod
    def open(cls, server: Server) -> Self:
        """Connect, verify the server's certificate, and only then log in (not at all where `server.user` is "")."""
        security = check(server)
        context = tls_context(server) if security is not Security.NONE else None
        smtp: smtplib.SMTP
        with explained(server):
            if security is Security.TLS:
                smtp = smtplib.SMTP_SSL(server.host, server.port, _HELLO, timeout=server.timeout, context=context)
            else:
                smtp = smtplib.SMTP(server.host, server.port, _HELLO, timeout=server.timeout)
        submission = cls(smtp, server)
        try:
            with explained(server):
                submission._enter(security, context)
        except BaseException:
            smtp.close()
            raise
        return submission

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def limit(self) -> int:
        """How many bytes of a mail the server takes (RFC 1870); 0 where it names no limit, or none that any mail reaches."""
        said = self._smtp.esmtp_features.get("size", "")
        return int(said) if said.isdecimal() and len(said) <= _LIMIT_DIGITS else 0

    def close(self) -> None:
        """Say QUIT if the server still listens, and close the connection in any case. Raises nothing."""
        with contextlib.suppress(*LIBRARY_ERRORS):
            if self._smtp.sock is not None:
                self._smtp.sock.settimeout(2)
                self._smtp.quit()
        self._smtp.close()

    def send(
        self,
        sender: str,
        recipients: Sequence[str],
        raw: bytes,
        *,
        command_seconds: float = COMMAND_SECONDS,
        dot_seconds: float = DOT_SECONDS,
    ) -> Delivery:
        """Hand over one mail, for all `recipients` (Bcc too) that the server takes.

        `sender` and `recipients` are plain addresses, the envelope; a `sender` of "" is the null path, which answers of machines have (RFC 3834 3.3),
        so that nothing comes back for them. Raises `Trouble` where the mail was certainly not sent and nobody refused it:
        the connection broke before the final dot, or the server refuses the whole session. The connection is of no more use after `Trouble`
        and after UNKNOWN.
        """
        assert recipients, "a mail to nobody"
        sender = ascii_domain(sender) if sender else ""
        to = {address: ascii_domain(address) for address in recipients}
        with explained(self._server):
            self._patience(command_seconds)
            offered = self._envelope((sender, *to.values()), raw)
            if offered is not None:
                return offered
            refused = self._recipients(to)
            if len(refused) == len(to):
                self._reset()
                lasting = all(refusal.permanent for refusal in refused)
                worst = refused[0] if lasting else next(refusal for refusal in refused if not refusal.permanent)
                return Delivery(Fate.PERMANENT if lasting else Fate.TEMPORARY, worst.code, worst.text, tuple(refused))
            code, answer = self._command("DATA")
            if code != 354:
                return self._refused(code, answer, tuple(refused))
            early = self._content(raw)
        return early or self._dot(dot_seconds, tuple(refused))

    def _enter(self, security: Security, context: ssl.SSLContext | None) -> None:
        smtp, server = self._smtp, self._server
        smtp.ehlo_or_helo_if_needed()
        if security is Security.STARTTLS:
            if not smtp.has_extn("starttls"):
                raise Trouble("mail.no_starttls", host=server.host, port=server.port)
            try:
                smtp.starttls(context=context)
            except smtplib.SMTPResponseException as error:
                reason = words(error.smtp_error)
                raise Trouble("mail.no_starttls", host=server.host, port=server.port, detail=reason) from error
            smtp.ehlo_or_helo_if_needed()
        if server.user:
            self._login()

    def _login(self) -> None:
        """AUTH with a token, or with PLAIN or LOGIN, all under TLS by now. smtplib's own takes no name or password outside ASCII."""
        smtp, server = self._smtp, self._server
        ways = smtp.esmtp_features.get("auth", "").upper().split()
        user, password = server.user.encode(), server.password.encode()
        if server.token:
            way = bearer(ways, server.user, server.token, server.host, server.port)
            if way is None:
                raise Trouble("mail.no_token_login", host=server.host)
            code, answer = smtp.docmd("AUTH", f"{way.mechanism} {_base64(way.first)}")
            if code == 334:  # the server's account of a failure; the refusal follows the answer
                code, answer = smtp.docmd(_base64(way.to_failure))
        elif "PLAIN" in ways:
            code, answer = smtp.docmd("AUTH", "PLAIN " + _base64(b"\0" + user + b"\0" + password))
        elif "LOGIN" in ways:
            code, answer = smtp.docmd("AUTH", "LOGIN")
            for secret in (user, password):
                if code == 334:
                    code, answer = smtp.docmd(_base64(secret))
        else:
            smtp.login(server.user, server.password)
            return
        if code != 235:
            kind = smtplib.SMTPAuthenticationError if code >= 500 else smtplib.SMTPResponseException
            raise kind(code, answer)

    def _envelope(self, addresses: Sequence[str], raw: bytes) -> Delivery | None:
        """MAIL, from the first of all addresses of the envelope; a refusal, or None to go on."""
        options = []
        if self._smtp.has_extn("size"):
            if is_beyond(len(raw), self.limit):
                sizes = {"size": megabytes(len(raw)), "limit": megabytes(self.limit)}
                return Delivery(Fate.PERMANENT, 552, "5.3.4", told="mail.too_large", values=sizes)
            options.append(f"SIZE={len(raw)}")
        strange = [address for address in addresses if not address.isascii()]
        if strange or not _headers(raw).isascii():
            if not self._smtp.has_extn("smtputf8"):
                said = f"5.6.7 {self._server.host} does not offer SMTPUTF8"
                whose = {"address": ", ".join(strange) or _strange_word(raw)}
                return Delivery(Fate.PERMANENT, 550, said, told="mail.smtputf8", values=whose)
            options += ["SMTPUTF8", "BODY=8BITMIME"]
        self._smtp.command_encoding = "utf-8" if "SMTPUTF8" in options else "ascii"
        code, answer = self._command("MAIL", " ".join([f"FROM:<{addresses[0]}>", *options]))
        return None if code == 250 else self._refused(code, answer)

    def _recipients(self, to: Mapping[str, str]) -> list[Refusal]:
        """RCPT for each address, by the form that SMTP wants; those that were refused."""
        refused = []
        together = PIPELINED if self._smtp.has_extn("pipelining") else 1
        pairs = list(to.items())
        for low in range(0, len(pairs), together):
            block = pairs[low : low + together]
            for _, path in block:
                self._smtp.putcmd("RCPT", f"TO:<{path}>")
            for address, _ in block:
                code, answer = self._answer()
                if code not in {250, 251, 252}:
                    refused.append(Refusal(address, code, words(answer)))
        return refused

    def _content(self, raw: bytes) -> Delivery | None:
        """The mail itself, dots doubled (RFC 5321 4.5.2), without the final one; a refusal, or None to go on."""
        lines = re.sub(rb"\r\n|\r|\n", b"\r\n", raw)
        stuffed = re.sub(rb"(?m)^\.", b"..", lines)
        if not stuffed.endswith(b"\r\n"):
            stuffed += b"\r\n"
        for low in range(0, len(stuffed), _BLOCK):
            self._smtp.send(stuffed[low : low + _BLOCK])
        # A server that speaks or hangs up now has not waited for the end: it cannot have taken the mail.
        sock = self._smtp.sock
        assert sock is not None
        if select.select([sock], [], [], 0)[0]:
            code, answer = self._smtp.getreply()
            self._smtp.close()
            if not 400 <= code < 600:
                raise smtplib.SMTPDataError(code, answer)
            return Delivery(Fate.TEMPORARY if code < 500 else Fate.PERMANENT, code, words(answer))
        return None

    def _dot(self, seconds: float, refused: tuple[Refusal, ...]) -> Delivery:
        """The final dot, and what the server says to it."""
        self._patience(seconds)
        try:
            self._smtp.send(b".\r\n")
            code, answer = self._smtp.getreply()
        except LIBRARY_ERRORS as error:
            self._smtp.close()
            return Delivery(Fate.UNKNOWN, 0, words(explain(error, self._server).detail), refused)
        if 200 <= code < 300:
            return Delivery(Fate.SENT, code, words(answer), refused)
        if 400 <= code < 600:
            return Delivery(Fate.TEMPORARY if code < 500 else Fate.PERMANENT, code, words(answer), refused)
        self._smtp.close()
        return Delivery(Fate.UNKNOWN, code, words(answer), refused)

    def _command(self, verb: str, arguments: str = "") -> tuple[int, bytes]:
        """One command and its answer."""
        self._smtp.putcmd(verb, arguments)
        return self._answer()

    def _answer(self) -> tuple[int, bytes]:
        """The next answer; raises smtplib's error where it is none, or is about the session."""
        code, answer = self._smtp.getreply()
        if not 200 <= code < 600 or code in _NOT_ABOUT_THE_MAIL:
            raise smtplib.SMTPResponseException(code, answer)
        return code, answer

    def _refused(self, code: int, answer: bytes, refused: tuple[Refusal, ...] = ()) -> Delivery:
        """The server refused the mail as a whole; the session is ready for the next."""
        self._reset()
        return Delivery(Fate.PERMANENT if code >= 500 else Fate.TEMPORARY, code, words(answer), refused)

    def _reset(self) -> None:
        """Ready for the next mail. Where it fails, the next mail's first command will say so; this one's answer stands."""
        with contextlib.suppress(*LIBRARY_ERRORS):
            self._smtp.rset()

    def _patience(self, seconds: float) -> None:
        if self._smtp.sock is None:
            raise smtplib.SMTPServerDisconnected
        self._smtp.sock.settimeout(seconds)


def _headers(raw: bytes) -> bytes:
    return raw.partition(b"\r\n\r\n")[0]


def _strange_word(raw: bytes) -> str:
    """The first address or word of the headers that is not ASCII."""
    found = (word for word in _headers(raw).decode("utf-8", "replace").split() if not word.isascii())
    return next(found, "").strip("<>,;")


def _base64(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")
