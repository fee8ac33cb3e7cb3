"""An import on a real desk, with the real child process."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from shiboken6 import delete, isValid

from cli.conftest import ENVIRONMENT
from deskbell.actions.dispatch import perform
from deskbell.model.commands import SaveMailbox
from deskbell.model.places import Places
from deskbell.store.opening import open_desk
from deskbell.ui.importing.dialog import ImportDialog
from deskbell.ui.importing.imports import Imports, ImportState
from deskbell.ui.importing.process import ImportProcess
from deskbell.ui.own_program import own_program
from deskbell.ui.scenes.stage import Stage


@dataclass
class Asked:
    """Answers instead of a person."""

    files: tuple[Path, ...] = ()
    folder: Path | None = None
    answer: bool = True
    questions: list[str] = field(default_factory=list)

    def sure(self, question: str, explanation: str, yes: str) -> bool:
        self.questions.append(question)
        return self.answer

    def files_to_import(self) -> tuple[Path, ...]:
        return self.files

    def folder_to_import(self) -> Path | None:
        return self.folder


@pytest.fixture
def places(tmp_path: Path, schema_at: Callable[[Path], None]) -> Places:
    """A desk with the mailbox support@desk.example."""
    places = Places.at(tmp_path / "data")
    schema_at(places.data)
    with closing(open_desk(places.database)) as desk:
        perform(desk, SaveMailbox(agent_id=None, id=0, name="Support", address="support@desk.example", active=False))
    return places


@pytest.fixture
def imports(places: Places, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> Iterator[Imports]:
    """As the window has them, over that desk."""
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    process = ImportProcess(partial(own_program, places))
    made = Imports(process)
    yield made
    made.stop()
    delete(made)
    delete(process)


class Hands:
    """Hands on the dialog."""

    def __init__(self, dialog: ImportDialog, asked: Asked, imports: Imports, qtbot: QtBot) -> None:
        self.dialog, self.asked, self.imports, self.qtbot = dialog, asked, imports, qtbot

    def choose(self, *paths: Path) -> None:
        self.asked.files = paths
        self.dialog.choose.files_button.click()
        self.qtbot.waitUntil(lambda: self.dialog.choose.chosen.names() != ())

    def go(self) -> None:
        assert self.dialog.main_button.isEnabled()
        self.dialog.main_button.click()
        assert self.imports.state is ImportState.RUNNING

    def wait_for_course(self) -> None:
        self.qtbot.waitUntil(lambda: self.imports.course.seen > 0, timeout=60_000)

    def wait_for_end(self) -> None:
        self.qtbot.waitUntil(lambda: self.imports.state is ImportState.OVER, timeout=60_000)

    def buttons(self) -> list[str]:
        return [one.text() for one in self.dialog.findChildren(QPushButton) if one.isVisibleTo(self.dialog)]


@pytest.fixture
def hands(stage: Stage, imports: Imports, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hands]:
    """The dialog; the mailboxes that it offers are those of the desk that is imported into."""
    asked = Asked()
    dialog = ImportDialog(stage.theme, imports, stage.desk, prompts=asked)  # type: ignore[arg-type]
    dialog.choose.mailbox.clear()
    dialog.choose.mailbox.addItem("Support", (1, "support@desk.example"))
    dialog.show()
    yield Hands(dialog, asked, imports, qtbot)
    if isValid(dialog):
        delete(dialog)
