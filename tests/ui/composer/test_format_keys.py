"""The keys that shape a text are the person's own, like all others, and stand behind the buttons' names."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from deskbell.ui.composer.composer import Composer
from deskbell.ui.key_rules import Refusal, refusal
from deskbell.ui.key_table import BY_ID, native
from deskbell.ui.my_keys import keys_in_force
from ui.composer.composing import Make
from ui.ticket.stand import Stand

SHAPES = ("bold", "italic", "list", "numbers", "quote", "code", "text_link")
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def composer(make: Make, qtbot: QtBot) -> Composer:
    made = make()
    with qtbot.waitActive(made.window()):
        made.window().show()
        made.window().activateWindow()
    made.editor.setFocus()
    return made


def choose(stand: Stand, **keys: list[str]) -> None:
    stand.desk.keys.take(json.dumps(keys))


def is_bold(composer: Composer) -> bool:
    return composer.editor.fontWeight() >= QFont.Weight.DemiBold


def test_other_keys_hold_at_once(composer: Composer, stand: Stand) -> None:
    QTest.keyClick(composer.editor, Qt.Key.Key_B, CTRL)
    assert is_bold(composer)
    assert composer.format_bar.bold.isChecked()
    choose(stand, bold=["Ctrl+Shift+B"])
    QTest.keyClick(composer.editor, Qt.Key.Key_B, CTRL)
    assert is_bold(composer), "no key of it any more"
    QTest.keyClick(composer.editor, Qt.Key.Key_B, CTRL | SHIFT)
    assert not is_bold(composer)
    assert native("Ctrl+Shift+B") in composer.format_bar.bold.toolTip()


def test_one_without_a_key_has_its_button(composer: Composer, stand: Stand) -> None:
    choose(stand, italic=[])
    QTest.keyClick(composer.editor, Qt.Key.Key_I, CTRL)
    assert not composer.editor.fontItalic()
    composer.format_bar.italic.click()
    assert composer.editor.fontItalic()


@pytest.mark.parametrize("action_id", SHAPES)
def test_each_can_have_others_but_none_that_is_typed(action_id: str) -> None:
    entry = BY_ID[action_id]
    assert not entry.fixed
    assert refusal("B", entry) is Refusal.TYPED
    assert refusal("Alt+B", entry) is None
    assert keys_in_force({action_id: ("Alt+B",)})[action_id] == ("Alt+B",)


def test_what_takes_their_key_has_it() -> None:
    in_force = keys_in_force({"solve": ("Ctrl+B",)})
    assert (in_force["solve"], in_force["bold"]) == (("Ctrl+B",), ())
