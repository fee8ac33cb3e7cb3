"""Where the browser comes back to: a port of this computer, open for one sign-in (RFC 8252 7.3)."""

import html
import secrets
import selectors
import socket
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from typing import Final, Self
from urllib.parse import parse_qs, urlsplit

import h11
from msgspec import Struct

from deskbell.model.errors import Trouble

_LOOK: Final = 0.2
# Seconds a connection has for its one request; browsers open some that they never use.
_PATIENCE: Final = 10.0
_LONGEST: Final = 32 * 1024
_STYLE: Final = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:0;min-height:100vh;display:grid;place-items:center;background:#f6f7f9;color:#1b2330}"
    "main{max-width:26rem;padding:2rem;text-align:center}h1{font-size:1.4rem;margin:0 0 .5rem}p{margin:0;color:#5d6878}"
    "@media(prefers-color-scheme:dark){body{background:#14181f;color:#e7ebf1}p{color:#a2adbc}}"
)


class Page(Struct, frozen=True):
    """What the browser shows at the end, in the person's language."""

    title: str
    sentence: str

    def html(self) -> bytes:
        """The page itself: no script, nothing from elsewhere."""
        title, sentence = html.escape(self.title), html.escape(self.sentence)
        return (
            f'<!doctype html><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
            f"<main><h1>{title}</h1><p>{sentence}</p></main>"
        ).encode()


class Redirect:
    """Listens on a free port until it is closed. `state` is the secret that only the browser which we sent off comes back with."""

    def __init__(self, host: str) -> None:
        self.state = secrets.token_urlsafe(24)
        self._open = ExitStack()
        self._ready = self._open.enter_context(selectors.DefaultSelector())
        port = self._listen(socket.AF_INET, ("127.0.0.1", 0))
        if host == "localhost":
            # Some systems look for localhost there first.
            with suppress(OSError):
                self._listen(socket.AF_INET6, ("::1", port))
        self.address = f"http://{host}:{port}/"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def wait(self, seconds: float, done: Page, failed: Page, stopped: Callable[[], bool]) -> str:
        """The query that the browser brings, once it has our `state`; it is shown `done`, or `failed` where the query holds an error.

        Whatever else comes to the port gets nothing. Raises `Trouble` oauth.timeout after `seconds`, and oauth.cancelled once `stopped`.
        """
        until = time.monotonic() + seconds
        callers: dict[socket.socket, tuple[h11.Connection, float]] = {}
        try:
            while not stopped():
                now = time.monotonic()
                if now >= until:
                    raise Trouble("oauth.timeout", minutes=f"{seconds / 60:.0f}")
                for caller in [one for one, (_, end) in callers.items() if now >= end]:
                    self._hang_up(caller, callers)
                for key, _ in self._ready.select(_LOOK):
                    ready = key.fileobj
                    assert isinstance(ready, socket.socket)
                    if key.data == "listener":
                        self._take(ready, callers)
                        continue
                    query = self._hear(ready, callers, done, failed)
                    if query:
                        return query
            raise Trouble("oauth.cancelled")
        finally:
            for caller in list(callers):
                self._hang_up(caller, callers)

    def _listen(self, family: socket.AddressFamily, place: tuple[str, int]) -> int:
        listener = self._open.enter_context(socket.socket(family, socket.SOCK_STREAM))
        listener.bind(place)
        listener.listen(8)
        listener.setblocking(False)
        self._ready.register(listener, selectors.EVENT_READ, "listener")
        port: int = listener.getsockname()[1]
        return port

    def _take(self, listener: socket.socket, callers: dict[socket.socket, tuple[h11.Connection, float]]) -> None:
        with suppress(OSError):
            caller, _ = listener.accept()
            caller.setblocking(False)
            callers[caller] = (h11.Connection(h11.SERVER, _LONGEST), time.monotonic() + _PATIENCE)
            self._ready.register(caller, selectors.EVENT_READ, "caller")

    def _hang_up(self, caller: socket.socket, callers: dict[socket.socket, tuple[h11.Connection, float]]) -> None:
        del callers[caller]
        self._ready.unregister(caller)
        caller.close()

    def _hear(
        self,
        caller: socket.socket,
        callers: dict[socket.socket, tuple[h11.Connection, float]],
        done: Page,
        failed: Page,
    ) -> str:
        """What a caller brings: a query of ours, or "" for anything else, also for half a request."""
        http, _ = callers[caller]
        try:
            http.receive_data(caller.recv(_LONGEST))
            event = http.next_event()
            if event is h11.NEED_DATA:
                return ""
            query = self._query_of(event)
            page = b"" if not query else (failed if "error" in parse_qs(query) else done).html()
            if isinstance(event, h11.Request):
                caller.settimeout(_PATIENCE)
                caller.sendall(_response(http, page))
        except (OSError, h11.ProtocolError):
            query = ""
        self._hang_up(caller, callers)
        return query

    def _query_of(self, event: object) -> str:
        if not isinstance(event, h11.Request) or event.method != b"GET":
            return ""
        target = urlsplit(event.target.decode("ascii", "replace"))
        state = parse_qs(target.query).get("state", [""])[0]
        ours = target.path == "/" and secrets.compare_digest(state.encode(), self.state.encode())
        return target.query if ours else ""


def _response(http: h11.Connection, page: bytes) -> bytes:
    """`page`, or "not found" where it is empty."""
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", str(len(page))),
        ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"),
        ("Referrer-Policy", "no-referrer"),
        ("Cache-Control", "no-store"),
        ("Connection", "close"),
    ]
    head = http.send(h11.Response(status_code=200 if page else 404, headers=headers)) or b""
    body = http.send(h11.Data(data=page)) if page else b""
    return head + (body or b"") + (http.send(h11.EndOfMessage()) or b"")
