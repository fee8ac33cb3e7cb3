"""A large sample desk made up by a process of its own, while this one writes."""

import multiprocessing
import signal
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from functools import partial
from itertools import islice
from multiprocessing.connection import Connection

from msgspec.structs import replace

from deskbell.model.errors import Trouble
from deskbell.model.held_collector import held_collector
from deskbell.sample.content import SampleDesk, SampleTicket
from deskbell.sample.fill import CHUNK
from deskbell.sample.generate import generate
from deskbell.sample.library import load
from deskbell.store.search.index import body_terms

PROCESS = "deskbell-sample"


def generate_apart(*, tickets: int, seed: int, now: datetime) -> SampleDesk:
    """The desk of `generate`. `tickets()` raises `Trouble` sample.maker where the process that makes them dies."""
    return replace(generate(load(), tickets=tickets, seed=seed, now=now), tickets=partial(_take, tickets, seed, now))


def _take(tickets: int, seed: int, now: datetime) -> Iterator[SampleTicket]:
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_make, args=(sender, tickets, seed, now), name=PROCESS, daemon=True)
    process.start()
    sender.close()
    try:
        while chunk := receiver.recv():
            yield from chunk
    except (EOFError, OSError):
        # The latter where it died in the middle of a list.
        raise Trouble("sample.maker") from None
    finally:
        receiver.close()
        process.terminate()
        process.join()


def _make(sender: Connection, tickets: int, seed: int, now: datetime) -> None:
    """Send the tickets in lists, as many as are written at once, so that the next ones are made meanwhile; an empty list at the end. Whoever writes has more
    to do, so the terms of the search are cut here."""
    # An interrupt is the other process's to take.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    stream = generate(load(), tickets=tickets, seed=seed, now=now).tickets()
    with suppress(BrokenPipeError), held_collector():
        while chunk := list(islice(stream, CHUNK)):
            sender.send([one._replace(terms=tuple(map(body_terms, one.searched()))) for one in chunk])
        sender.send([])
