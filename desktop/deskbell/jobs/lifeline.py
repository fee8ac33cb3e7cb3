"""The pipe that the window holds open to its worker: when it ends the window is gone, however it went, and the worker ends too."""

import os
import sys
import threading
import time
from contextlib import suppress

PEEK_SECONDS = 0.25
_READ_BYTES = 1024


def stop_when_closed(descriptor: int, stop: threading.Event) -> None:
    """Set `stop` when the pipe at `descriptor` is closed at its other end; at once where there is no such pipe."""

    def watch() -> None:
        # What the system refuses is the end as well.
        with suppress(OSError):
            _wait_for_end(descriptor)
        stop.set()

    threading.Thread(target=watch, name="window", daemon=True).start()


def first_line(descriptor: int) -> bytes:
    """The first line that comes through the pipe at `descriptor`, and no byte more: the rest of it is the lifeline."""
    line = bytearray()
    while (byte := os.read(descriptor, 1)) not in {b"", b"\n"}:
        line += byte
    return bytes(line)


def _wait_for_end(descriptor: int) -> None:
    """Return, or raise `OSError`, when nobody holds the other end any more.

    Not through sys.stdin: the interpreter cannot end while a thread reads there. On Windows not by a read at all: one that waits locks the
    pipe for everybody, and a child process that inherits it hangs in its first look at its standard input.
    """
    if sys.platform == "win32":
        import _winapi
        import msvcrt

        handle = msvcrt.get_osfhandle(descriptor)
        while True:
            _winapi.PeekNamedPipe(handle, 0)
            time.sleep(PEEK_SECONDS)
    else:
        while os.read(descriptor, _READ_BYTES):
            pass
