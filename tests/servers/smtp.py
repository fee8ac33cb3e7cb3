"""A real SMTP server of the tests' own, which can be told to misbehave."""

# ruff: noqa: N802  aiosmtpd finds its hooks by names such as handle_MAIL

import asyncio
import base64
import json
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from servers.certificates import Certificates
from servers.loop import LoopThread

BIG = 64 * 1024 * 1024


class Fault(Enum):
    """What the server does wrong when a mail comes."""

    NONE = "none"
    DROP_BEFORE_DOT = "drop before the final dot"
    DROP_AFTER_DOT = "take the mail, then drop the connection without an answer"
    STALL_AFTER_DOT = "take the mail, then never answer"


@dataclass(frozen=True)
class Received:
    """One mail that the server took: the envelope as SMTP gave it, and the bytes of DATA."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes = field(repr=False)
    user: str = ""
    options: tuple[str, ...] = ()


class SmtpServer:
    """SMTP on loopback: `tls_port` is TLS from the first byte, `starttls_port` offers it, `plain_port` has none and is for loopback only.

    `users` maps names to passwords, `tokens` says whose a token is; `logins` has every pair that was tried. `refuse` maps a recipient to the answer it gets, `answer` is given to
    DATA unless "", `most` is how many recipients it takes at once (0: any number), `fault` is what goes wrong. `reset()` makes it well-behaved and empty again.
    """

    host = "localhost"
    password = "right-password"

    def __init__(self, certificates: Certificates) -> None:
        self.ca_file = certificates.ca_file
        self._changed = threading.Condition()
        self.reset()
        self._thread = LoopThread("smtp")
        tls = certificates.good
        self.tls_port = self._listen(tls, auth_require_tls=False)
        self.starttls_port = self._listen(None, tls_context=tls, require_starttls=True)
        self.plain_port = self._listen(None, auth_require_tls=False)

    def reset(self) -> None:
        """Forget all mails and faults; the user `desk` may log in with `password`."""
        self.users = {"desk": self.password}
        self.tokens: Callable[[str], str] = lambda _: ""
        self.logins: list[tuple[str, str]] = []
        self.mails: list[Received] = []
        self.refuse: dict[str, str] = {}
        self.answer = ""
        self.most = 0
        self.fault = Fault.NONE

    def wait(self, count: int, seconds: float = 60) -> list[Received]:
        """Wait until `count` mails have come, and return all; an AssertionError after `seconds`."""
        with self._changed:
            came = self._changed.wait_for(lambda: len(self.mails) >= count, seconds)
            assert came, f"{len(self.mails)} of {count} mails came"
            return list(self.mails)

    def close(self) -> None:
        """Stop listening and end the thread."""
        self._thread.close()

    def keep(self, mail: Received) -> None:
        """Record a mail, and wake whoever waits for it."""
        with self._changed:
            self.mails.append(mail)
            self._changed.notify_all()

    def _listen(self, tls: Any, **options: Any) -> int:
        handler = _Handler(self)

        def factory() -> SMTP:
            return _Session(
                handler,
                enable_SMTPUTF8=True,
                hostname="localhost",
                data_size_limit=BIG,
                authenticator=handler.check,
                loop=self._thread.loop,
                **options,
            )

        return self._thread.listen(factory, tls)


class _Session(SMTP):
    """aiosmtpd's session, with the fault that its hooks cannot make: dropping the connection in the middle of DATA."""

    async def auth_XOAUTH2(self, _: SMTP, args: list[str]) -> AuthResult:
        """Google's way, for which aiosmtpd has no hook: its account of a failure comes first, then, after an empty line, the refusal."""
        found = (
            re.fullmatch(rb"user=(.*)\x01auth=Bearer (.*)\x01\x01", base64.b64decode(args[1]))
            if len(args) > 1
            else None
        )
        if found is None:
            return AuthResult(success=False, handled=False)
        name, token = found[1].decode(), found[2].decode()
        self.event_handler.desk.logins.append((name, token))
        if self.event_handler.desk.tokens(token) == name:
            return AuthResult(success=True, handled=False, auth_data=name)
        await self.challenge_auth(json.dumps({"status": "401", "schemes": "bearer"}))
        return AuthResult(success=False, handled=False)

    async def smtp_DATA(self, arg: str) -> None:
        if self.event_handler.desk.fault is Fault.DROP_BEFORE_DOT:
            await self.push("354 Go on")
            await self._reader.readline()
            _hang_up(self)
            return
        await super().smtp_DATA(arg)


def _hang_up(session: SMTP) -> None:
    assert isinstance(session.transport, asyncio.WriteTransport)
    session.transport.abort()


class _Handler:
    """The hooks of aiosmtpd."""

    def __init__(self, desk: SmtpServer) -> None:
        self.desk = desk

    def check(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        name, password = data.login.decode(), data.password.decode()
        self.desk.logins.append((name, password))
        good = self.desk.users.get(name) == password
        return AuthResult(success=good, handled=False, auth_data=name)

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if not session.authenticated:
            return "530 5.7.0 Authentication required"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.desk.refuse:
            return self.desk.refuse[address]
        if self.desk.most and len(envelope.rcpt_tos) >= self.desk.most:
            return "452 4.5.3 Too many recipients"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.desk.answer:
            return self.desk.answer
        content = envelope.content
        assert isinstance(content, bytes)
        assert envelope.mail_from is not None
        options = tuple(envelope.mail_options)
        mail = Received(envelope.mail_from, tuple(envelope.rcpt_tos), content, str(session.auth_data), options)
        self.desk.keep(mail)
        if self.desk.fault is Fault.DROP_AFTER_DOT:
            _hang_up(server)
        if self.desk.fault is Fault.STALL_AFTER_DOT:
            await asyncio.get_running_loop().create_future()
        return f"250 2.0.0 OK: queued as {int(time.time())}"
