"""No label and no tooltip takes what a stranger wrote for markup, on any screen: Qt would open the files and hosts that it names."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from deskbell.ui.composer.sender_button import SenderButton
from deskbell.ui.drawing import put_up, settle
from deskbell.ui.prompts import question_box
from deskbell.ui.scenes import scenes
from deskbell.ui.settings.entry import Entry
from deskbell.ui.stage import Stage
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.buttons import DangerButton, GhostButton, LinkButton, PrimaryButton
from deskbell.ui.widgets.field import Field
from deskbell.ui.widgets.fold import FoldHead
from deskbell.ui.widgets.icon_button import IconButton
from deskbell.ui.widgets.label import Label, plain_tooltip
from deskbell.ui.widgets.property_button import PropertyButton
from deskbell.ui.widgets.segments import Segment

MARKUP = "<img src='file:///etc/hostname'><b>bold</b> & more"


NAME = "Kern & Hoffmann"


def astray(root: QWidget) -> Iterator[str]:
    """The labels that would read markup, and the tooltips that are markup which `plain_tooltip` did not make. And what an & in a name gave a key of the
    keyboard, instead of showing it: no button and no action of ours has one so.
    """
    for action in root.findChildren(QAction):
        if not QKeySequence.mnemonic(action.text()).isEmpty():
            yield f"action: {action.text()!r}"
    for widget in [root, *root.findChildren(QWidget)]:
        key = widget.shortcut() if isinstance(widget, QAbstractButton) else QKeySequence()
        if isinstance(widget, QLabel) and widget.buddy() is not None:
            key = QKeySequence.mnemonic(widget.text())
        if not key.isEmpty():
            yield f"{type(widget).__name__}: {key.toString()!r}"
        if isinstance(widget, QLabel) and widget.textFormat() is not Qt.TextFormat.PlainText:
            yield f"{type(widget.parent()).__name__}/{widget.objectName() or type(widget).__name__}: {widget.text()!r}"
        tip = widget.toolTip()
        inside = tip.removeprefix("<span>").removesuffix("</span>")
        if "<" in tip and (inside == tip or "<" in inside):
            yield f"{type(widget).__name__}: {tip!r}"


QUIET_MS = 50


@pytest.mark.timeout(300)
def test_every_screen_is_literal(stage: Stage, tmp_path: Path) -> None:
    found: dict[str, list[str]] = {}
    for scene in scenes(tmp_path):
        stage.settings.clear()
        screen = scene.make(stage)
        put_up(screen, QSize(*scene.size))
        settle(stage.runner, QUIET_MS)
        for step in scene.steps:
            step(screen)
            settle(stage.runner, QUIET_MS)
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


def the_words(theme: ThemeSource, host: QWidget) -> list[QWidget]:
    """One of each that shows names."""
    chosen = PropertyButton(theme, "Team", parent=host)
    chosen.set_value(NAME)
    return [
        *(kind(NAME, host) for kind in (PrimaryButton, GhostButton, DangerButton, LinkButton)),
        chosen,
        Segment(theme, NAME, host),
        FoldHead(theme, NAME, host),
        SenderButton(theme, host),
        Field(theme, NAME, QLineEdit(host), parent=host),
        Entry(theme, host),
    ]


def test_an_ampersand_in_a_name_is_no_key(theme: ThemeSource, qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    made = the_words(theme, host)
    assert list(astray(host)) == []
    buttons = [one for one in made if isinstance(one, QAbstractButton)]
    for button in buttons:
        button.setText(NAME)
        assert button.text() == NAME
    assert list(astray(host)) == []


def test_a_button_shows_the_ampersand(theme: ThemeSource, qtbot: QtBot) -> None:
    shown, plain = LinkButton("a&b"), QPushButton("a&&b")
    for one in (shown, plain):
        qtbot.addWidget(one)
        one.setProperty("kind", "link")
        one.setAutoDefault(False)
    assert shown.sizeHint() == plain.sizeHint()
    assert shown.sizeHint().width() > LinkButton("ab").sizeHint().width()


def test_keys_that_names_would_give_are_found(qtbot: QtBot) -> None:
    """The walk itself."""
    host = QWidget()
    qtbot.addWidget(host)
    QCheckBox("Kern &Hoffmann", host)
    QAction("Kern &Hoffmann", host)
    assert len(list(astray(host))) == 2
