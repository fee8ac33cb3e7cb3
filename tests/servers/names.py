"""A name server of the tests' own, and a web server for the places that Thunderbird asks."""

import asyncio
from typing import Any

import dns.flags
import dns.message
import dns.rcode
import dns.resolver
import dns.rrset
import h11

from servers.certificates import Certificates
from servers.http import Fields, conversation
from servers.loop import LoopThread


class NameServer:
    """Answers from `zone`: (name, type) to the records as text. What is not there does not exist; with `deaf` it says nothing at all."""

    def __init__(self) -> None:
        self.zone: dict[tuple[str, str], list[str]] = {}
        self.deaf = False
        self._thread = LoopThread("names")
        self._transport, _ = self._thread.run(self._listen())
        self.port: int = self._transport.get_extra_info("sockname")[1]

    def resolver(self) -> dns.resolver.Resolver:
        """A resolver that asks this server alone."""
        made = dns.resolver.Resolver(configure=False)
        made.nameservers = ["127.0.0.1"]
        made.port = self.port
        return made

    def answer(self, question: bytes) -> bytes | None:
        """The answer to one datagram."""
        if self.deaf:
            return None
        asked = dns.message.from_wire(question)
        reply = dns.message.make_response(asked)
        reply.flags |= dns.flags.RA
        (wanted,) = asked.question
        name, kind = wanted.name.to_text(omit_final_dot=True).lower(), dns.rdatatype.to_text(wanted.rdtype)
        records = self.zone.get((name, kind), [])
        if records:
            reply.answer.append(dns.rrset.from_text_list(wanted.name, 60, "IN", kind, records))
        else:
            reply.set_rcode(dns.rcode.NXDOMAIN)
        return reply.to_wire()

    def close(self) -> None:
        """Stop answering and end the thread."""
        self._thread.call(self._transport.close)
        self._thread.close()

    async def _listen(self) -> Any:
        loop = asyncio.get_running_loop()
        return await loop.create_datagram_endpoint(lambda: _Datagrams(self), local_addr=("127.0.0.1", 0))


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, server: NameServer) -> None:
        self._server = server

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, addr: Any) -> None:
        answer = self._server.answer(data)
        if answer is not None:
            self._transport.sendto(answer, addr)


class Places:
    """Serves `pages` by their whole address without "https://", as "HOST/PATH?QUERY"; `asked` are the addresses that were wanted.

    All of them lie on one port of this computer: whoever asks puts the host into the path.
    """

    def __init__(self, certificates: Certificates) -> None:
        self.pages: dict[str, bytes] = {}
        self.asked: list[str] = []
        self._thread = LoopThread("places")
        self.port = self._thread.serve(conversation(self._answer), certificates.good)

    def moved(self, url: str) -> str:
        """Where a page of the world lies here."""
        return f"https://localhost:{self.port}/{url.removeprefix('https://')}"

    def close(self) -> None:
        """Stop listening and end the thread."""
        self._thread.close()

    def _answer(self, request: h11.Request, body: bytes) -> tuple[int, Fields, bytes]:
        wanted = request.target.decode().removeprefix("/")
        self.asked.append(wanted)
        page = self.pages.get(wanted)
        return (404, {}, b"") if page is None else (200, {"Content-Type": "text/xml"}, page)
