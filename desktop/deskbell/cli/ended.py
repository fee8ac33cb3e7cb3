"""Being told to end: a signal unwinds what runs, so that what it holds is given back, and the exit code says which signal it was."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

# SIGHUP: the terminal was closed. SIGBREAK: the console was, on Windows.
_NAMES: Final = ("SIGTERM", "SIGHUP", "SIGBREAK")
_SIGNAL_BASE: Final = 128


class Ended(KeyboardInterrupt):
    """A signal asked the program to end. `exit_code` is 128 and its number, as a shell reports it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.exit_code = _SIGNAL_BASE + number


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Within this block the signals that ask for an end raise `Ended`. One that is ignored from outside (nohup) stays so."""
    wanted = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in wanted if signal.getsignal(number) is not signal.SIG_IGN}
    for number in before:
        signal.signal(number, _end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(number: int, frame: FrameType | None) -> None:
    del frame
    raise Ended(number)
