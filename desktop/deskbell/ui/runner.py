"""How the window asks and does: queries and commands run on threads of their own, their answers come back on the window's thread."""

import logging
from collections import deque
from collections.abc import Callable, Hashable
from threading import Condition, Thread
from typing import Any, Protocol, TypeVar

from msgspec import Struct, field
from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from deskbell.model.commands import Command
from deskbell.model.errors import DeskError
from deskbell.store.course import Course

T = TypeVar("T")

log = logging.getLogger("deskbell.ui.runner")

_READERS = 2
# A command of which it is not known whether it was carried out is tried again after this.
_SETTLE_SECONDS = 2.0
_IN_DOUBT = "db.in_doubt"


class Read(Protocol):
    """`store.desk.Desk.read`, or something that stands in for it."""

    def __call__(self, query: Callable[..., T], *args: Any, **kwargs: Any) -> T: ...


class _Task(Struct):
    work: Callable[[], object]
    done: Callable[[Any], None] | None
    failed: Callable[[Exception], None] | None
    topic: Hashable | None = None
    number: int = 0
    owner: QObject | None = None
    answer: object = None
    error: Exception | None = None


class _Line(Struct):
    """Tasks that wait for the threads of one kind."""

    waiting: deque[_Task] = field(default_factory=deque)
    ready: Condition = field(default_factory=Condition)
    closing: bool = False


class Runner(QObject):
    """Runs queries on two reading threads and commands, in the order they were given, on one writing thread.

    A command that reached the database while the connection broke is tried again until it is known what became of it, and others wait: whoever gave
    it hears nothing before. Files of this computer, which no database must hold up, are written on a thread of their own.

    A callback that belongs to a widget which is gone by then is not called, and what callbacks hold goes on the window's thread with them. Close the
    runner after the screens and before the desk.

    Signals:
        troubled(Exception): something failed and nobody had asked to be told.
        busy(bool): there are queries or commands under way, or there are none any more.
    """

    troubled = Signal(object)
    busy = Signal(bool)
    _finished = Signal(int)

    def __init__(self, read: Read, perform: Callable[..., object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._read = read
        self._perform = perform
        self._numbers: dict[Hashable, int] = {}
        self._under_way = 0
        self._closed = False
        self._questions = _Line()
        self._commands = _Line()
        self._asides = _Line()
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        lines = [*((f"reader-{n}", self._questions) for n in range(_READERS)), ("writer", self._commands)]
        lines.append(("files", self._asides))
        # One of each thread: what one says that it has let go of must be no task that another is about to.
        self._ended: list[deque[_Task]] = [deque() for _ in lines]
        # Daemons, so that a crash of the window ends the process; an orderly end goes through `close`, which waits for them.
        self._threads = [
            Thread(target=self._work, args=(line, number), name=name, daemon=True)
            for number, (name, line) in enumerate(lines)
        ]
        for thread in self._threads:
            thread.start()

    @property
    def is_busy(self) -> bool:
        """Whether a query or command is under way."""
        return self._under_way > 0

    def ask(
        self,
        query: Callable[..., T],
        *args: object,
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        topic: Hashable | None = None,
        owner: QObject | None = None,
        **kwargs: object,
    ) -> None:
        """Run `query(session, *args, **kwargs)` and hand its answer to `done`.

        `owner` is whom the callbacks serve, where they are no methods of it: they are not called once it is gone.

        With a `topic`, a later question on the same topic supersedes this one: its answer is dropped, and it is not run where it still waits.
        """
        number = 0
        if topic is not None:
            number = self._numbers[topic] = self._numbers.get(topic, 0) + 1
        work: Callable[[], object] = lambda: self._read(query, *args, **kwargs)  # noqa: E731
        self._put(self._questions, _Task(work, done, failed, topic, number, owner))

    def do(
        self,
        command: Command,
        done: Callable[[Any], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        owner: QObject | None = None,
        course: Course | None = None,
    ) -> None:
        """Carry out a command; `done` gets what its action gives back. `owner` as in `ask`; `course` tells how far it is, and stops it."""
        asked = (command,) if course is None else (command, course)
        self._put(self._commands, _Task(lambda: self._perform(*asked), done, failed, owner=owner))

    def aside(
        self,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Do something with files of this computer, in the order it was given."""
        self._put(self._asides, _Task(work, done, failed))

    def forget(self, topic: Hashable) -> None:
        """Drop the answers that are still to come on a topic."""
        if topic in self._numbers:
            self._numbers[topic] += 1

    def close(self) -> None:
        """Finish the commands and the files that were given, drop the questions, and end the threads. Nothing is delivered afterwards."""
        if self._closed:
            return
        self._closed = True
        for line in (self._questions, self._commands, self._asides):
            with line.ready:
                line.closing = True
                if line is self._questions:
                    line.waiting.clear()
                line.ready.notify_all()
        for thread in self._threads:
            thread.join()
        for ended in self._ended:
            ended.clear()

    def _put(self, line: _Line, task: _Task) -> None:
        if self._closed:
            return
        self._under_way += 1
        if self._under_way == 1:
            self.busy.emit(True)
        with line.ready:
            line.waiting.append(task)
            line.ready.notify()

    def _work(self, line: _Line, number: int) -> None:
        """The life of one thread. Errors of any kind go with the task: the thread lives on."""
        while True:
            with line.ready:
                while not line.waiting and not line.closing:
                    line.ready.wait()
                if not line.waiting:
                    return
                task = line.waiting.popleft()
            if not self._superseded(task):
                self._run(task, line)
            # The window's thread takes it from there, and is the last to hold it: a widget that goes with a callback would be destroyed here.
            self._ended[number].append(task)
            del task
            if not self._closed:
                self._finished.emit(number)

    def _run(self, task: _Task, line: _Line) -> None:
        while True:
            try:
                task.answer, task.error = task.work(), None
            except Exception as error:  # the edge of a thread: _deliver reports it
                task.error = error
                if self._closed:
                    log.error("Failed while closing", exc_info=error)
            if not (isinstance(task.error, DeskError) and task.error.code == _IN_DOUBT):
                break
            with line.ready:
                if line.ready.wait_for(lambda: line.closing, _SETTLE_SECONDS):
                    break

    def _superseded(self, task: _Task) -> bool:
        return task.topic is not None and self._numbers.get(task.topic) != task.number

    @Slot(int)
    def _deliver(self, thread: int) -> None:
        if not self._ended[thread]:  # closed meanwhile
            return
        task = self._ended[thread].popleft()
        self._under_way -= 1
        try:
            if not self._superseded(task) and not self._closed:
                self._hand_over(task)
        finally:
            if self._under_way == 0:
                self.busy.emit(False)

    def _hand_over(self, task: _Task) -> None:
        if task.error is None:
            if task.done is not None and _alive(task, task.done):
                task.done(task.answer)
            return
        if not isinstance(task.error, DeskError):
            log.error("A query or command failed", exc_info=task.error)
        if task.failed is None:
            self.troubled.emit(task.error)
        elif _alive(task, task.failed):
            task.failed(task.error)


def _alive(task: _Task, callback: Callable[..., object]) -> bool:
    """Whether the object that a callback serves still exists in Qt."""
    owner = task.owner if task.owner is not None else getattr(callback, "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)
