"""Every screen, without mouse or eyes: names, roles, focus that is seen, and Tab that comes by everything. And no words of a stranger that are markup there."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from deskbell.ui.scenes.drawing import settle
from deskbell.ui.scenes.every import scenes
from deskbell.ui.scenes.scene import Scene
from deskbell.ui.scenes.stage import Stage
from deskbell.ui.ticket.rehearsal import Rehearsal
from ui.every_screen import nameless, unknown, unreached, unseen
from ui.literal import astray

PATIENCE_MS = 60_000
QUIET_MS = 50
"""What rests for longer before it is read, as what is typed in a search, adds no control."""
# Where files are held over the window, what they would do is said over the rest.
COVERED = {"window-import-drop", "ticket-import-drop"}
SCENES = [scene.name for scene in scenes(Path())]
# Another window is before them, which has the keyboard.
BEHIND = {"apart-elsewhere", "apart-elsewhere-narrow"}


@pytest.mark.parametrize("name", SCENES)
def test_a_screen_can_be_used_without_mouse_or_eyes(stage: Stage, qtbot: QtBot, tmp_path: Path, name: str) -> None:
    scene = next(scene for scene in scenes(tmp_path) if scene.name == name)
    screen = shown(scene, stage, qtbot)
    try:
        wrong = {
            "read as markup": list(astray(screen)),
            "without a name": nameless(screen),
            "without a role": unknown(screen),
            "not reached by Tab": [] if name in BEHIND else unreached(screen),
            "not seen to have the keyboard": [] if name in COVERED else unseen(screen),
        }
        assert {what: found for what, found in wrong.items() if found} == {}
    finally:
        delete(screen)


def shown(scene: Scene, stage: Stage, qtbot: QtBot) -> QWidget:
    """The scene as its steps leave it, in a window that has the keyboard."""
    stage.theme.choose("light", scene.text_size)
    screen = scene.make(stage)
    screen.resize(QSize(*scene.size))
    with qtbot.waitExposed(screen, timeout=PATIENCE_MS):
        screen.show()
        screen.activateWindow()
    settle(stage.runner, QUIET_MS)
    for step in scene.steps:
        step(screen)
        settle(stage.runner, QUIET_MS)
    # A page that is filled where nobody sees it is half there meanwhile.
    qtbot.waitUntil(lambda: not any(rehearsal.isActive() for rehearsal in screen.findChildren(Rehearsal)))
    return screen


class Careless(QWidget):
    """A control of each kind of fault."""

    def __init__(self) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        self.good = QPushButton("Good")
        self.mute = QPushButton("")
        self.secret = QLabel("A label that does something")
        self.secret.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.strange = QWidget()
        self.strange.setAccessibleName("Strange")
        self.strange.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.strange.setFixedSize(20, 20)
        for widget in (self.good, self.mute, self.secret, self.strange):
            layout.addWidget(widget)


class Trap(QObject):
    """Lets Tab go nowhere."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt calls it so
        return event.type() is QEvent.Type.KeyPress


def test_the_walk_finds_what_it_looks_for(theme: object, qtbot: QtBot) -> None:
    screen = Careless()
    qtbot.addWidget(screen)
    with qtbot.waitActive(screen):
        screen.show()
        screen.activateWindow()
    assert nameless(screen) == ["Careless/QPushButton"]
    assert unknown(screen) == ["Careless/QWidget"]
    assert unseen(screen) == ["Careless/QLabel", "Careless/QWidget"]
    assert unreached(screen) == []
    trap = Trap(screen)
    screen.good.installEventFilter(trap)
    assert unreached(screen) == ["Careless/QPushButton", "Careless/QLabel", "Careless/QWidget"]
