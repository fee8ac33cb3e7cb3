"""A backup by hand: made by a process of its own, read back, told, cancelled, refused."""

import os
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from deskbell.model.carrying import CarryCourse, CarryEnd, CarryFailed, CarryStage, from_line, to_line
from deskbell.model.kinds import Role
from deskbell.store.carry.backup_file import opened
from deskbell.store.tables import agent
from deskbell.ui.carrying.backup_box import BackupBox
from deskbell.ui.carrying.carrying import Carrying, CarryState
from deskbell.ui.own_program import own_program
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.banner import Banner
from deskbell.ui.widgets.toast import Toast
from ui.driven import Driven
from ui.settings.conftest import make_dialog
from ui.settings.office import Answers, Office


@pytest.fixture
def backup(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[Carrying]:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(path for path in sys.path if path))
    made = Carrying(partial(own_program, office.places))
    yield made
    made.stop()
    delete(made)


@pytest.fixture
def box(office: Office, backup: Carrying, theme: ThemeSource, answers: Answers, qtbot: QtBot) -> Iterator[BackupBox]:
    dialog = make_dialog(office, theme, answers, qtbot, backup=backup)
    dialog.open_page("database")
    found = dialog.findChild(BackupBox)
    assert found is not None
    yield found
    dialog.close()


def test_words_come_through_as_they_are() -> None:
    for word in (
        CarryCourse(CarryStage.VERIFY, 3, 9, 1.5, None),
        CarryEnd("/a", 1, 2, 0.5),
        CarryFailed("db.full", {"path": "/a"}, "no room"),
        CarryFailed(),
    ):
        assert from_line(to_line(word)) == word
    for line in (
        "",
        "{}",
        "[]",
        "x",
        '{"kind": "course"}',
        '{"kind": "course", "stage": "x", "done": 0, "expected": 0}',
    ):
        assert from_line(line) is None


def test_a_backup_by_hand(box: BackupBox, backup: Carrying, answers: Answers, qtbot: QtBot, tmp_path: Path) -> None:
    box.button.click()
    assert backup.state is CarryState.IDLE
    answers.file = tmp_path / "desk.backup"
    box.button.click()
    assert box.cancel_button.isVisible()
    assert not box.button.isVisible()
    qtbot.waitUntil(lambda: backup.state is CarryState.OVER, timeout=60_000)
    assert box.outcome.sentence().startswith(f"Backed up to {answers.file}: ")
    with opened(answers.file):
        pass
    box.button.click()
    qtbot.waitUntil(lambda: backup.state is CarryState.OVER, timeout=60_000)
    (banner,) = box.window().findChildren(Banner)
    assert f"{answers.file} is there already; it was not written over." in banner.accessibleName()
    assert not box.outcome.isVisible()


def test_a_backup_that_is_cancelled(
    box: BackupBox, backup: Carrying, answers: Answers, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    answers.file = folder / "desk.backup"
    box.button.click()
    # At once: it is heard before the copy is made.
    box.cancel_button.click()
    assert not box.cancel_button.isEnabled()
    qtbot.waitUntil(lambda: backup.state is CarryState.OVER, timeout=60_000)
    assert box.outcome.sentence() == "Cancelled. No file was made."
    assert list(folder.iterdir()) == []


def test_a_child_that_does_not_start(qtbot: QtBot) -> None:
    made = Carrying(lambda _: ("/nothing/here", []))
    made.start(["db", "backup", "x"], "")
    qtbot.waitUntil(lambda: made.state is CarryState.OVER)
    assert made.failed is not None
    assert made.failed.code == "carry.died"
    delete(made)


def test_who_is_not_offered_it(
    office: Office, backup: Carrying, theme: ThemeSource, answers: Answers, qtbot: QtBot
) -> None:
    whole = make_dialog(office, theme, answers, qtbot)
    whole.open_page("database")
    assert whole.findChild(BackupBox) is None
    with office.database.writing() as session:
        session.connection.execute(agent.update().values(role=Role.MANAGER.value))
    office.desk.read_again()
    qtbot.waitUntil(lambda: office.desk.me.role is Role.MANAGER)
    theirs = make_dialog(office, theme, answers, qtbot, backup=backup)
    theirs.open_page("database")
    assert theirs.findChild(BackupBox) is None


def test_who_went_on_working_hears_of_it(driven: Driven) -> None:
    made = Carrying(lambda _: ("", []))
    driven.window.notices.attend_backup(made)
    for word, words in (
        (CarryEnd("/safe/desk.backup", 1, 2, 0.5), "backed up to /safe/desk.backup"),
        (CarryFailed("file.exists", {"path": "/safe/desk.backup"}), "was not written over"),
    ):
        made.end = made.failed = None
        made.process.said.emit(word)
        assert any(words in toast.accessibleName() for toast in driven.window.findChildren(Toast))
    delete(made)
