"""A logged-in IMAP connection, and waiting on it: what IMAPClient leaves to its user, or gets wrong."""

import contextlib
import imaplib
import logging
import re
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from imapclient import IMAPClient

from deskbell.mail.folders import uid_set
from deskbell.mail.imap_answers import Answer, read_answers
from deskbell.mail.imap_line import Line, LinedClient
from deskbell.mail.login import LIBRARY_ERRORS, check, explained, tls_context, words
from deskbell.mail.sasl import bearer
from deskbell.model.errors import Trouble
from deskbell.model.kinds import Security
from deskbell.model.mail import Server

log = logging.getLogger(__name__)

# Servers and routers forget a silent connection after ten minutes or more (RFC 2177 says 29).
RENEWAL: Final = 540.0
"""How long one IDLE may last, in seconds."""
_SLICE: Final = 0.5


def connect(server: Server, line: Line) -> IMAPClient:
    """Connect, verify the server's certificate, and only then log in. Raises `Trouble` with the sentence for what went wrong.

    All of that together is overdue after a while, however the server draws it out.
    """
    security = check(server)
    context = tls_context(server) if security is not Security.NONE else None
    with explained(server), line.waiting(), _let_go_on_failure(line):
        on_the_wire = context if security is Security.TLS else None
        client = LinedClient(line, server.host, server.port, on_the_wire, server.timeout)
        try:
            # Otherwise imaplib formats every line of the conversation for a logger, mails and all.
            client._imap.debug = 0
            client.normalise_times = False
            if security is Security.STARTTLS:
                _start_tls(client, server, context)
            _log_in(client, server)
        except BaseException:
            with contextlib.suppress(*LIBRARY_ERRORS):
                client.shutdown()
            raise
    return client


@contextlib.contextmanager
def _let_go_on_failure(line: Line) -> Iterator[None]:
    try:
        yield
    except BaseException:
        line.let_go()
        raise


def fetch(client: IMAPClient, uids: Sequence[int], items: Sequence[str]) -> dict[int, Answer]:
    """UID FETCH of the open folder; the answers by UID. IMAPClient's own names each UID: a line that is too long for some servers."""
    if not uids:
        return {}
    imap = client._imap
    tag = imap._command("UID", "FETCH", uid_set(uids), f"({' '.join(items)})")
    kind, data = imap._command_complete("FETCH", tag)
    client._checkok("fetch", kind, data)
    _, data = imap._untagged_response(kind, data, "FETCH")
    wanted = set(uids)
    return {uid: answer for uid, answer in read_answers(data).items() if uid in wanted}


def idle(client: IMAPClient, seconds: float, stopped: Callable[[], bool]) -> bool:
    """One IDLE command (RFC 2177) of at most `seconds`; whether the open folder grew. `stopped` is asked twice a second."""
    until = time.monotonic() + seconds
    heard: list[Any] = _begin_idle(client)
    while not _grew(heard) and not stopped() and (now := time.monotonic()) < until:
        pause = min(_SLICE, until - now)
        answers = client.idle_check(timeout=pause)
        heard.extend(answers)
        if not answers and time.monotonic() - now < pause / 2:
            # IMAPClient keeps silent about the end of the connection; the next command does not.
            break
    heard.extend(client.idle_done()[1])
    return _grew(heard)


def _start_tls(client: IMAPClient, server: Server, context: ssl.SSLContext | None) -> None:
    if not client.has_capability("STARTTLS"):
        raise Trouble("mail.no_starttls", host=server.host, port=server.port)
    try:
        client.starttls(context)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        raise Trouble("mail.no_starttls", host=server.host, port=server.port, detail=words(error)) from error


def _log_in(client: IMAPClient, server: Server) -> None:
    # LOGIN takes no name or password outside ASCII; PLAIN does (RFC 4616).
    if server.token:
        _show_token(client, server)
    elif client.has_capability("AUTH=PLAIN"):
        client.plain_login(server.user, server.password)
    else:
        client.login(server.user, server.password)
    # Asked now and remembered: IMAPClient would ask in the middle of IDLE, where no command may be sent. What was offered before the login
    # does not count.
    client._cached_capabilities = None
    client.capabilities()
    # NetEase (163.com, 126.com) opens no folder to a program that does not say its name (RFC 2971).
    if client.has_capability("ID"):
        try:
            client.id_({"name": "Deskbell"})
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error:
            log.info("%s offers ID and refuses it", server.host)


def _show_token(client: IMAPClient, server: Server) -> None:
    offered = {name.decode("ascii", "replace").upper() for name in client.capabilities()}
    ways = {name.removeprefix("AUTH=") for name in offered if name.startswith("AUTH=")}
    way = bearer(ways, server.user, server.token, server.host, server.port)
    if way is None:
        raise Trouble("mail.no_token_login", host=server.host)
    # The server asks for nothing at first; what it asks then is its account of a failure, and a refusal follows the answer (RFC 7628 3.2.3).
    answers = iter((way.first, way.to_failure))
    client.sasl_login(way.mechanism, lambda _: next(answers, None))


def _begin_idle(client: IMAPClient) -> list[tuple[int, bytes]]:
    """IMAPClient's `idle()`, which takes news that overtakes the server's "+" for an error; the news, if it is of new mails."""
    imap = client._imap
    tag = imap._command("IDLE")
    news = []
    while (line := imap._get_response()) is not None:
        if imap.tagged_commands[tag]:
            kind, data = imap.tagged_commands.pop(tag)
            message = f"IDLE: {kind} {words(data[0])}"
            raise imaplib.IMAP4.error(message)
        if found := re.match(rb"\* (\d+) EXISTS", line):
            news.append((int(found[1]), b"EXISTS"))
    client._idle_tag = tag
    return news


def _grew(answers: Sequence[Any]) -> bool:
    return any(isinstance(answer, tuple) and len(answer) > 1 and answer[1] == b"EXISTS" for answer in answers)
