"""Real HTTP for the servers of the tests: one request a connection, read and answered by h11."""

import asyncio
from collections.abc import Callable

import h11

from servers.loop import Talk

Fields = dict[str, str]
Respond = Callable[[h11.Request, bytes], tuple[int, Fields, bytes]]
"""Takes a request and its body; gives the status, the headers and the body of the answer."""


def conversation(respond: Respond) -> Talk:
    """What `LoopThread.serve` takes, for a server that answers as `respond` does."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        http = h11.Connection(h11.SERVER)
        request: h11.Request | None = None
        body = b""
        while True:
            event = http.next_event()
            if event is h11.NEED_DATA:
                http.receive_data(await reader.read(65536))
            elif isinstance(event, h11.Request):
                request = event
            elif isinstance(event, h11.Data):
                body += bytes(event.data)
            else:
                break
        if request is not None and isinstance(event, h11.EndOfMessage):
            status, headers, content = respond(request, body)
            headers |= {"Content-Length": str(len(content)), "Connection": "close"}
            head = h11.Response(status_code=status, headers=list(headers.items()))
            for part in (head, h11.Data(data=content), h11.EndOfMessage()):
                writer.write(http.send(part) or b"")
            await writer.drain()
        writer.close()

    return talk
