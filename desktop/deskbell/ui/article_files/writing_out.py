"""Articles on their way out, into files or web pages, written on a reading thread: the window looks on, and may stop it."""

from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from deskbell.model.errors import Mistake
from deskbell.ui.long_deeds import was_stopped
from deskbell.ui.runner import Runner

if TYPE_CHECKING:
    from deskbell.store.session import Session

_LOOK_EVERY_MS: Final = 100


class Form(Enum):
    """What is written: Markdown, which can come in again, or pages for a browser."""

    FILES = auto()
    PAGES = auto()


class WritingState(Enum):
    """OVER: it is there, or nothing is."""

    IDLE = auto()
    WRITING = auto()
    OVER = auto()


class _Course:
    """How far it is, told from another thread; what it raises there ends the work."""

    def __init__(self) -> None:
        self.done = self.total = 0
        self.stopped = False

    def __call__(self, done: int, total: int) -> None:
        self.done, self.total = done, total
        if self.stopped:
            raise Mistake("deed.stopped")


class WritingOut(QObject):
    """One at a time. `place` is where it went, with `count` articles; None where nothing was written.

    Signals:
        changed: it is further, or in another state.
        failed(Exception): it could not be written.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, runner: Runner, me: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._me = me
        self._course = _Course()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.changed)
        self.state = WritingState.IDLE
        self.form = Form.FILES
        self.place: Path | None = None
        self.count = 0

    @property
    def done(self) -> int:
        """So many articles are written."""
        return self._course.done

    @property
    def total(self) -> int:
        """Of so many; 0 where that is not known yet."""
        return self._course.total

    @property
    def is_stopping(self) -> bool:
        """Whether it was cancelled."""
        return self._course.stopped

    def start(self, folder: Path, name: str, form: Form, *, for_customers: bool) -> None:
        """Write into this folder where it is empty, else into one of this name in it."""
        self._course = _Course()
        self.form = form
        self.place = None
        self.state = WritingState.WRITING
        self.changed.emit()
        self._timer.start()
        asked = (self._me, folder, name, form, for_customers, self._course)
        self._runner.ask(_write, *asked, done=self._tell, failed=self._fail, owner=self)

    def stop(self) -> None:
        """Give it up: nothing is there then."""
        self._course.stopped = True
        self.changed.emit()

    def put_away(self) -> None:
        """What came of it has been seen."""
        self.state = WritingState.IDLE
        self.changed.emit()

    def _tell(self, found: tuple[Path, int]) -> None:
        self.place, self.count = found
        self._end()

    def _fail(self, error: Exception) -> None:
        self._end()
        if not was_stopped(error):
            self.put_away()
            self.failed.emit(error)

    def _end(self) -> None:
        self._timer.stop()
        self.state = WritingState.OVER
        self.changed.emit()


def _write(
    session: "Session", me: int, folder: Path, name: str, form: Form, for_customers: bool, course: _Course
) -> tuple[Path, int]:
    """A query for the runner."""
    from deskbell.actions.article_files.site import site_in
    from deskbell.actions.article_files.whole import free_place
    from deskbell.actions.article_files.writing import folder_in

    place = free_place(folder, name)
    written = folder_in if form is Form.FILES else site_in
    return place, written(session, me, place, for_customers=for_customers, progress=course)
