"""How an import is told: to a person at a terminal, to a script, and to the window that started it."""

import json
import sys
from typing import Final, Protocol

from deskbell.model.errors import DeskError
from deskbell.model.importing import (
    ImportCourse,
    ImportEnd,
    ImportFailed,
    ImportLeftOut,
    ImportWord,
    to_line,
)

_MINUTE: Final = 60
_HOUR: Final = 3_600
# Nearer than this a rest is not told to the second.
_STEP: Final = 5


class Speech(Protocol):
    """Whom an import talks to."""

    def course(self, course: ImportCourse) -> None:
        """So far it is."""
        ...

    def left_out(self, error: DeskError) -> None:
        """A file or a mail could not be taken; the others are."""
        ...

    def end(self, end: ImportEnd) -> None:
        """It is over, through or cut off."""
        ...

    def failed(self, error: DeskError) -> bool:
        """It cannot go on; whether that is told already."""
        ...


class TerminalSpeech:
    """Progress on one line of a terminal, troubles on lines of their own, the end as a sentence, or as JSON for a script. No progress where nobody looks."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self._on_terminal = sys.stderr is not None and sys.stderr.isatty()

    def course(self, course: ImportCourse) -> None:
        self._say(course_line(course))

    def left_out(self, error: DeskError) -> None:
        self._say("")
        print(f"deskbell: {error}", file=sys.stderr)

    def end(self, end: ImportEnd) -> None:
        self._say("")
        if end.cut_off:
            said = f"Ended: {end.seen} mails read, {end.new} new and kept, {end.filed} of them filed."
            print(f"deskbell: {said} The same command goes on; nothing comes twice.", file=sys.stderr)
        if self._as_json:
            counts = {"seen": end.seen, "new": end.new, "filed": end.filed, "refused": end.refused}
            rest = {"tickets": end.tickets, "seconds": end.seconds, "cut_off": end.cut_off}
            print(json.dumps(counts | rest))
        elif not end.cut_off:
            counted = f"{end.seen} mails read, {end.new} new, {end.filed} filed, {end.tickets} new tickets"
            print(f"{counted} in {end.seconds:.1f} s.")

    def failed(self, error: DeskError) -> bool:
        del error
        self._say("")
        return False

    def _say(self, words: str) -> None:
        if self._on_terminal:
            print(f"\r\x1b[K{words}", end="", file=sys.stderr, flush=True)


class WindowSpeech:
    """A line of JSON for each word (`model.importing`), on the standard output."""

    def course(self, course: ImportCourse) -> None:
        self._put(course)

    def left_out(self, error: DeskError) -> None:
        self._put(ImportLeftOut(error.code, error.values))

    def end(self, end: ImportEnd) -> None:
        self._put(end)

    def failed(self, error: DeskError) -> bool:
        self._put(ImportFailed(error.code, error.values, error.detail))
        return True

    @staticmethod
    def _put(word: ImportWord) -> None:
        # In one piece: what cannot be taken is told by another thread than the course.
        sys.stdout.write(f"{to_line(word)}\n")
        sys.stdout.flush()


def course_line(course: ImportCourse) -> str:
    """One line that fits into 80 columns: what was done, how quickly, how much of it all, and about how long it still takes."""
    counts = f"{course.seen} mails read, {course.new} new, {course.filed} filed"
    pace = [f"{course.rate:.0f}/s"] if course.rate else []
    if course.expected:
        pace.append(f"{course.part:.0%}")
    if course.left is not None and course.part < 1:
        pace.append(f"{time_word(course.left)} left")
    return f"{counts}; {', '.join(pace)}" if pace else counts


def time_word(seconds: float) -> str:
    """About how long: "10 s", "3 min", "2 h 10 min"."""
    if seconds < _MINUTE:
        return f"about {max(1, round(seconds / _STEP)) * _STEP} s"
    minutes = round(seconds / _MINUTE)
    if seconds < _HOUR:
        return f"about {minutes} min"
    return f"about {minutes // 60} h {minutes % 60} min"
