"""A server that says what a test tells it to say, and remembers every byte it heard."""

import asyncio
import contextlib
import ssl
from collections.abc import Mapping

from servers.loop import LoopThread

CLOSE = b"CLOSE"
"""An answer that ends the connection instead."""


class Liar:
    """Greets with `greeting`, then answers each line by the first key of `answers` that is in it (upper case); silence where none is.

    `{tag}` in an answer becomes the first word of the line, `{last}` that of the line before. `heard` holds all that clients said, decrypted
    where the liar speaks TLS: from the first byte with `tls`, after its answer to STARTTLS with `upgrade`.
    """

    host = "localhost"

    def __init__(
        self,
        greeting: bytes = b"",
        answers: Mapping[bytes, bytes] | None = None,
        tls: ssl.SSLContext | None = None,
        upgrade: ssl.SSLContext | None = None,
    ) -> None:
        self._greeting = greeting
        self._upgrade = upgrade
        self._answers = dict(answers or {})
        self._thread = LoopThread("liar")
        self._last = b""
        self.heard = bytearray()
        self.connections = 0
        self.port = self._thread.serve(self._talk, tls)

    def close(self) -> None:
        """Stop listening and hang up on everybody."""
        self._thread.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            with contextlib.suppress(ConnectionError, ssl.SSLError):
                if self._greeting == CLOSE:
                    return
                await self._say(writer, self._greeting)
                while line := await reader.readline():
                    self.heard += line
                    answer = self._answer(line)
                    if answer == CLOSE:
                        return
                    await self._say(writer, answer)
                    if self._upgrade and b"STARTTLS" in line.upper():
                        await writer.start_tls(self._upgrade)
        finally:
            writer.transport.abort()

    async def _say(self, writer: asyncio.StreamWriter, words: bytes) -> None:
        if words:
            writer.write(words)
            await writer.drain()

    def _answer(self, line: bytes) -> bytes:
        loud, tag, last = line.upper(), line.split(b" ", 1)[0].strip(), self._last
        self._last = tag
        for key, answer in self._answers.items():
            if key in loud:
                return answer.replace(b"{tag}", tag).replace(b"{last}", last)
        return b""
