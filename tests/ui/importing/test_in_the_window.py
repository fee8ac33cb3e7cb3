"""The import in the main window: found in the palette, shown in the rail, asked about at the end."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from cli.test_import import SEPARATOR, letter
from deskbell.model.importing import ImportCourse, ImportEnd
from deskbell.model.kinds import Status
from deskbell.model.views import View, ViewKind
from deskbell.ui.importing.dialog import ImportDialog
from deskbell.ui.importing.imports import ImportAsked, Imports, ImportState
from deskbell.ui.importing.rail_sign import ImportSign
from deskbell.ui.main_window import MainWindow
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.widgets.toast import Toast
from ui.importing.conftest import Asked


class Window:
    """The window with an import, and answers."""

    def __init__(self, stage: Stage, imports: Imports) -> None:
        self.asked = Asked()
        self.imports = imports
        self.kept = stage.settings
        self.window = MainWindow(
            stage.theme,
            stage.runner,
            stage.feed,
            stage.desk,
            stage.settings,
            prompts=self.asked,  # type: ignore[arg-type]
            imports=lambda: imports,
        )
        _ = self.window.importing

    @property
    def sign(self) -> ImportSign:
        return self.window.findChildren(ImportSign)[0]

    def dialogs(self) -> list[ImportDialog]:
        return [one for one in self.window.findChildren(ImportDialog) if one.isVisible()]

    def close_by_hand(self) -> bool:
        """Click on the window's cross; whether it takes it."""

        class Spontaneous(QCloseEvent):
            def spontaneous(self) -> bool:
                return True

        event = Spontaneous()
        self.window.closeEvent(event)
        return event.isAccepted()


@pytest.fixture
def open_window(stage: Stage, imports: Imports, qtbot: QtBot) -> Iterator[Window]:
    made = Window(stage, imports)
    made.window.show()
    with qtbot.waitSignal(made.window.inbox.tickets.model.shown):
        made.window.begin()
    yield made
    made.window.close()
    delete(made.window)


def begin(imports: Imports, tmp_path: Path) -> None:
    (tmp_path / "box").write_bytes(SEPARATOR + letter(1) + b"\n")
    imports.start(ImportAsked((tmp_path / "box",), 1, "support@desk.example", Status.SOLVED))


def test_the_palette_opens_it(open_window: Window) -> None:
    palette = open_window.window.palette_box
    for _ in range(2):
        palette.open_over()
        (field,) = palette.findChildren(QLineEdit)
        QTest.keyClicks(field, "import mail")
        QTest.keyClick(field, Qt.Key.Key_Return)
    (dialog,) = open_window.dialogs()
    dialog.close()


def test_the_rail_shows_it_while_the_dialog_is_closed(open_window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    assert not open_window.sign.isVisible()
    begin(open_window.imports, tmp_path)
    assert open_window.sign.isVisible()
    assert "Importing mail" in open_window.sign.toolTip()
    with qtbot.waitSignal(open_window.imports.over, timeout=60_000):
        pass
    assert [toast.accessibleName() for toast in open_window.window.findChildren(Toast)] == ["The import is done."]
    assert "over" in open_window.sign.toolTip()
    open_window.sign.click()
    (dialog,) = open_window.dialogs()
    dialog.close()
    assert not open_window.sign.isVisible(), "it has been seen"


def test_the_course_is_in_the_tooltip(open_window: Window) -> None:
    imports = open_window.imports
    imports.state = ImportState.RUNNING
    imports.process.said.emit(ImportCourse(600, 600, 500, 0, 1_000, 100.0, 5.0))
    assert open_window.sign.accessibleName() == (
        "Importing mail\n500 of about 1\u202f000 mails\n100 mails a second, about 5 s left"
    )
    imports.process.said.emit(ImportEnd(1, 1, 1, 0, 1, 1.0))


@pytest.mark.parametrize(
    ("end", "view"),
    [
        (ImportEnd(9, 9, 9, 0, 3, 1.0, first=1001, last=1009), View(ViewKind.IMPORTED, 1, first=1001, last=1009)),
        # All of it went on with tickets that were there.
        (ImportEnd(9, 9, 9, 0, 0, 1.0), View(ViewKind.DONE)),
    ],
)
def test_what_came_of_it_is_shown(
    open_window: Window, qtbot: QtBot, tmp_path: Path, end: ImportEnd, view: View
) -> None:
    begin(open_window.imports, tmp_path)
    with qtbot.waitSignal(open_window.imports.over, timeout=60_000):
        pass
    open_window.imports.end = end
    open_window.sign.click()
    (dialog,) = open_window.dialogs()
    inbox = open_window.window.inbox
    kept = open_window.kept.value("inbox/view")
    with qtbot.waitSignal(inbox.tickets.model.shown):
        dialog.main_button.click()
    assert inbox.view == view
    passing = view.kind is ViewKind.IMPORTED
    assert (open_window.kept.value("inbox/view") == kept) is passing, "no day begins with an import"


@pytest.mark.parametrize("answer", [True, False])
def test_closing_the_window_asks_while_it_runs(open_window: Window, qtbot: QtBot, tmp_path: Path, answer: bool) -> None:
    begin(open_window.imports, tmp_path)
    open_window.asked.answer = answer
    assert open_window.close_by_hand() is answer
    assert open_window.asked.questions == ["End the import and close?"]
    assert open_window.imports.state is (ImportState.ENDING if answer else ImportState.RUNNING)
    with qtbot.waitSignal(open_window.imports.over, timeout=60_000):
        pass


def test_closing_without_an_import_asks_nothing(open_window: Window) -> None:
    assert open_window.close_by_hand()
    assert open_window.asked.questions == []


def test_quitting_asks_nothing_and_ends_it(open_window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    begin(open_window.imports, tmp_path)
    open_window.window.close()
    assert open_window.asked.questions == []
    open_window.imports.stop()
    assert open_window.imports.process.pid == 0
