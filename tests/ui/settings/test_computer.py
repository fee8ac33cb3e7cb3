"""The settings of one computer: kept, read again, and never taken as they should not be."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from deskbell.model.errors import Mistake
from deskbell.ui.settings.computer import ComputerSettings


def store(folder: Path) -> QSettings:
    return QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)


def test_what_is_written_is_there_the_next_time(tmp_path: Path, qtbot: QtBot) -> None:
    computer = ComputerSettings(store(tmp_path))
    assert computer.settings.text("appearance.theme") == "system"
    with qtbot.waitSignal(computer.changed):
        computer.write({"appearance.theme": "dark", "appearance.text_size": 125})
    again = ComputerSettings(store(tmp_path)).settings
    assert (again.text("appearance.theme"), again.number("appearance.text_size")) == ("dark", 125)


def test_writing_the_same_tells_nothing(tmp_path: Path, qtbot: QtBot) -> None:
    computer = ComputerSettings(store(tmp_path))
    with qtbot.assertNotEmitted(computer.changed):
        computer.write({"appearance.theme": "system"})


def test_one_bad_value_and_none_is_kept(tmp_path: Path) -> None:
    computer = ComputerSettings(store(tmp_path))
    with pytest.raises(Mistake):
        computer.write({"appearance.theme": "dark", "appearance.text_size": 500})
    assert ComputerSettings(store(tmp_path)).settings.text("appearance.theme") == "system"


@pytest.mark.parametrize("kept", ["", "five", "9000", "12.5", "true"])
def test_a_file_that_somebody_edited_breaks_nothing(tmp_path: Path, kept: str) -> None:
    file = store(tmp_path)
    file.setValue("settings/appearance.text_size", kept)
    file.setValue("settings/appearance.theme", kept)
    settings = ComputerSettings(file).settings
    assert (settings.number("appearance.text_size"), settings.text("appearance.theme")) == (100, "system")
