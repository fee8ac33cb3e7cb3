"""Doing two things at once: the next item is made ready while the one before is being used."""

import queue
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

from msgspec import Struct

T = TypeVar("T")

_LOOK = 0.2


class _Item(Struct, Generic[T], frozen=True):
    value: T


@contextmanager
def ahead(source: Generator[T, None, None], meanwhile: Callable[[], None], every: float) -> Iterator[Iterator[T]]:
    """The items of `source`, made on a thread of its own, at most two ahead of their use.

    While the next one is waited for, `meanwhile` is called each `every` seconds; what it raises ends the waiting. What `source` raises comes out
    here, in its turn. When the block is left the thread has ended: nobody else uses what `source` uses.
    """
    ready: queue.Queue[_Item[T] | BaseException | None] = queue.Queue(1)
    left = threading.Event()

    def put(item: _Item[T] | BaseException | None) -> None:
        while not left.is_set():
            try:
                ready.put(item, timeout=_LOOK)
            except queue.Full:
                continue
            return

    def make() -> None:
        end: BaseException | None = None
        try:
            for value in source:
                put(_Item(value))
                if left.is_set():
                    break
        except BaseException as error:  # noqa: BLE001  the edge of a thread: raised where its items are used
            end = error
        finally:
            source.close()
        put(end)

    def use() -> Iterator[T]:
        while True:
            try:
                item = ready.get(timeout=every)
            except queue.Empty:
                meanwhile()
                continue
            if item is None:
                return
            if not isinstance(item, _Item):
                raise item
            yield item.value

    thread = threading.Thread(target=make, name="ahead", daemon=True)
    thread.start()
    try:
        yield use()
    finally:
        left.set()
        thread.join()
