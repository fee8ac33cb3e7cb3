"""The theme follows the settings, and tells."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from deskbell.ui.theme import motion
from deskbell.ui.theme.colours import DARK, LIGHT, Colours
from deskbell.ui.theme.high_contrast import HIGH_DARK, HIGH_LIGHT
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.ticket.attachment_box import AttachmentBox
from deskbell.ui.widgets.fold import FoldHead
from deskbell.ui.widgets.label import Label, SectionHead
from deskbell.ui.widgets.spinner import Spinner
from ui.ticket.rows import attachment


def test_dark_is_chosen_and_told(theme: ThemeSource, qtbot: QtBot, qapp: QApplication) -> None:
    with qtbot.waitSignal(theme.changed):
        theme.choose("dark")
    assert theme.colours is DARK
    assert qapp.palette().color(QPalette.ColorRole.WindowText).name().upper() == DARK.ink


@pytest.mark.parametrize(("scheme", "palette"), [("light", HIGH_LIGHT), ("dark", HIGH_DARK)])
def test_high_contrast_is_chosen_in_light_and_dark(theme: ThemeSource, scheme: str, palette: Colours) -> None:
    theme.choose(scheme, contrast="high")
    assert theme.colours is palette
    theme.choose(scheme, contrast="normal")
    assert not theme.colours.high


def test_high_contrast_follows_the_system_unless_one_chose(
    theme: ThemeSource, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    wished = Qt.ContrastPreference.HighContrast
    monkeypatch.setattr(theme, "_contrast_wished", lambda: wished)
    qapp.styleHints().accessibility().contrastPreferenceChanged.emit(wished)
    assert theme.colours is HIGH_LIGHT
    theme.choose("light", contrast="normal")
    assert theme.colours is LIGHT
    wished = Qt.ContrastPreference.NoPreference
    theme.choose("light", contrast="system")
    assert theme.colours is LIGHT


def test_rings_are_broad_in_high_contrast(theme: ThemeSource, qtbot: QtBot) -> None:
    """Two pixels of them are seen around what has the keyboard."""
    theme.choose("light", contrast="high")
    ring = QColor(HIGH_LIGHT.accent)
    for widget in (
        QPushButton("Do"),
        QLineEdit(),
        QComboBox(),
        AttachmentBox(theme, attachment()),
        FoldHead(theme, "More"),
    ):
        qtbot.addWidget(widget)
        with qtbot.waitActive(widget):
            widget.show()
            widget.activateWindow()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.waitUntil(widget.hasFocus)
        image = widget.grab().toImage()
        middle = image.width() // 2
        column = [image.pixelColor(middle, y).name() for y in range(4)]
        assert column.count(ring.name()) >= 2, (type(widget).__name__, column)


@pytest.mark.parametrize(
    ("system", "chosen", "still"),
    [(True, "system", True), (False, "system", False), (True, "full", False), (False, "less", True)],
)
def test_things_move_as_the_system_says_unless_one_chose(
    theme: ThemeSource, qapp: QApplication, system: bool, chosen: str, still: bool
) -> None:
    theme.hear_still(system)
    theme.choose("light", motion=chosen)
    assert theme.now.still is still
    if still:
        assert not qapp.isEffectEnabled(Qt.UIEffect.UI_General)
    theme.hear_still(False)


def test_a_spinner_stands_still_where_nothing_is_to_move(theme: ThemeSource, qtbot: QtBot) -> None:
    spinner = Spinner(theme)
    qtbot.addWidget(spinner)
    spinner.show()
    assert spinner.turning
    theme.choose("light", motion="less")
    assert not spinner.turning
    theme.choose("light", motion="full")
    assert spinner.turning
    spinner.hide()
    assert not spinner.turning


@pytest.mark.skipif(sys.platform == "win32", reason="no GNOME there, nor its scripts")
@pytest.mark.parametrize(("said", "still"), [("false", True), ("true", False), ("", False), (None, False)])
def test_gnome_is_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, said: str | None, still: bool) -> None:
    if said is not None:
        program = tmp_path / "gsettings"
        program.write_text(f"#!/bin/sh\necho {said}\n")
        program.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert motion.read_gnome() is still


def test_what_gnome_says_is_heard(theme: ThemeSource, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(motion, "read_gnome", lambda: True)
    monkeypatch.setattr(motion.sys, "platform", "linux")
    with qtbot.waitSignal(theme.changed):
        theme.follow_motion()
    assert theme.now.still
    theme.hear_still(False)


def test_the_same_again_is_not_told(theme: ThemeSource, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(theme.changed):
        theme.choose("light", 100)
    assert theme.colours is LIGHT


def test_text_size_scales_fonts_and_lengths(theme: ThemeSource, qtbot: QtBot) -> None:
    label = Label("Aa", TextRole.title)
    qtbot.addWidget(label)
    label.ensurePolished()
    assert label.font().pixelSize() == 15
    theme.choose("light", 200)
    assert label.font().pixelSize() == 30
    assert theme.px(76) == 152


def test_section_heads_are_spaced_capitals(theme: ThemeSource, qtbot: QtBot) -> None:
    head = SectionHead("Mailboxes")
    qtbot.addWidget(head)
    head.ensurePolished()
    assert head.text() == "Mailboxes"  # the words stay as they are for screen readers
    assert head.font().capitalization() is head.font().Capitalization.AllUppercase
    assert head.font().pixelSize() == 11


def test_strangers_text_is_never_markup(theme: ThemeSource, qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    ours = Label("<b>Hello</b>")
    qtbot.addWidget(ours)
    assert ours.textFormat() is ours.textFormat().PlainText
