"""The parser pool: mails are read in child processes, so that a hostile one costs a child and nothing else.

A child takes a small batch and answers mail by mail, so that the mail it dies or stalls on is always known: it gets a verdict, a new child goes on
with the rest. Not multiprocessing's or concurrent.futures' pool, which cannot end a child that stalls, nor Pebble's, whose children share one
channel: one that runs out of memory while it takes a mail breaks that pool for good.

A frozen program must call `multiprocessing.freeze_support()` before anything else.
"""

import logging
import multiprocessing
import os
import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from typing import Final, Self

from deskbell.mail.pool_child import Parse, Unread, read_mail, serve
from deskbell.mail.pool_wire import receive_outcome, send_mails
from deskbell.model.limits import Limits
from deskbell.model.mail import InboundMail

__all__ = ["ParserPool", "PoolClosed", "Unread"]

log = logging.getLogger(__name__)

_BATCH_COUNT: Final = 25
_BATCH_BYTES: Final = 2 * 1024 * 1024
# What a child may take to import the parser on a slow, busy machine.
_START_SECONDS: Final = 120.0

Outcome = InboundMail | Unread


_USUAL: Final = Limits()


class PoolClosed(Exception):
    """The pool was closed while it read: nothing is known of the mails that were asked for."""


class ParserPool:
    """Reads mails in up to `workers` child processes (as many as this computer has processors, at most 4), started when they are needed.

    `limits` say what one mail may cost; its memory is held to them on Linux. Any thread may call `parse`. Close it, or use it with `with`.
    """

    def __init__(
        self,
        parse: Parse = read_mail,
        *,
        workers: int = 0,
        limits: Limits = _USUAL,
    ) -> None:
        count = workers or min(4, _processors())
        self.limits = limits
        self._children = [_Child(parse, limits) for _ in range(count)]
        # The child used last is used first: a trickle of mail keeps one child, not all.
        self._idle: queue.LifoQueue[_Child] = queue.LifoQueue()
        for child in self._children:
            self._idle.put(child)
        self._threads = ThreadPoolExecutor(count, "parse")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def parse(self, raws: Sequence[bytes], charset_hint: str = "") -> list[Outcome]:
        """What became of each mail, in order: the mail as read, or why it could not be read. Raises `PoolClosed` when `close` came first."""
        if len(batches := _batches(raws, len(self._children))) == 1:
            # Whoever asks is one thread that can wait for a child; to wait for another that does would be two switches more.
            return self._read(batches[0], charset_hint)
        return self.begin(raws, charset_hint)()

    def begin(self, raws: Sequence[bytes], charset_hint: str = "") -> Callable[[], list[Outcome]]:
        """Give mails to the children, behind those that they have; what became of them is what the callable gives that comes back, as `parse` does."""
        try:
            pending = [
                self._threads.submit(self._read, batch, charset_hint) for batch in _batches(raws, len(self._children))
            ]
        except RuntimeError as error:
            raise PoolClosed from error
        return lambda: [outcome for batch in pending for outcome in batch.result()]

    def warm(self) -> None:
        """Start all children, beside what the caller does next: for one who will soon have mails for each of them."""
        for _ in self._children:
            self._threads.submit(self._warm)

    def close(self) -> None:
        """End all children at once, whatever they are doing."""
        for child in self._children:
            child.kill()
        self._threads.shutdown()
        # Each is there again as soon as nobody reads with it.
        for child in [self._idle.get() for _ in self._children]:
            child.end()
            self._idle.put(child)

    def _warm(self) -> None:
        child = self._idle.get()
        try:
            child.start()
        finally:
            self._idle.put(child)

    def _read(self, raws: Sequence[bytes], charset_hint: str) -> list[Outcome]:
        child = self._idle.get()
        try:
            child.keep_to(self.limits)
            return child.read(raws, charset_hint)
        finally:
            self._idle.put(child)


class _Child:
    """One child process and the pipe to it; a new one where the old one was lost. One thread at a time uses it, any may close it."""

    def __init__(self, parse: Parse, limits: Limits) -> None:
        self._parse = parse
        self._limits = limits
        self._lock = threading.Lock()
        self._closed = False
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None

    def keep_to(self, limits: Limits) -> None:
        """Read within `limits` from now on: with a new process, since a running one cannot be given more memory. Not while another thread reads."""
        if limits != self._limits:
            self.end()
            self._limits = limits

    def read(self, raws: Sequence[bytes], charset_hint: str) -> list[Outcome]:
        """What became of each mail. A mail that a child died on is tried once more by a new one: something else may have killed it."""
        outcomes: list[Outcome] = []
        died_on = -1
        while len(outcomes) < len(raws):
            outcomes += self._read_some(raws[len(outcomes) :], charset_hint)
            if len(outcomes) == len(raws):
                break
            culprit = len(outcomes)
            timed_out = self._process is not None and self._process.is_alive()
            self.end()
            if timed_out:
                log.warning(
                    "a mail of %d bytes took longer than %g seconds to read", len(raws[culprit]), self._limits.seconds
                )
                outcomes.append(Unread("parse.time", f"{self._limits.seconds:g}"))
            elif died_on == culprit:
                log.warning("a mail of %d bytes broke the reader", len(raws[culprit]))
                outcomes.append(Unread("parse.died"))
            died_on = culprit
        return outcomes

    def kill(self) -> None:
        """End the process, now and for good; whoever reads with it gets `PoolClosed`."""
        with self._lock:
            self._closed = True
            if self._process is not None:
                self._process.kill()

    def end(self) -> None:
        """End the process, if there is one, and let go of the pipe. Not while another thread reads."""
        with self._lock:
            process, pipe, self._process, self._pipe = self._process, self._pipe, None, None
        if process is not None:
            process.kill()
            process.join()
            process.close()
        if pipe is not None:
            pipe.close()

    def _read_some(self, raws: Sequence[bytes], charset_hint: str) -> list[Outcome]:
        """What became of the mails until one took too long (the child is alive then) or broke the child (it is not)."""
        outcomes: list[Outcome] = []
        try:
            pipe = self.start()
            send_mails(pipe, raws, charset_hint)
            while len(outcomes) < len(raws) and pipe.poll(self._limits.seconds):
                outcomes.append(receive_outcome(pipe))
        except (EOFError, OSError):
            # The pipe broke: wait until the child is known to be dead.
            if self._process is not None:
                self._process.join(10)
        if self._closed:
            raise PoolClosed
        return outcomes

    def start(self) -> Connection:
        """The pipe to the process, which is ready then. Not while another thread reads."""
        if self._pipe is not None:
            return self._pipe
        with self._lock:
            if self._closed:
                raise PoolClosed
            pipe = self._spawn()
        try:
            ready = pipe.poll(_START_SECONDS) and pipe.recv() is None
        except (EOFError, OSError):
            ready = False
        if not ready and not self._closed:
            # No mail's fault: nothing can be read here.
            self.end()
            raise RuntimeError("the parser's child process did not start")
        return pipe

    def _spawn(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        arguments = (theirs, self._parse, self._limits)
        self._process = context.Process(target=serve, args=arguments, name="deskbell-parse", daemon=True)
        self._process.start()
        theirs.close()
        return self._pipe


def _batches(raws: Sequence[bytes], children: int) -> list[Sequence[bytes]]:
    """Small batches: enough mails to hide the way to a child and back, few enough that all children end together. A large mail goes alone."""
    count = min(_BATCH_COUNT, max(1, len(raws) // (4 * children)))
    batches: list[Sequence[bytes]] = []
    low = size = 0
    for index, raw in enumerate(raws):
        if index > low and (index - low == count or size + len(raw) > _BATCH_BYTES):
            batches.append(raws[low:index])
            low, size = index, 0
        size += len(raw)
    if low < len(raws):
        batches.append(raws[low:])
    return batches


def _processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
