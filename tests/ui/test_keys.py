"""The one table of keys: no two actions on one stroke, and letters stay letters in a text field."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListWidget, QPlainTextEdit, QTextBrowser, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from deskbell.ui.keys import TABLE, Keys, clashes
from deskbell.ui.theme.source import ThemeSource

UI_MD = {
    "next": "J", "previous": "K", "enter": "Return", "apart": "Shift+Return", "close": "Ctrl+W", "back": "U", "play": "Shift+P", "end_play": "Esc", "tick": "X", "tick_all": "Ctrl+A", "reply": "R", "reply_all": "A", "forward": "F",
    "note": "N", "solve": "E", "snooze": "S", "due": "D", "type": "Y", "field": "Shift+Y", "checklist": "Shift+C", "link": "Shift+L", "merge": "Shift+J", "follow": "Shift+F", "assign_me": "I", "assign": "Shift+I", "team": "Shift+T", "priority": "P", "tags": "T", "move": "M",
    "away": "#", "erase": "Shift+Del", "undo": "Z", "history": "H", "done": "Shift+Z", "search": "/", "mention": "@", "palette": "Ctrl+K", "send": "Ctrl+Return", "send_solve": "Ctrl+Shift+Return",
    "send_wait": "Ctrl+Shift+P", "next_wrong": "F7", "find_written": "Ctrl+F", "replace_written": "Ctrl+H",
    "macro": "Shift+M", "go_inbox": "G, I", "go_customers": "G, C", "go_settings": "G, S", "keys": "?", "new_ticket": "C", "print": "Ctrl+P",
    "form": "V", "look": "L", "save_view": "Shift+S", "change_view": "F2",
}  # fmt: skip


class Window(QWidget):
    """A list and text fields, and keys that count."""

    def __init__(self) -> None:
        super().__init__()
        self.pressed: list[str] = []
        self.list = QListWidget()
        self.fields: dict[str, QWidget] = {"line": QLineEdit(), "plain": QPlainTextEdit()}
        self.reader = QTextBrowser()
        layout = QVBoxLayout(self)
        for widget in (self.list, *self.fields.values(), self.reader):
            layout.addWidget(widget)
        self.keys = Keys(self)
        for entry in TABLE:
            self.keys.bind(entry.id, lambda name=entry.id: self.pressed.append(name))  # type: ignore[misc]


@pytest.fixture
def window(theme: ThemeSource, qtbot: QtBot) -> Window:
    made = Window()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def test_the_table_has_no_clashes() -> None:
    assert clashes({entry.id: entry.keys for entry in TABLE}) == []


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        ({"a": ("J",), "b": ("J",)}, [("a", "b")]),
        ({"a": ("G",), "b": ("G, I",)}, [("a", "b")]),
        ({"a": ("G, I",), "b": ("G, C",)}, []),
        ({"a": ("I",), "b": ("Shift+I",)}, []),
        ({"a": ("X", "J"), "b": ("J",)}, [("a", "b")]),
    ],
)
def test_clashes_are_found(keys: dict[str, tuple[str, ...]], found: list[tuple[str, str]]) -> None:
    assert clashes(keys) == found


def test_the_table_has_the_keys_that_are_promised() -> None:
    assert {entry.id: entry.keys[0] for entry in TABLE if entry.keys} == UI_MD


def test_every_key_is_one_that_qt_knows() -> None:
    for entry in TABLE:
        for words in entry.keys:
            assert QKeySequence(words).toString(QKeySequence.SequenceFormat.PortableText) == words


@pytest.mark.parametrize(
    ("typed", "action"), [("j", "next"), ("e", "solve"), ("#", "away"), ("/", "search"), ("?", "keys"), ("z", "undo")]
)
def test_letters_act_where_nothing_is_typed(window: Window, typed: str, action: str) -> None:
    window.list.setFocus()
    QTest.keyClicks(window.list, typed)
    assert window.pressed == [action]


def test_letters_act_while_a_mail_is_read(window: Window) -> None:
    window.reader.setFocus()
    QTest.keyClicks(window.reader, "rj")
    assert window.pressed == ["reply", "next"]


@pytest.mark.parametrize("name", ["line", "plain"])
def test_letters_are_text_in_a_field(window: Window, name: str) -> None:
    field = window.fields[name]
    field.setFocus()
    QTest.keyClicks(field, "jexgi#/?z")
    assert window.pressed == []
    text = field.text() if isinstance(field, QLineEdit) else field.toPlainText()  # type: ignore[attr-defined]
    assert text == "jexgi#/?z"


def test_the_palette_opens_from_a_field_too(window: Window) -> None:
    field = window.fields["line"]
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.pressed == ["palette"]


def test_two_strokes(window: Window) -> None:
    window.list.setFocus()
    QTest.keyClicks(window.list, "gi")
    QTest.keyClicks(window.list, "gs")
    assert window.pressed == ["go_inbox", "go_settings"]


def test_capital_letter_is_another_key(window: Window) -> None:
    window.list.setFocus()
    QTest.keyClick(window.list, Qt.Key.Key_I, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(window.list, Qt.Key.Key_I)
    assert window.pressed == ["assign", "assign_me"]


def test_a_person_may_have_other_keys(theme: ThemeSource, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    keys = Keys(window, {"solve": ("Ctrl+E",), "tick": ()})
    action = keys.bind("solve", lambda: None)
    assert [key.toString() for key in action.shortcuts()] == ["Ctrl+E"]
    assert keys.bind("tick", lambda: None).shortcuts() == []
    assert keys.shown("tick") == ""


def test_what_is_not_bound_is_not_listed(theme: ThemeSource, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    keys = Keys(window)
    keys.bind("solve", lambda: None)
    keys.list_only("send")
    assert [entry.id for entry in keys.listed()] == ["solve", "send"]
    assert [entry.id for entry, _ in keys.bound()] == ["solve"]
