"""The sheet of keys: whatever works by key in the program is on it, and it has room for that in a small window with large letters."""

import pytest
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QShortcut
from pytestqt.qtbot import QtBot

from deskbell.model.kinds import ReplyKind
from deskbell.rules.key_choices import kept_choices
from deskbell.ui.key_sheet import KeySheet, keys_as_text
from deskbell.ui.main_window import MainWindow
from deskbell.ui.widgets.chip import Chip
from deskbell.ui.widgets.label import Label
from ui.driven import Driven

# What every program has in its texts and lists; the system's own help tells of these.
EVERYWHERE = {"Ctrl+C", "Ctrl+X", "Ctrl+V", "Ctrl+Ins", "Shift+Ins", "Shift+Del", "F16", "F18", "F20", "Del"}


@pytest.fixture
def window(driven: Driven) -> MainWindow:
    """With an answer begun, so that all of it is made."""
    driven.open(0)
    driven.window.pane.begin(ReplyKind.REPLY)
    return driven.window


def portable(keys: QKeySequence) -> str:
    return keys.toString(QKeySequence.SequenceFormat.PortableText)


def test_every_key_that_works_is_on_it(window: MainWindow) -> None:
    there = {words for entry in window.keys.listed() for words in window.keys.mine.of(entry.id)}
    there |= {words.replace("Return", "Enter") for words in there}
    works = {
        portable(keys) for action in window.findChildren(QAction) for keys in action.shortcuts() if action.isEnabled()
    }
    heard = [QShortcut.keys(shortcut) for shortcut in window.findChildren(QShortcut)]
    works |= {portable(keys) for several in heard for keys in several}
    assert len(works) > 40
    assert works - there - EVERYWHERE == set()


def test_it_shows_each_and_follows_the_person(window: MainWindow, qtbot: QtBot) -> None:
    sheet = KeySheet(window._theme, window.keys, window)
    sheet.show()
    listed = window.keys.listed()
    assert {entry.words for entry in listed} <= {label.text() for label in sheet.findChildren(Label)}
    assert len(sheet.findChildren(Chip)) == sum(len(window.keys.mine.of(entry.id)) for entry in listed)
    window.keys.mine.take(kept_choices({"solve": ("F8",)}))
    assert "F8" in [chip.text() for chip in sheet.findChildren(Chip)]
    sheet.copy.click()
    assert "Solve\tF8\n" in QGuiApplication.clipboard().text()
    assert QGuiApplication.clipboard().text() == keys_as_text(window.keys)
    window.keys.mine.take("")


@pytest.mark.parametrize("text_size", [100, 200])
def test_nothing_is_cut_off_in_a_small_window(window: MainWindow, text_size: int, qtbot: QtBot) -> None:
    window._theme.choose("light", text_size)
    sheet = KeySheet(window._theme, window.keys, window)
    sheet.resize(960, 560)
    with qtbot.waitExposed(sheet):
        sheet.show()
    content = sheet._scroll.widget()
    room = sheet._scroll.viewport().width()
    assert content is not None
    assert content.minimumSizeHint().width() <= room
    for chip in content.findChildren(Chip):
        assert chip.mapTo(content, chip.rect().bottomRight()).x() < room
        assert chip.width() >= chip.sizeHint().width()
    window._theme.choose("light", 100)
