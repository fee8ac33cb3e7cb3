"""Has files decoded by a child process: one child a window, a new one where a file broke it."""

import logging
import multiprocessing
from collections import deque
from collections.abc import Sequence
from functools import partial
from multiprocessing.connection import Connection
from queue import Empty, SimpleQueue
from threading import Condition, Thread
from typing import Final

from msgspec import MsgspecError, Struct
from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from deskbell.rules.looks import Look
from deskbell.ui.look.child import serve
from deskbell.ui.look.wire import (
    SECONDS,
    Answer,
    Asked,
    NotRead,
    PageRead,
    ReadFile,
    ReadPage,
    ReadPageText,
    TextRead,
    ask,
    receive,
)

log = logging.getLogger("deskbell.ui.look")

_LOOK_MS: Final = 15
# What a child may take to begin on a slow, busy machine.
_START_SECONDS: Final = 60.0


class LookReader(QObject):
    """Reads one file after the other; what is still to come of the one before is dropped.

    Signals:
        come(object, list): the file as `PictureRead`, `PagesRead`, `TextRead` or `NotRead`, and its pictures.
        page_come(int, float, QImage): a page at the scale that was wanted; of one that cannot be shown the picture is null.
        words_come(int, str): the words of a page.
    """

    come = Signal(object, list)
    page_come = Signal(int, float, QImage)
    words_come = Signal(int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = _Work()
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._deliver)
        # Where the window goes without being closed, at the end of the program. Not `self._work.close`: PySide does not hold what a method is of, and
        # calls it all the same where the thread lets go of it at that moment, in memory that is free by then.
        self.destroyed.connect(partial(_Work.close, self._work))
        # It knows nothing of Qt's objects, so it may outlive this one.
        Thread(target=self._work.run, name="look", daemon=True).start()

    @property
    def is_busy(self) -> bool:
        """Whether something is under way."""
        return not self._work.idle()

    def read(self, content: bytes, look: Look) -> None:
        """Read this file, as a picture, a PDF or a text."""
        self._work.read(content, look)
        self._timer.start()

    def want_pages(self, pages: Sequence[tuple[int, float]]) -> None:
        """Draw these pages at these scales, in this order, and none that was wanted before."""
        self._work.want_pages(pages)
        self._timer.start()

    def want_words(self, number: int) -> None:
        """Read the words of this page."""
        self._work.want_words(number)
        self._timer.start()

    def close(self) -> None:
        """End the child, whatever it is doing."""
        self._timer.stop()
        self._work.close()

    @Slot()
    def _deliver(self) -> None:
        while self._timer.isActive():
            try:
                turn, asked, given, images = self._work.answers.get_nowait()
            except Empty:
                if self._work.idle():
                    self._timer.stop()
                return
            if turn != self._work.turn:
                continue
            if isinstance(asked, ReadFile):
                self.come.emit(given, images)
            elif isinstance(asked, ReadPage):
                fits = isinstance(given, PageRead) and images
                self.page_come.emit(asked.number, asked.scale, images[0] if fits else QImage())
            else:
                self.words_come.emit(asked.number, given.text if isinstance(given, TextRead) else "")


class _File(Struct):
    content: bytes
    look: Look


class _Work:
    """The thread's side: what is wanted, the newest file first, and the child."""

    def __init__(self) -> None:
        self.answers: SimpleQueue[tuple[int, Asked, Answer, list[QImage]]] = SimpleQueue()
        self.turn = 0
        self._file: _File | None = None
        self._unread = False
        self._wanted: deque[Asked] = deque()
        self._busy = False
        self._closed = False
        self._ready = Condition()
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None
        self._known: _File | None = None
        """The file that the child has."""

    def read(self, content: bytes, look: Look) -> None:
        with self._ready:
            self.turn += 1
            self._file = _File(content, look)
            self._unread = True
            self._wanted.clear()
            self._ready.notify()

    def want_pages(self, pages: Sequence[tuple[int, float]]) -> None:
        with self._ready:
            words = [one for one in self._wanted if isinstance(one, ReadPageText)]
            self._wanted = deque([*words, *(ReadPage(number, scale) for number, scale in pages)])
            self._ready.notify()

    def want_words(self, number: int) -> None:
        with self._ready:
            self._wanted.appendleft(ReadPageText(number))
            self._ready.notify()

    def idle(self) -> bool:
        with self._ready:
            return not (self._unread or self._wanted or self._busy) and self.answers.empty()

    def close(self) -> None:
        with self._ready:
            self._closed = True
            if self._process is not None:
                self._process.kill()
            self._ready.notify()

    def run(self) -> None:
        while True:
            with self._ready:
                self._busy = False
                while not (self._unread or self._wanted or self._closed):
                    self._ready.wait()
                if self._closed:
                    break
                self._busy = True
                turn, file = self.turn, self._file
                assert file is not None
                asked: Asked = ReadFile(file.look) if self._unread else self._wanted.popleft()
                self._unread = False
            given, images = self._answer(asked, file)
            self.answers.put((turn, asked, given, images))
        self._end()

    def _answer(self, asked: Asked, file: _File) -> tuple[Answer, list[QImage]]:
        try:
            if self._pipe is None and not self._start():
                return NotRead("look.failed", {"reason": "start"}), []
            if not isinstance(asked, ReadFile) and self._known is not file:
                # A page broke the child before: the next one gets a new child, and the file again.
                self._ask(ReadFile(file.look), file.content)
            answer = self._ask(asked, file.content)
            self._known = file
        except TimeoutError:
            log.warning("a file of %d bytes took longer than %g seconds to decode", len(file.content), SECONDS)
            answer = NotRead("look.time", {"seconds": f"{SECONDS:g}"}), []
            self._end()
        except (EOFError, OSError):
            if not self._closed:
                log.warning("a file of %d bytes broke what decodes it", len(file.content))
            answer = NotRead("look.died"), []
            self._end()
        except (ValueError, MsgspecError) as error:
            log.warning("what came from the child that decodes files was no answer", exc_info=error)
            answer = NotRead("look.died"), []
            self._end()
        return answer

    def _ask(self, asked: Asked, content: bytes) -> tuple[Answer, list[QImage]]:
        assert self._pipe is not None
        ask(self._pipe, asked, content)
        if not self._pipe.poll(SECONDS):
            raise TimeoutError
        return receive(self._pipe)

    def _start(self) -> bool:
        context = multiprocessing.get_context("spawn")
        with self._ready:
            if self._closed:
                return False
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(target=serve, args=(theirs,), name="deskbell-look", daemon=True)
            self._process.start()
            theirs.close()
        if self._pipe.poll(_START_SECONDS):
            self._pipe.recv_bytes()
            return True
        self._end()
        return False

    def _end(self) -> None:
        with self._ready:
            process, pipe, self._process, self._pipe, self._known = self._process, self._pipe, None, None, None
        if process is not None:
            process.kill()
            process.join()
            process.close()
        if pipe is not None:
            pipe.close()
