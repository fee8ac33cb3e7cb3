"""Mail from files through the dialog, by a child process: each mail once, whatever happens on the way."""

import os
import signal
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from cli.conftest import in_child
from cli.test_import import HERE, SEPARATOR, check_each_once, fill_box, letter
from deskbell.model.importing import ImportCourse, ImportFailed
from deskbell.model.kinds import Status
from deskbell.ui.importing.imports import ImportAsked, Imports, ImportState
from deskbell.ui.importing.process import ImportProcess
from deskbell.ui.importing.words import ImportWords
from ui.importing.conftest import Hands


def texts(hands: Hands) -> str:
    return "\n".join(label.text() for label in hands.dialog.findChildren(QLabel) if label.isVisibleTo(hands.dialog))


def test_cancelled_in_the_middle_and_gone_on_with(hands: Hands, tmp_path: Path) -> None:
    box, ids = fill_box(tmp_path, 300)
    hands.choose(box)
    assert hands.dialog.choose.chosen.names() == ("mails",)
    hands.go()
    hands.wait_for_course()
    assert hands.buttons() == ["Cancel the import", "Close and go on working"]
    hands.dialog.cancel_button.click()
    assert hands.imports.state is ImportState.ENDING
    assert hands.buttons() == ["Close and go on working"]
    hands.wait_for_end()
    end = hands.imports.end
    assert end is not None
    assert end.cut_off
    assert "Import cancelled" in texts(hands)
    assert hands.buttons() == ["Close", "Go on with it"]
    hands.dialog.main_button.click()
    hands.wait_for_end()
    end = hands.imports.end
    assert end is not None
    assert (end.cut_off, end.seen) == (False, 300)
    assert "Import done" in texts(hands)
    check_each_once(tmp_path, ids)


def test_what_could_not_be_read_is_listed(hands: Hands, tmp_path: Path) -> None:
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "1.eml").write_bytes(letter(1))
    (folder / "2.eml").symlink_to(folder / "gone")
    hands.asked.folder = folder
    hands.dialog.choose.folder_button.click()
    hands.qtbot.waitUntil(hands.dialog.main_button.isEnabled)
    hands.go()
    hands.wait_for_end()
    end = hands.imports.end
    assert end is not None
    assert (end.tickets, end.filed, end.refused) == (1, 1, 1)
    assert end.first == end.last > 0
    assert hands.dialog.end.list.toPlainText() == f"{folder / '2.eml'} could not be read: No such file or directory."
    with hands.qtbot.waitSignal(hands.dialog.show_wanted):
        hands.dialog.main_button.click()
    assert hands.imports.state is ImportState.IDLE


def test_what_holds_no_mail_is_left_out_and_the_rest_is_taken(hands: Hands, tmp_path: Path) -> None:
    (tmp_path / "film.mp4").write_bytes(bytes(100))
    hands.choose(tmp_path / "film.mp4")
    hands.qtbot.waitUntil(lambda: "holds no mail, is left out" in texts(hands))
    assert not hands.dialog.main_button.isEnabled()
    (tmp_path / "box").write_bytes(SEPARATOR + letter(1) + b"\n")
    hands.choose(tmp_path / "film.mp4", tmp_path / "box")
    hands.qtbot.waitUntil(hands.dialog.main_button.isEnabled)
    asked = hands.dialog.choose.asked()
    assert asked == ImportAsked((tmp_path / "box",), 1, "support@desk.example", Status.SOLVED)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
def test_a_child_that_is_killed_is_told_and_gone_on_with(hands: Hands, imports: Imports, tmp_path: Path) -> None:
    box, ids = fill_box(tmp_path, 300)
    hands.choose(box)
    hands.go()
    hands.wait_for_course()
    child = imports.process.pid
    assert child, "by 0 all that runs with the tests would be killed"
    os.kill(child, signal.SIGKILL)
    hands.wait_for_end()
    assert imports.failed is not None
    assert imports.failed.code == "import.died"
    assert "The import stopped unexpectedly." in texts(hands)
    hands.dialog.main_button.click()
    hands.wait_for_end()
    check_each_once(tmp_path, ids)


def test_what_failed_is_told_in_a_sentence(hands: Hands, tmp_path: Path) -> None:
    box = tmp_path / "box"
    box.write_bytes(SEPARATOR + letter(1) + b"\n")
    hands.choose(box)
    box.unlink()
    hands.go()
    hands.wait_for_end()
    assert f"There is no file {box}." in texts(hands)


@pytest.mark.parametrize(
    ("failed", "said"),
    [
        (ImportFailed("db.full", {}, "database or disk is full"), "The disk is full."),
        (ImportFailed("db.locked"), "The desk's file is busy: another program holds it."),
        (ImportFailed("db.readonly", {"path": "/data"}), "Deskbell may not write to /data."),
    ],
)
def test_what_the_database_refuses_is_told(hands: Hands, failed: ImportFailed, said: str) -> None:
    hands.imports.state = ImportState.RUNNING
    hands.imports.process.said.emit(ImportCourse(400, 400, 300, 1, 1_000))
    hands.imports.process.said.emit(failed)
    assert said in texts(hands)
    assert "The import could not go on" in texts(hands)
    assert hands.dialog.end.list.toPlainText() == failed.detail
    assert hands.buttons() == ["Close", "Go on with it"]


def test_files_can_be_dropped(hands: Hands, tmp_path: Path) -> None:
    box = tmp_path / "box"
    box.write_bytes(SEPARATOR + letter(1) + b"\n")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(box)), QUrl("https://mail.example/box")])
    place, copy = QPointF(10, 10), Qt.DropAction.CopyAction
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(place.toPoint(), copy, data, buttons, keys)
    QApplication.sendEvent(hands.dialog, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(hands.dialog, QDropEvent(place, copy, data, buttons, keys))
    hands.qtbot.waitUntil(lambda: hands.dialog.choose.chosen.names() == ("box",))


def test_a_program_that_does_not_start(qtbot: QtBot) -> None:
    process = ImportProcess(lambda _: ("/nothing/here", []))
    imports = Imports(process)
    imports.start(ImportAsked((), 1, "support@desk.example", Status.OPEN))
    qtbot.waitUntil(lambda: imports.state is ImportState.OVER)
    assert imports.failed is not None
    assert imports.failed.code == "import.died"
    assert imports.failed.detail


def test_the_end_of_the_program_ends_the_child_and_keeps_what_is_in(hands: Hands, tmp_path: Path) -> None:
    box, ids = fill_box(tmp_path, 300)
    hands.choose(box)
    hands.go()
    hands.wait_for_course()
    hands.imports.stop()
    assert hands.imports.process.pid == 0
    assert in_child("import", "mbox", box, *HERE, "--data", tmp_path / "data").returncode == 0
    check_each_once(tmp_path, ids)


@pytest.mark.parametrize(
    ("course", "done", "pace"),
    [
        (ImportCourse(), "Looking through the files…", ""),
        (ImportCourse(200, 200, 0, 0, 900), "0 of about 900 mails", ""),
        (
            ImportCourse(9000, 9000, 8000, 0, 1_000_000, 312.4, 95.0),
            "8\u202f000 of about 1\u202f000\u202f000 mails",
            "312 mails a second, about 2 min left",
        ),
        (ImportCourse(9, 9, 8, 0, 9, 2.25, 0.4), "8 of about 9 mails", "2.2 mails a second, about 5 s left"),
        (
            ImportCourse(9, 9, 8, 0, 9_000, 1.0, 8_992.0),
            "8 of about 9\u202f000 mails",
            "1.0 mails a second, about 2 h 30 min left",
        ),
    ],
)
def test_how_far_it_is_in_words(course: ImportCourse, done: str, pace: str) -> None:
    words = ImportWords()
    assert (words.done(course), words.pace(course)) == (done, pace)
