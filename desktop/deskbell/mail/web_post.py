"""Telling a web server something: one POST, over verified TLS or within the own network, with a limit on what it takes and a word for what went wrong."""

import ipaddress
import socket
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, Self
from urllib.parse import urlsplit

from msgspec import Struct

from deskbell.mail.login import trusting
from deskbell.mail.public_hosts import public_places
from deskbell.mail.web import explain
from deskbell.model.errors import Trouble
from deskbell.model.hidden import all_but
from deskbell.rules.webhooks import is_local

if TYPE_CHECKING:
    import httpx2

SECONDS: Final = 15.0
"""For the whole of it: looking the name up, connecting, sending, and the answer."""
LONGEST: Final = 1024
"""Bytes of an answer that are kept; no more are read."""


class Posted(Struct, frozen=True):
    """What a server answered, as far as that is looked at; `retry_after` as it says it, "" where it does not."""

    status: int
    answer: bytes
    retry_after: str = ""

    __repr__ = all_but("answer")


def post(url: str, content: bytes, headers: Mapping[str, str], *, seconds: float = SECONDS) -> Posted:
    """POST `content` to `url`, following no redirection. What goes without encryption goes to an address of the own network, which is looked up once.

    Raises `Trouble` web.host, web.timeout, web.certificate and web.answer, and webhook.plain where it would leave the network without encryption.
    """
    # Loaded when it is needed: most desks call nobody.
    import httpx2

    secure = urlsplit(url).scheme == "https"
    host = urlsplit(url).hostname or url
    limit = _Limit(seconds)
    try:
        # A proxy is on the way to the internet, not to the own network.
        with limit, httpx2.Client(verify=trusting(""), timeout=seconds, trust_env=secure) as client:
            places = [(url, dict(headers))] if secure else _within(url, headers)
            for number, (target, sent) in enumerate(places, 1):
                try:
                    return _posted(client, target, content, sent, limit)
                except httpx2.ConnectError:
                    if number == len(places):
                        raise
            raise AssertionError("a name that was looked up has a place")
    except httpx2.TimeoutException as error:
        raise Trouble("web.timeout", host=host, seconds=f"{seconds:g}") from error
    except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError, OSError) as error:
        if limit.over:
            raise Trouble("web.timeout", host=host, seconds=f"{seconds:g}") from error
        raise explain(error, host) from error


def _posted(
    client: "httpx2.Client", target: str, content: bytes, headers: Mapping[str, str], limit: "_Limit"
) -> Posted:
    import httpx2

    request = client.build_request("POST", target, content=content, headers=headers, extensions={"trace": limit.follow})
    response = client.send(request, stream=True, follow_redirects=False)
    answer = b""
    try:
        # The status has been said: what cuts the rest short changes nothing.
        with suppress(httpx2.HTTPError):
            for chunk in response.iter_raw():
                answer += chunk
                if len(answer) >= LONGEST:
                    break
    finally:
        response.close()
    return Posted(response.status_code, answer[:LONGEST], response.headers.get("retry-after", ""))


def _within(url: str, headers: Mapping[str, str]) -> list[tuple[str, dict[str, str]]]:
    """The same place by the numbers that its name was looked up as, so that it is one that was judged."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or 80
    try:
        found = [ipaddress.ip_address(ip.partition("%")[0]) for ip, _ in public_places(host, port, lambda _: True)]
    except OSError as error:
        raise Trouble("web.host", host=host, detail=f"{type(error).__name__}: {error}") from error
    if not all(map(is_local, found)):
        raise Trouble("webhook.plain", host=host)
    there = [f"[{number}]:{port}" if number.version == 6 else f"{number}:{port}" for number in found]
    return [(parts._replace(netloc=one).geturl(), {**headers, "Host": parts.netloc}) for one in there]


class _Limit:
    """Cuts the connection when time is up, whatever it waits for: a timeout of the library begins anew with each byte. `over`: it has."""

    def __init__(self, seconds: float) -> None:
        self.over = False
        self._until = time.monotonic() + seconds
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self._lock = threading.Lock()
        self._open: list[socket.socket] = []

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def follow(self, event: str, found: Mapping[str, Any]) -> None:
        """What the library says of the connection that it makes."""
        # With a proxy on the way it is that which begins to encrypt.
        if not event.endswith(("connect_tcp.complete", "start_tls.complete")):
            return
        one = found["return_value"].get_extra_info("socket")
        with self._lock:
            self._open.append(one)
            late = self.over
        if late:
            self._cut()

    def _cut(self) -> None:
        with self._lock:
            self.over = True
            for one in self._open:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
