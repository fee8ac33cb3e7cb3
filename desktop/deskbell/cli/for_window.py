"""A backup or a move that the window has started: told in lines of JSON (`model.carrying`), and ended when the window wants it or is gone."""

import json
import sys
import threading
import time
from collections.abc import Callable
from typing import Final

from deskbell.model.carrying import CarryCourse, CarryEnd, CarryFailed, CarryWord, to_line
from deskbell.model.errors import DeskError

Tell = Callable[[CarryCourse], None]
_SECONDS_BETWEEN: Final = 0.1


class _Stopped(Exception):
    """The window has closed our standard input."""


def for_window(carry: Callable[[object, Tell], CarryEnd]) -> int:
    """Carry with what the first line of the standard input holds; the exit code, 1 where it failed. Either way the last line says what came of it."""
    from deskbell.jobs.lifeline import first_line, stop_when_closed

    assert sys.stdin is not None
    pipe = sys.stdin.fileno()
    stop = threading.Event()
    first = json.loads(first_line(pipe))
    stop_when_closed(pipe, stop)
    try:
        _put(carry(first, _Course(stop)))
    except _Stopped:
        _put(CarryFailed())
        return 1
    except DeskError as error:
        _put(CarryFailed(error.code, error.values, error.detail))
        return 1
    return 0


class _Course:
    """Tells how far it is, some times a second, until it shall stop."""

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop
        self._next = 0.0

    def __call__(self, course: CarryCourse) -> None:
        if self._stop.is_set():
            raise _Stopped
        if (now := time.monotonic()) >= self._next:
            self._next = now + _SECONDS_BETWEEN
            _put(course)


def _put(word: CarryWord) -> None:
    sys.stdout.write(f"{to_line(word)}\n")
    sys.stdout.flush()
