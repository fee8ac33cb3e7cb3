"""The line to an IMAP server, from the first byte on: whoever watches over it sees that it is overdue, and cuts it under whoever waits on it."""

import contextlib
import imaplib
import math
import socket
import ssl
import time
from collections.abc import Iterator
from typing import Final

from imapclient import IMAPClient, SocketTimeout

LONGEST_ANSWER: Final = 120.0
"""After so many seconds a server that still says a word now and then counts as one that does not answer."""


class Line:
    """One at a time: a connection that is made anew takes the place of the one before. `overdue` and `cut` may be called from another thread."""

    def __init__(self) -> None:
        self._until = math.inf
        self._socket: socket.socket | None = None
        self.was_cut = False

    @contextlib.contextmanager
    def waiting(self, *, seconds: float = 0.0) -> Iterator[None]:
        """What happens within is overdue after a while; `seconds` are what it takes by its nature."""
        before = self._until
        self._until = time.monotonic() + LONGEST_ANSWER + seconds
        try:
            yield
        finally:
            self._until = before

    def overdue(self) -> bool:
        """Whether a command waits for its answer for longer than any honest server needs, or a connection for its beginning."""
        return time.monotonic() > self._until

    def cut(self) -> None:
        """End the connection: who waits on it gets an error. Raises nothing."""
        self.was_cut = True
        # Once: the other thread may let go in between.
        held = self._socket
        if held is not None:
            with contextlib.suppress(OSError):
                held.shutdown(socket.SHUT_RDWR)

    def take(self, connection: socket.socket) -> None:
        """This is the connection now. A second handle is kept of it: TLS takes the first one away, for a handshake that may never end."""
        self.let_go()
        self._socket = connection.dup()
        if self.was_cut:
            self.cut()

    def let_go(self) -> None:
        """Nothing is connected any more."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None


class LinedClient(IMAPClient):  # type: ignore[misc]  # the library says nothing of its types
    """IMAPClient that puts its connection on a line before it says or hears a word. With a `context` it speaks TLS from the first byte on."""

    def __init__(self, line: Line, host: str, port: int, context: ssl.SSLContext | None, timeout: float) -> None:
        self._line = line
        super().__init__(
            host, port, ssl=context is not None, ssl_context=context, timeout=SocketTimeout(timeout, timeout)
        )

    def _create_IMAP4(self) -> imaplib.IMAP4:  # noqa: N802  the library's name
        return _Wire(self._line, self.host, self.port, self.ssl_context, self._timeout.connect)


class _Wire(imaplib.IMAP4):
    def __init__(self, line: Line, host: str, port: int, context: ssl.SSLContext | None, timeout: float) -> None:
        self._line = line
        self._context = context
        super().__init__(host, port, timeout)

    def _create_socket(self, timeout: float) -> socket.socket:
        made = socket.create_connection((self.host, self.port), timeout)
        self._line.take(made)
        return made if self._context is None else self._context.wrap_socket(made, server_hostname=self.host)
