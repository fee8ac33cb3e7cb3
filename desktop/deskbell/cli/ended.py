"""Being told to end: a signal unwinds what runs, so that what it holds is given back, and the exit code says which signal it was."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

from msgspec import Struct

# SIGHUP: the terminal was closed. SIGBREAK: the console was, on Windows.
_NAMES: Final = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
_SIGNAL_BASE: Final = 128


class Asked(Struct):
    """Which signal asked for an end; 0 while none did. `exit_code` is 128 and its number, as a shell reports it."""

    signal: int = 0

    @property
    def exit_code(self) -> int:
        return _SIGNAL_BASE + self.signal


@contextmanager
def ended_by_signals() -> Iterator[Asked]:
    """Within this block the signals that ask for an end raise `KeyboardInterrupt`. One that is ignored from outside (nohup) stays so.

    What comes out of the block may be another exception that was made of it: a library that is being loaded calls it an `ImportError`.
    """
    asked = Asked()

    def end(number: int, frame: FrameType | None) -> None:
        del frame
        asked.signal = number
        raise KeyboardInterrupt

    wanted = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in wanted if signal.getsignal(number) is not signal.SIG_IGN}
    for number in before:
        signal.signal(number, end)
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
