"""The cable between a client and a server: it can be cut and frozen at any moment."""

import asyncio
import contextlib

from servers.loop import LoopThread


class Cable:
    """Forwards a port of 127.0.0.1 to another one, bytes untouched, so that TLS goes on to be verified.

    `cut()` ends all connections that are open, `freeze()` passes no byte on in either direction until `thaw()`. `sent` counts bytes to the server.
    """

    def __init__(self, to_port: int) -> None:
        self._to_port = to_port
        self._thread = LoopThread("cable")
        self._writers: set[asyncio.StreamWriter] = set()
        self._flowing = asyncio.Event()
        self._flowing.set()
        self.sent = 0
        self.connections = 0
        self.port = self._thread.serve(self._connected)

    def cut(self) -> None:
        """End all connections that are open now, at once."""
        self._thread.run(self._cut())

    def freeze(self) -> None:
        """Hold every byte back from now on."""
        self._thread.call(self._flowing.clear)

    def thaw(self) -> None:
        """Let the bytes flow again."""
        self._thread.call(self._flowing.set)

    def close(self) -> None:
        """Cut everything and stop listening; more than once does no harm."""
        if not self._thread.loop.is_closed():
            self.cut()
            self._thread.close()

    async def _cut(self) -> None:
        for writer in list(self._writers):
            writer.transport.abort()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        onward_reader, onward = await asyncio.open_connection("127.0.0.1", self._to_port)
        both = {writer, onward}
        self._writers |= both
        try:
            await asyncio.gather(
                self._pass(reader, onward, counted=True), self._pass(onward_reader, writer, counted=False)
            )
        finally:
            self._writers -= both
            for end in both:
                end.transport.abort()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, counted: bool) -> None:
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(65536):
                await self._flowing.wait()
                self.sent += len(data) if counted else 0
                writer.write(data)
                await writer.drain()
        writer.close()
