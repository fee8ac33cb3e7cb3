"""Opening the desk for a window, and what is said while it takes its time."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from deskbell.model.places import Places
from deskbell.ui.desk_opener import DeskOpener
from deskbell.ui.kept_settings import KeptSettings
from deskbell.ui.opening import OpeningWindow
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.widgets.label import Label


def test_a_new_desk_is_told_from_one_that_is_there(tmp_path: Path, qtbot: QtBot) -> None:
    told = []
    for _ in "12":
        opener = DeskOpener(Places.at(tmp_path), KeptSettings(tmp_path / "window.ini"), 0)
        with qtbot.waitSignal(opener.opened) as found:
            opener.begin()
        opener.close()
        found.args[0].watcher.close()
        found.args[0].desk.close()
        told.append(opener.is_making)
    assert told == [True, False]


@pytest.mark.parametrize(
    ("database", "making", "said"),
    [
        ("sqlite:///desk.db", True, "Its database is being set up. This happens only once."),
        ("sqlite:///desk.db", False, "This takes a moment."),
        ("postgresql://ona@server/desk", False, "The database has not answered yet."),
    ],
)
def test_only_a_server_is_said_not_to_answer(
    stage: Stage, tmp_path: Path, qtbot: QtBot, database: str, making: bool, said: str
) -> None:
    window = OpeningWindow(stage.theme, Places(tmp_path, database))
    qtbot.addWidget(window)
    window.wait(making=making)
    assert said in [label.text() for label in window.findChildren(Label)]
