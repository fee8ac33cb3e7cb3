"""A desk without a database: what is asked gets prepared answers, what is done is written down, or fails as told."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from deskbell.model.changes import Changes
from deskbell.model.commands import Command
from deskbell.model.rows import DeskState
from deskbell.model.settings import Settings
from deskbell.store.course import Course
from deskbell.ui.deeds import Deeds
from deskbell.ui.desk_now import DeskNow
from deskbell.ui.feed import Feed
from deskbell.ui.runner import Runner


class Stand:
    """`answers` by query; `performed` are the commands in order; `errors` are raised by the next commands, one each."""

    def __init__(self, state: DeskState, settings: Settings | None = None) -> None:
        self.answers: dict[Callable[..., object], object] = {}
        self.performed: list[Command] = []
        self.errors: list[Exception] = []
        self.given: object = 77
        self.busy = False
        self.runner = Runner(self._read, self._perform)
        self.runner.busy.connect(self._note_busy)
        self.feed = Feed(lambda last_id, seconds, company=False: Changes(()), lambda: 0)
        self.desk = DeskNow(self.runner, self.feed, state, settings or Settings({}))
        self.deeds = Deeds(self.runner, self.desk)

    def settle(self, qtbot: QtBot) -> None:
        """Wait until everything asked and done has been answered."""
        qtbot.waitUntil(lambda: not self.busy)

    def close(self) -> None:
        self.runner.close()

    def of(self, kind: type[Command]) -> list[Any]:
        """The commands of one kind that were carried out."""
        return [command for command in self.performed if isinstance(command, kind)]

    def _note_busy(self, busy: bool) -> None:
        self.busy = busy

    def _read(self, query: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if query not in self.answers:
            return query(None, *args, **kwargs)
        answer = self.answers[query]
        return answer(*args, **kwargs) if callable(answer) else answer

    def _perform(self, command: Command, _course: Course | None = None) -> object:
        if self.errors:
            raise self.errors.pop(0)
        self.performed.append(command)
        return self.given


class Answers(QObject):
    """Prompts that answer as told and remember what they were asked."""

    def __init__(self, *, yes: bool = True, files: tuple[Path, ...] = (), place: Path | None = None) -> None:
        super().__init__()
        self.yes, self.files, self.place = yes, files, place
        self.notes: bool | None = False
        self.asked: list[str] = []

    def sure(self, question: str, explanation: str, yes: str) -> bool:
        self.asked.append(question)
        return self.yes

    def notes_too(self, count: int) -> bool | None:
        self.asked.append(f"notes {count}")
        return self.notes

    def files_to_attach(self) -> tuple[Path, ...]:
        return self.files

    def picture_to_open(self) -> Path | None:
        return next(iter(self.files), None)

    def place_to_save(self, name: str) -> Path | None:
        self.asked.append(name)
        return self.place

    def folder_to_save(self) -> Path | None:
        return self.place
