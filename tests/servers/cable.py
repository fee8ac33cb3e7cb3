"""The cable between a client and a server: it can be cut, frozen, lengthened and tapped, and can do harm at a chosen byte."""

import asyncio
import contextlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from servers.loop import LoopThread

_REMEMBERED = 200


class Kind(Enum):
    """What happens at a chosen byte."""

    CUT = auto()
    STALL = auto()
    INJECT = auto()


@dataclass(frozen=True)
class Harm:
    """After `after` bytes of one connection, from the server or (`upward`) to it: end it, pass no byte on for as long as it lives, or pass on
    `what` before the rest."""

    kind: Kind
    after: int
    upward: bool = False
    what: bytes = b""


class Lost(Enum):
    """What gets lost: the REQUEST itself, the ANSWER to it, and then the connection ends; or all that the server says from then on (SILENCE)."""

    REQUEST = auto()
    ANSWER = auto()
    SILENCE = auto()


_WHOLE = rb"COMMIT\0(\0\0B.{,36}S\0\0\0\x04)?"
COMMIT = {Lost.REQUEST: rb"COMMIT\0(\0\0B.{,36})?", Lost.ANSWER: _WHOLE, Lost.SILENCE: _WHOLE}
"""A COMMIT to PostgreSQL, alone or behind what is sent with it: it is lost with its first byte, its answer when all of it was said."""


class Cable:
    """Forwards a port of 127.0.0.1 to another one, bytes untouched, so that TLS goes on to be verified.

    `cut()` ends all connections that are open, `freeze()` passes no byte on in either direction until `thaw()`. `sent` counts bytes to the server,
    `heard` holds them. `delay` is the time that a byte takes in each direction, in seconds; `edit` changes what the server says, a read at a time, or leaves it out.
    `harms` are done one a connection, in turn. `losses` are what gets lost when what a client has said ends with
    this pattern, each once, in turn.
    """

    def __init__(
        self, to_port: int, *, delay: float = 0.0, edit: Callable[[bytes], bytes] = bytes, taps: bool = False
    ) -> None:
        self._to_port = to_port
        self._delay = delay
        self._edit = edit
        self._taps = taps
        self._thread = LoopThread("cable")
        self._writers: set[asyncio.StreamWriter] = set()
        self._flowing = asyncio.Event()
        self._flowing.set()
        self.harms: list[Harm] = []
        self.losses: list[tuple[bytes, Lost]] = []
        self.heard = bytearray()
        self.sent = 0
        self.connections = 0
        self.port = self._thread.serve(self._connected)

    def cut(self) -> None:
        """End all connections that are open now, at once."""
        self._thread.run(self._cut())

    def freeze(self) -> None:
        """Hold every byte back from now on."""
        self._thread.call(self._flowing.clear)

    def stop_here(self) -> None:
        """As `freeze`, for `edit`: what it gives back is held too."""
        self._flowing.clear()

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
        harm = self.harms.pop(0) if self.harms else None
        try:
            onward_reader, onward = await asyncio.open_connection("127.0.0.1", self._to_port)
        except OSError:
            writer.transport.abort()
            return
        both = {writer, onward}
        self._writers |= both
        lost: list[Lost] = []
        try:
            await asyncio.gather(
                self._pass(reader, onward, harm if harm and harm.upward else None, lost, upward=True),
                self._pass(onward_reader, writer, harm if harm and not harm.upward else None, lost, upward=False),
            )
        finally:
            self._writers -= both
            for end in both:
                end.transport.abort()

    async def _pass(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        harm: Harm | None,
        lost: list[Lost],
        *,
        upward: bool,
    ) -> None:
        """One direction of one connection. What is on its way is in a queue, so that a long cable is as wide as a short one. `lost` is what gets
        lost on this connection, as both directions know.
        """
        said = b""
        under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(256)
        arriving = asyncio.ensure_future(self._arrive(under_way, writer, harm))
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(65536):
                if upward:
                    self.sent += len(data)
                    self.heard += data if self._taps else b""
                    said = (said + data)[-_REMEMBERED:]
                    if self.losses and re.search(self.losses[0][0] + rb"\Z", said, re.DOTALL):
                        lost.append(self.losses.pop(0)[1])
                        if lost == [Lost.REQUEST]:
                            break
                elif lost == [Lost.SILENCE]:
                    continue
                elif lost:
                    break
                else:
                    data = self._edit(data)
                    if not data:  # all of it was left out, which is not the end
                        continue
                await under_way.put((self._thread.loop.time() + self._delay, data))
        await under_way.put((0.0, b""))
        await arriving

    async def _arrive(
        self, under_way: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter, harm: Harm | None
    ) -> None:
        passed = 0
        with contextlib.suppress(ConnectionError):
            while True:
                due, data = await under_way.get()
                if not data:
                    break
                if self._delay:
                    await asyncio.sleep(due - self._thread.loop.time())
                await self._flowing.wait()
                if harm is not None and passed + len(data) > harm.after:
                    data = await self._do(harm, data, harm.after - passed, writer)
                    harm = None
                passed += len(data)
                writer.write(data)
                await writer.drain()
        writer.close()

    async def _do(self, harm: Harm, data: bytes, at: int, writer: asyncio.StreamWriter) -> bytes:
        """What is to be passed on of `data`, with the harm done at its byte `at`."""
        if harm.kind is Kind.INJECT:
            return data[:at] + harm.what + data[at:]
        writer.write(data[:at])
        await writer.drain()
        if harm.kind is Kind.STALL:
            await asyncio.Event().wait()
        raise ConnectionAbortedError
