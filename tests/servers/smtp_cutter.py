"""Stands between a client and an SMTP server, and cuts the line at a chosen byte: nobody gets a byte more, in either direction."""

import asyncio
import contextlib
from dataclasses import dataclass

from servers.loop import LoopThread


@dataclass(frozen=True)
class Cut:
    """After so many bytes of the client's (to the server) or of the server's (to the client) in one connection; None: not by these.

    `reset`: both ends are told by a reset, as of a router; else by an orderly end, as of a server that is shut down.
    """

    from_client: int | None = None
    from_server: int | None = None
    reset: bool = True


class SmtpCutter:
    """Forwards a port of 127.0.0.1. `arm` has one cut made in the next connection; `cuts` counts those that were made.

    `said` and `heard` are what went to the server and came from it in the last connection.
    """

    host = "localhost"

    def __init__(self, to_port: int) -> None:
        self._to_port = to_port
        self._armed: Cut | None = None
        self._thread = LoopThread("smtp cutter")
        self.cuts = 0
        self.said = bytearray()
        self.heard = bytearray()
        self.port = self._thread.serve(self._connected)

    def arm(self, cut: Cut | None) -> None:
        """Make this cut in the next connection; None: let all pass."""
        self._armed = cut

    def close(self) -> None:
        """Stop listening and end what is open."""
        self._thread.close()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        cut, self._armed = self._armed or Cut(), None
        self.said, self.heard = bytearray(), bytearray()
        onward_reader, onward = await asyncio.open_connection("127.0.0.1", self._to_port)
        ends = (writer, onward)
        directions = (
            self._pass(reader, onward, self.said, cut.from_client),
            self._pass(onward_reader, writer, self.heard, cut.from_server),
        )
        tasks = [asyncio.ensure_future(one) for one in directions]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            if any(task.done() and task.result() for task in tasks):
                self.cuts += 1
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            for end in ends:
                if cut.reset:
                    end.transport.abort()
                else:
                    end.close()

    async def _pass(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, log: bytearray, most: int | None
    ) -> bool:
        """Pass bytes on until the end or the cut; whether it was the cut."""
        with contextlib.suppress(ConnectionError):
            while most is None or len(log) < most:
                data = await reader.read(65536 if most is None else most - len(log))
                if not data:
                    return False
                log += data
                writer.write(data)
                await writer.drain()
            return True
        return False
