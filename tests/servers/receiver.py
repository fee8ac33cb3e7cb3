"""A receiver of webhooks, over real HTTP: it writes down what comes, and answers as it is told."""

import asyncio
import contextlib
import ssl
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import h11

from servers.http import Fields
from servers.loop import LoopThread


@dataclass(frozen=True)
class Came:
    """A request: its headers by their names in lower case."""

    method: str
    path: str
    headers: Fields
    body: bytes


@dataclass(frozen=True)
class Say:
    """An answer. With `drips` it comes byte by byte and never ends; with `hangs` none comes; with `cuts` the connection goes after the headers."""

    status: int = 200
    body: bytes = b"thank you"
    headers: tuple[tuple[str, str], ...] = ()
    drips: bool = False
    hangs: bool = False
    cuts: bool = False


class Receiver:
    """Answers with `answers` in their order, and with 200 when there are none left. `came` is all that came so far; `on_call` is called before each answer."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.came: list[Came] = []
        self.answers: deque[Say] = deque()
        self.on_call: Callable[[Came], None] = lambda _: None
        self.at_once = self.most_at_once = 0
        self._lock = threading.Lock()
        self._thread = LoopThread("receiver")
        self.port = self._thread.serve(self._talk, tls)
        self.url = f"{'https' if tls is not None else 'http'}://localhost:{self.port}/desk?key=k-17"

    def close(self) -> None:
        """Stop listening."""
        self._thread.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        http, body = h11.Connection(h11.SERVER), b""
        request: h11.Request | None = None
        while not isinstance(event := http.next_event(), h11.EndOfMessage):
            if event is h11.NEED_DATA:
                http.receive_data(await reader.read(65536))
            elif isinstance(event, h11.Request):
                request = event
            elif isinstance(event, h11.Data):
                body += bytes(event.data)
            else:
                writer.close()
                return
        assert request is not None
        headers = {name.decode().lower(): value.decode() for name, value in request.headers}
        came = Came(request.method.decode(), request.target.decode(), headers, body)
        with self._lock:
            self.came.append(came)
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
            say = self.answers.popleft() if self.answers else Say()
        self.on_call(came)
        try:
            with contextlib.suppress(ConnectionError):
                await self._answer(http, writer, say)
        finally:
            with self._lock:
                self.at_once -= 1
            writer.close()

    async def _answer(self, http: h11.Connection, writer: asyncio.StreamWriter, say: Say) -> None:
        if say.hangs:
            await asyncio.sleep(3600)
        length = str(len(say.body) + (1 if say.cuts else 0))
        fields = [("Content-Length", length), *say.headers]
        head = http.send(h11.Response(status_code=say.status, headers=fields)) or b""
        if say.drips:
            for byte in head:
                writer.write(bytes([byte]))
                await writer.drain()
                await asyncio.sleep(0.05)
        writer.write(head + say.body)
        await writer.drain()
