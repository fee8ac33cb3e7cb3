"""No label and no tooltip takes what a stranger wrote for markup, on any screen: Qt would open the files and hosts that it names."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from deskbell.ui.drawing import put_up, settle
from deskbell.ui.prompts import question_box
from deskbell.ui.scenes import scenes
from deskbell.ui.stage import Stage
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.label import Label, plain_tooltip

MARKUP = "<img src='file:///etc/hostname'><b>bold</b> & more"


def astray(root: QWidget) -> Iterator[str]:
    """The labels that would read markup, and the tooltips that are markup which `plain_tooltip` did not make."""
    for widget in [root, *root.findChildren(QWidget)]:
        if isinstance(widget, QLabel) and widget.textFormat() is not Qt.TextFormat.PlainText:
            yield f"{type(widget.parent()).__name__}/{widget.objectName() or type(widget).__name__}: {widget.text()!r}"
        tip = widget.toolTip()
        inside = tip.removeprefix("<span>").removesuffix("</span>")
        if "<" in tip and (inside == tip or "<" in inside):
            yield f"{type(widget).__name__}: {tip!r}"


@pytest.mark.timeout(300)
def test_every_screen_is_literal(stage: Stage, tmp_path: Path) -> None:
    found: dict[str, list[str]] = {}
    for scene in scenes(tmp_path):
        stage.settings.clear()
        screen = scene.make(stage)
        put_up(screen, QSize(*scene.size))
        settle(stage.runner)
        for step in scene.steps:
            step(screen)
            settle(stage.runner)
        if wrong := list(astray(screen)):
            found[scene.name] = wrong
        delete(screen)
    assert found == {}


def test_a_question_names_files_literally(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    box = question_box(host, f"Save {MARKUP}?", f"“{MARKUP}” does something.")
    assert len(box.findChildren(QLabel)) >= 2
    assert list(astray(box)) == []


def test_what_is_astray_is_found(theme: object, qtbot: QtBot) -> None:
    """The walk itself."""
    host = QWidget()
    qtbot.addWidget(host)
    loose, good = QLabel(MARKUP, host), Label(MARKUP, parent=host)
    good.setToolTip(plain_tooltip(MARKUP))
    loose.setTextFormat(Qt.TextFormat.PlainText)
    assert list(astray(host)) == []
    loose.setTextFormat(Qt.TextFormat.AutoText)
    loose.setToolTip(MARKUP)
    assert len(list(astray(host))) == 2


def test_a_button_that_is_named_after_somebody_is_literal(theme: object, qtbot: QtBot) -> None:
    from deskbell.ui.theme.icons import Icon

    button = IconButton(theme, Icon.CLOSE, MARKUP)  # type: ignore[arg-type]
    qtbot.addWidget(button)
    assert list(astray(button)) == []
