"""What runs in the child that decodes files: one question after the other, within limits, until the window is gone."""

import contextlib
import signal
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Final

from deskbell.mail.confined import end_after, limit_memory, write_nothing
from deskbell.rules.looks import Look
from deskbell.ui.look.wire import MEMORY_BYTES, SECONDS, Asked, NotRead, ReadFile, ReadPage, answer, hear

if TYPE_CHECKING:
    from deskbell.ui.look.decoding import Read
    from deskbell.ui.look.pages import Pages

# A child whose window has died while it reads is ended by the system, after this many times the time that it may take.
_ORPHAN_FACTOR: Final = 2


def serve(pipe: Connection) -> None:
    """The life of a child."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Imported before memory counts, and before anything strange is read.
    import deskbell.ui.look.pages  # noqa: F401

    limit_memory(MEMORY_BYTES)
    write_nothing()
    desk = Desk()
    pipe.send_bytes(b"ready")
    with contextlib.suppress(EOFError, OSError):
        while True:
            asked, content = hear(pipe)
            end_after(SECONDS * _ORPHAN_FACTOR)
            answer(pipe, *desk.answer(asked, content))
            end_after(0)


class Desk:
    """Where the file lies that is looked at: answers what is asked of it."""

    def __init__(self) -> None:
        self._pages: Pages | None = None

    def answer(self, asked: Asked, content: bytes) -> "Read":
        """What is asked, or why not; `content` with `ReadFile` alone."""
        try:
            return self._read(asked, content)
        except MemoryError:
            return NotRead("look.memory"), []
        except Exception as error:  # noqa: BLE001  the edge: whatever is in the file, the window hears of it
            return NotRead("look.failed", {"reason": type(error).__name__}), []

    def _read(self, asked: Asked, content: bytes) -> "Read":
        from deskbell.ui.look import decoding
        from deskbell.ui.look.pages import open_fax, open_pdf

        if isinstance(asked, ReadFile):
            self._pages = None
            if asked.look is Look.TEXT:
                return decoding.text(content)
            opened = open_pdf(content) if asked.look is Look.PDF else open_fax(content)
            if isinstance(opened, NotRead):
                return opened, []
            if opened is None:
                return decoding.picture(content)
            self._pages = opened
            return opened.about(), []
        assert self._pages is not None
        if isinstance(asked, ReadPage):
            return self._pages.page(asked.number, asked.scale)
        return self._pages.words(asked.number)
