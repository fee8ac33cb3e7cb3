"""An asyncio loop in a thread of its own: where the servers live that are written in Python."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")
Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class LoopThread:
    """Runs one loop until `close`. Everything that is given to it runs in its thread."""

    def __init__(self, name: str) -> None:
        self.loop = asyncio.SelectorEventLoop()
        self._listeners: list[asyncio.Server] = []
        self._thread = threading.Thread(target=self.loop.run_forever, name=name, daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, T], seconds: float = 60) -> T:
        """Run a coroutine in the loop and wait for what it returns."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(seconds)

    def call(self, function: Callable[[], object]) -> None:
        """Have the loop call `function` soon."""
        self.loop.call_soon_threadsafe(function)

    def listen(self, protocol: Callable[[], asyncio.BaseProtocol], tls: ssl.SSLContext | None = None) -> int:
        """Listen on a free port of 127.0.0.1, with a new protocol for each connection; the port is returned."""
        return self.run(self._listen(protocol, tls))

    def serve(self, talk: Talk, tls: ssl.SSLContext | None = None) -> int:
        """Listen on a free port of 127.0.0.1, with a call of `talk` for each connection, which ends with it; the port is returned."""

        async def talk_out(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                await talk(reader, writer)
            finally:
                writer.close()

        def protocol() -> asyncio.StreamReaderProtocol:
            return asyncio.StreamReaderProtocol(asyncio.StreamReader(), talk_out)

        return self.listen(protocol, tls)

    def close(self) -> None:
        """Stop listening, cancel what still runs, end the thread and close the loop."""
        self.run(self._end())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(60)
        self.loop.close()

    async def _listen(self, protocol: Callable[[], asyncio.BaseProtocol], tls: ssl.SSLContext | None) -> int:
        server = await self.loop.create_server(protocol, "127.0.0.1", 0, ssl=tls, family=socket.AF_INET)
        self._listeners.append(server)
        port: int = server.sockets[0].getsockname()[1]
        return port

    async def _end(self) -> None:
        for server in self._listeners:
            server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        # Closing would wait until the other side has read what was written to it, which it may never do.
        for transport in list(self.loop._transports.values()):  # type: ignore[attr-defined]
            transport.abort()
        # A transport that was cut lets go of its socket a round or two later.
        for _ in range(3):
            await asyncio.sleep(0)
