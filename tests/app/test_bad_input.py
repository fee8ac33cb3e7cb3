"""The whole window over a desk that cannot be what it should be: a sentence, nothing lost, and it works again when the cause is gone."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from bad_places import fill_disk, folder_for_all, give_to_all, may_mount, not_writable, small_disk
from deskbell.app import Program
from deskbell.model.errors import DeskError
from deskbell.model.kinds import ReplyKind
from deskbell.model.places import Places
from deskbell.sample.demo import ME, make_demo
from deskbell.store.integrity import problems
from deskbell.store.opening import open_desk
from deskbell.store.tables import draft
from deskbell.ui.composer.drafts_back import give_back
from deskbell.ui.main_window import MainWindow
from deskbell.ui.opening import OpeningWindow
from deskbell.ui.rail import HealthButton
from deskbell.ui.single_instance import SingleInstance
from deskbell.ui.widgets.label import Label

SOON = 20_000
PAGE = 4096

Start = Callable[[Path], Program]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a sample desk; closed, to be copied."""
    path = tmp_path_factory.mktemp("sample") / "desk.db"
    make_demo(f"sqlite:///{path}")
    # What it says of its own tables lies together at its beginning then.
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("VACUUM")
    return path


@pytest.fixture
def start(qapp: QApplication) -> Iterator[Start]:
    """Makes the program on a data folder, as `deskbell` does but for the worker; it is closed after the test."""
    programs: list[Program] = []

    def program(folder: Path) -> Program:
        places = Places.at(folder)
        made = Program(places, qapp, SingleInstance(places.database), agent_id=ME, with_worker=False)
        programs.append(made)
        return made

    yield program
    for made in programs:
        made.close()


def file_of(folder: Path) -> Path:
    return Path(Places.at(folder).database.removeprefix("sqlite:///"))


def copy_to(folder: Path, sample: Path) -> Path:
    folder.mkdir(exist_ok=True)
    shutil.copyfile(sample, file_of(folder))
    return file_of(folder)


def refusal(program: Program, qtbot: QtBot) -> DeskError:
    """Why the desk did not open; the window that says so is on the screen."""
    with qtbot.waitSignal(program.refused, timeout=SOON) as refused:
        program.start()
    error = refused.args[0]
    assert isinstance(error, DeskError)
    qtbot.waitUntil(lambda: str(error) in words_of(opening_window()), timeout=SOON)
    return error


def opening_window() -> OpeningWindow:
    return next(
        window for window in QApplication.topLevelWidgets() if isinstance(window, OpeningWindow) and window.isVisible()
    )


def words_of(window: OpeningWindow) -> list[str]:
    return [label.text() for label in window.findChildren(Label)]


def ready(program: Program, qtbot: QtBot) -> MainWindow:
    """The window with its first view read."""
    with qtbot.waitSignal(program.ready, timeout=SOON) as found:
        program.start()
    window: MainWindow = found.args[0]
    qtbot.waitUntil(lambda: window.inbox.tickets.model.rowCount() > 0, timeout=SOON)
    return window


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"Dear diary, today I was opened by a help desk.\n" * 200, "db.corrupt"),
        (b"SQLite format 3\x00" + b"\xff" * 5000, "db.corrupt"),
    ],
    ids=["another file", "only a head"],
)
def test_a_file_that_is_no_desk(tmp_path: Path, start: Start, qtbot: QtBot, content: bytes, code: str) -> None:
    file = file_of(tmp_path)
    file.write_bytes(content)
    assert refusal(start(tmp_path), qtbot).code == code
    assert file.read_bytes() == content


def test_a_desk_of_a_newer_version(tmp_path: Path, sample: Path, start: Start, qtbot: QtBot) -> None:
    file = copy_to(tmp_path, sample)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("INSERT INTO schema_step (number, name, at) VALUES (9999, 'later', 0)")
    assert refusal(start(tmp_path), qtbot).code == "db.newer"


# Parts of what follows on what the file says of its own tables.
@pytest.mark.parametrize(("from_", "to"), [(0.04, 0.13), (0.06, 0.63), (0.11, 0.5), (0.38, 0.57)])
def test_garbage_in_the_middle_of_a_desk(
    tmp_path: Path, sample: Path, start: Start, qtbot: QtBot, from_: float, to: float
) -> None:
    """What can be read is shown. What cannot is said at its place, once in a banner, and at the desk's state; nothing is written over."""
    file = copy_to(tmp_path, sample)
    with closing(sqlite3.connect(file)) as connection:
        # VACUUM makes all tables before it fills the first: what the file says of them lies between their first pages, but for the triggers, at its end.
        (made,) = connection.execute("SELECT max(rootpage) FROM sqlite_schema").fetchone()
    filled = file.stat().st_size // PAGE - made
    with file.open("r+b") as open_file:
        open_file.seek((made + int(filled * from_)) * PAGE)
        open_file.write(b"\xee" * (int(filled * (to - from_)) * PAGE))
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT count(sql) FROM sqlite_schema").fetchone(), "without that no desk opens"
    program = start(tmp_path)
    with qtbot.waitSignal(program.ready, timeout=SOON) as found:
        program.start()
    window: MainWindow = found.args[0]
    tickets, shown = window.inbox.tickets, window.banners.shown
    qtbot.waitUntil(lambda: tickets.model.rowCount() > 0 or "db.corrupt" in shown(), timeout=SOON)
    read: list[int] = []
    window.pane.shown.connect(read.append)
    for step in range(tickets.model.rowCount()):
        if "db.corrupt" in shown():
            break
        read.clear()
        tickets.view.go_to(step)
        qtbot.waitUntil(lambda: bool(read) or "db.corrupt" in shown(), timeout=SOON)
        window.pane.clear()
    assert "db.corrupt" in shown()
    health = window.rail.findChild(HealthButton)
    assert health is not None
    assert "damaged" in health.toolTip()


@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_desk_that_may_only_be_read(sample: Path, start: Start, qtbot: QtBot, what: str) -> None:
    """It does not open, for the first reply could not be kept; once the rights are given back, Try again opens it."""
    with folder_for_all() as folder:
        file = copy_to(folder, sample)
        give_to_all(folder)
        program = start(folder)
        with not_writable(*((file,) if what == "file" else (file, folder))):
            error = refusal(program, qtbot)
            assert error.code == "db.readonly"
            assert str(file) in str(error)
        with qtbot.waitSignal(program.ready, timeout=SOON):
            opening_window().again.emit()
        program.close()


def test_a_disk_that_fills_up(tmp_path: Path, sample: Path, start: Start, qtbot: QtBot) -> None:
    """What is typed meanwhile stays in the composer, and is kept as soon as there is room."""
    if not may_mount():
        pytest.skip("makes a disk of its own, which takes root on Linux")
    with small_disk(tmp_path, sample.stat().st_size + (8 << 20)):
        copy_to(tmp_path, sample)
        program = start(tmp_path)
        window = ready(program, qtbot)
        window.inbox.tickets.view.go_to(0)
        qtbot.waitUntil(lambda: window.pane.row is not None, timeout=SOON)
        window.pane.begin(ReplyKind.REPLY)
        filler = fill_disk(tmp_path)
        editor = window.pane.composer.editor
        editor.clear()
        qtbot.keyClicks(editor, "Nothing of this is lost.")
        qtbot.waitUntil(lambda: "drafts" in window.banners.shown(), timeout=SOON)
        window.close()
        assert window.isVisible(), "it does not close over what is not kept"
        assert "Nothing of this is lost." in editor.text()
        filler.unlink()
        qtbot.waitUntil(lambda: not window.isVisible(), timeout=SOON)
        program.close()
        desk = open_desk(Places.at(tmp_path).database)
        # It may have been in a file of this computer first: then the next start gives it to the desk.
        give_back(desk, tmp_path, ME)
        with desk.reading() as session:
            texts = session.connection.execute(select(draft.c.text)).scalars().all()
        assert any("Nothing of this is lost." in text for text in texts)
        assert desk.read(problems) == []
        desk.close()


def test_of_several_starts_one_stays(tmp_path: Path, sample: Path, qtbot: QtBot) -> None:
    """Two at the same instant and one later: those that give way end at once and well; the one that stays ends well when it is told to."""
    copy_to(tmp_path, sample)
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "QT_QPA_PLATFORM": "offscreen",
    }
    command = [sys.executable, "-m", "deskbell", "--data", str(tmp_path)]
    started = [subprocess.Popen(command, env=environment, stderr=subprocess.PIPE) for _ in range(2)]
    try:
        qtbot.waitUntil(lambda: any(program.poll() is not None for program in started), timeout=SOON * 3)
        given_way, stays = sorted(started, key=lambda program: program.poll() is None)
        assert given_way.returncode == 0
        later = subprocess.run(command, env=environment, timeout=60, capture_output=True, check=False)
        assert later.returncode == 0, later.stderr
        assert stays.poll() is None
    finally:
        for program in started:
            program.terminate()
        said = [program.communicate(timeout=60)[1] for program in started]
    assert stays.returncode == 0, said
