"""Articles of files on their way in, part by part: looked at only, or taken in. Files are read on the thread for files, and no part holds up the window."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QObject, Signal

from deskbell.actions.article_files.folder import Folder, look_through
from deskbell.actions.article_files.reading import Part
from deskbell.actions.article_files.taking import commands, in_language, mending
from deskbell.actions.take_in_articles import outcome
from deskbell.model.article_files import TakeInArticles, TakenIn
from deskbell.ui.runner import Runner
from deskbell.ui.taking_in.state import TakingState

Step = tuple[TakeInArticles, Part]


class Source(Struct, frozen=True):
    """Where they come from: a folder, `only` some of its files, or all. `language` is that of files which do not say theirs.

    `alone`: of articles in several languages only this one comes in.
    """

    folder: Path
    language: str
    only: frozenset[str] = frozenset()
    alone: str = ""


class ArticlesTaking(QObject):
    """One source at a time. `me` is the agent who works here; `done` of `total` articles were gone through, and `came` is what became of them.

    Signals:
        changed: it is further, or in another state.
        failed(Exception): it could not go on; what is in stays.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, runner: Runner, me: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._me = me
        self._source = Source(Path(), "")
        self._found: Folder | None = None
        self._late: list[str] = []
        self._stopped = False
        self.state = TakingState.IDLE
        self.only_looked = True
        self.came = TakenIn()
        self.done = 0
        self.total = 0

    @property
    def running(self) -> bool:
        """Whether it is under way."""
        return self.state in (TakingState.LOOKING, TakingState.TAKING)

    @property
    def was_stopped(self) -> bool:
        """Whether it was ended before it was through."""
        return self._stopped

    def start(self, source: Source, *, only_look: bool) -> None:
        """Go through the files from the beginning."""
        self._source = source
        self._late = []
        self._stopped = False
        self.only_looked = only_look
        self.came = TakenIn()
        self.done = self.total = 0
        self.state = TakingState.LOOKING if only_look else TakingState.TAKING
        self.changed.emit()
        look = partial(look_through, source.folder, source.language, source.only)
        self._runner.aside(look, done=self._begin, failed=self._fail)

    def stop(self) -> None:
        """End it with the articles in hand; what is in stays."""
        self._stopped = True

    def put_away(self) -> None:
        """What came of it has been seen."""
        self.state = TakingState.IDLE
        self.changed.emit()

    def _begin(self, found: Folder) -> None:
        self._found = found
        self.total = len(found.articles)
        self.came = TakenIn(left_out=tuple(found.left_out))
        self._go_on(commands(found, self._me, self._late))

    def _go_on(self, steps: Iterator[Step]) -> None:
        self.changed.emit()
        if self._stopped:
            self._end()
            return
        self._runner.aside(lambda: next(steps, None), done=partial(self._look_at, steps), failed=self._fail)

    def _look_at(self, steps: Iterator[Step], step: Step | None) -> None:
        if step is None:
            self._mend()
            return
        command, part = step
        if self._source.alone:
            command = in_language(command, self._source.alone)
        told = partial(self._told, steps, command, part)
        self._runner.ask(outcome, command, done=told, failed=self._fail, owner=self)

    def _told(self, steps: Iterator[Step], command: TakeInArticles, part: Part, found: TakenIn) -> None:
        self.came += found + TakenIn(left_out=part.left_out)
        self.done += part.count
        if self.only_looked or not (command.categories or found.comes):
            self._go_on(steps)
        else:
            self._runner.do(command, done=lambda _: self._go_on(steps), failed=self._fail, owner=self)

    def _mend(self) -> None:
        """Once all are in, those that link to later ones are taken in once more."""
        if self.only_looked or self._found is None or not self._late:
            self._end()
        else:
            self._mend_next(mending(self._found, self._me, self._late))

    def _mend_next(self, rest: Iterator[TakeInArticles]) -> None:
        self._runner.aside(lambda: next(rest, None), done=partial(self._mend_these, rest), failed=self._fail)

    def _mend_these(self, rest: Iterator[TakeInArticles], command: TakeInArticles | None) -> None:
        if command is None:
            self._end()
            return
        if self._source.alone:
            command = in_language(command, self._source.alone)
        self._runner.do(command, done=lambda _: self._mend_next(rest), failed=self._fail, owner=self)

    def _fail(self, error: Exception) -> None:
        self._stopped = True
        self._end()
        self.failed.emit(error)

    def _end(self) -> None:
        self._found = None
        self.state = TakingState.OVER
        self.changed.emit()
