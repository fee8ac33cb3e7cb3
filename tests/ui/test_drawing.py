"""Screens are drawn as they are, to pictures of the size that was asked for."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from deskbell.ui.scenes.drawing import put_up, save, settle
from deskbell.ui.scenes.every import scenes
from deskbell.ui.scenes.stage import Stage


def test_a_picture_has_the_size_and_the_content(stage: Stage, tmp_path: Path) -> None:
    scene = next(scene for scene in scenes(tmp_path) if scene.name == "window")
    screen = scene.make(stage)
    put_up(screen, QSize(*scene.size))
    settle(stage.runner)
    for step in scene.steps:
        step(screen)
        settle(stage.runner)
    file = tmp_path / "pictures" / "window.png"
    save(screen, file)
    delete(screen)
    image = QImage(str(file))
    assert (image.width(), image.height()) == scene.size
    colours = {image.pixelColor(x, y).name() for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
    assert len(colours) > 50
    assert stage.theme.colours.rail.lower() in colours
    assert stage.theme.colours.accent_ground.lower() in colours


def test_a_picture_that_cannot_be_written_is_told(theme: object, qtbot: QtBot, tmp_path: Path) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    put_up(widget, QSize(10, 10))
    (tmp_path / "folder.png").mkdir()
    with pytest.raises(OSError, match="could not be written"):
        save(widget, tmp_path / "folder.png")


def test_scenes_have_names_of_their_own(tmp_path: Path) -> None:
    names = [scene.name for scene in scenes(tmp_path)]
    assert len(names) == len(set(names))
