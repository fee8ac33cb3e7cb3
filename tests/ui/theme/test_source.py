"""The theme follows the settings, and tells."""

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from deskbell.ui.theme.colours import DARK, LIGHT
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.theme.type import TextRole
from deskbell.ui.widgets.label import Label, SectionHead


def test_dark_is_chosen_and_told(theme: ThemeSource, qtbot: QtBot, qapp: QApplication) -> None:
    with qtbot.waitSignal(theme.changed):
        theme.choose("dark")
    assert theme.colours is DARK
    assert qapp.palette().color(QPalette.ColorRole.WindowText).name().upper() == DARK.ink


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
