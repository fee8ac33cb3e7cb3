"""Pictures that a mail names and a person wants to see, fetched over HTTP with as little told and as little risked as can be.

No cookie, no referrer, nothing that names this program's version; only http and https on their usual ports, only to the public internet, also after
a redirect; a limit on count, bytes and time. What comes is bytes: whoever decodes them judges by their content, not by what the server calls it.
"""

import http.client
import logging
import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from time import monotonic
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

from msgspec import Struct

from deskbell.mail.public_hosts import Allowed, is_public, public_places

log = logging.getLogger(__name__)

_SAFE: Final = "%/:=&?~#+!$,;'@()*[]-._"
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_HEADERS: Final = {
    "User-Agent": "Mozilla/5.0",
    "Accept": "image/png,image/jpeg,image/gif,image/webp;q=0.9",
    "Accept-Encoding": "identity",
    "Connection": "close",
}


class Limits(Struct, frozen=True):
    """How much may be fetched for one message: pictures, bytes of one and of all, seconds for one connection and for all, redirects."""

    count: int = 60
    bytes_each: int = 5 << 20
    bytes_all: int = 30 << 20
    seconds_each: float = 10.0
    seconds_all: float = 25.0
    redirects: int = 4
    at_once: int = 4
    ports: frozenset[int] = frozenset({80, 443, 8080, 8443})
    allowed: Allowed = is_public


class Refused(Exception):
    """A picture that is not fetched: where it lies, what the server answers, or its size forbids it."""


def fetch_pictures(addresses: Sequence[str], limits: Limits | None = None) -> dict[str, bytes]:
    """The bytes of those pictures that could be had, by address. Never raises for what a server or a sender did; blocks for `seconds_all` at most."""
    limits = limits or Limits()
    visit = _Visit(limits)
    try:
        with ThreadPoolExecutor(limits.at_once, "pictures") as threads:
            found = threads.map(visit.fetch, list(addresses)[: limits.count])
            return {address: content for address, content in zip(addresses, found, strict=False) if content}
    finally:
        visit.end()


class _Visit:
    """The fetching for one message: what its threads share. When time is up all its connections are cut, whatever they wait for."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._left = limits.bytes_all
        self._until = monotonic() + limits.seconds_all
        self._timer = threading.Timer(limits.seconds_all, self._cut)
        self._timer.daemon = True
        self._timer.start()

    def fetch(self, address: str) -> bytes:
        """One picture, b"" where it cannot be had."""
        try:
            return self._follow(address)
        except (OSError, http.client.HTTPException, Refused, ValueError) as error:
            # Neither the address nor its query: they say who reads whose mail.
            log.info("a picture was not fetched: %s", type(error).__name__)
            return b""

    def end(self) -> None:
        """Nothing is fetched any more."""
        self._timer.cancel()

    def _follow(self, address: str) -> bytes:
        for _ in range(self._limits.redirects + 1):
            content, further = self._get(address)
            if not further:
                return content
            after = urljoin(address, further)
            if urlsplit(address).scheme == "https" and urlsplit(after).scheme != "https":
                raise Refused("from https to http")
            address = after
        raise Refused("too many redirects")

    def _get(self, address: str) -> tuple[bytes, str]:
        """What lies there, or where one is sent to."""
        parts = urlsplit(address)
        secure = parts.scheme.lower() == "https"
        host, port = parts.hostname or "", parts.port or (443 if secure else 80)
        if parts.scheme.lower() not in {"http", "https"} or not host or port not in self._limits.ports:
            raise Refused("no address of the web")
        target = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
        with self._connection(host, port, secure) as connection:
            connection.request("GET", target, headers=_HEADERS)
            answer = connection.getresponse()
            if answer.status in _REDIRECTS:
                return b"", answer.getheader("Location", "") or self._nothing()
            if answer.status != 200:
                raise Refused("not found")
            return self._read(answer), ""

    @contextmanager
    def _connection(self, host: str, port: int, secure: bool) -> Iterator[http.client.HTTPConnection]:
        connection = http.client.HTTPConnection(host.encode("idna").decode() if not host.isascii() else host, port)
        plain = self._reach(host, port)
        with self._lock:
            self._open.add(plain)
        try:
            if secure:
                context = ssl.create_default_context()
                connection.default_port = 443
                connection.sock = context.wrap_socket(plain, server_hostname=host)
                with self._lock:
                    # Wrapping takes the socket over: the old object holds nothing any more.
                    self._open.discard(plain)
                    self._open.add(connection.sock)
            else:
                connection.sock = plain
            yield connection
        finally:
            with self._lock:
                self._open -= {plain, connection.sock}
            connection.close()
            plain.close()

    def _reach(self, host: str, port: int) -> socket.socket:
        reason: OSError = OSError("no address")
        for place in public_places(host, port, self._limits.allowed):
            try:
                return socket.create_connection(place, timeout=self._seconds())
            except OSError as error:
                reason = error
        raise reason

    def _read(self, answer: http.client.HTTPResponse) -> bytes:
        pieces: list[bytes] = []
        size = 0
        while piece := answer.read1(65536):
            size += len(piece)
            self._seconds()
            with self._lock:
                self._left -= len(piece)
                too_much = size > self._limits.bytes_each or self._left < 0
            if too_much:
                raise Refused("too large")
            pieces.append(piece)
        return b"".join(pieces)

    def _seconds(self) -> float:
        """How long one may wait now; `Refused` where time is up."""
        left = self._until - monotonic()
        if left <= 0:
            raise Refused("time is up")
        return min(left, self._limits.seconds_each)

    def _nothing(self) -> str:
        raise Refused("sent nowhere")

    def _cut(self) -> None:
        with self._lock:
            for one in self._open:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
