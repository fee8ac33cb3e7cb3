"""The one table of keys: no two actions on one stroke, and letters stay letters in a text field."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListWidget, QPlainTextEdit, QTextBrowser, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from deskbell.rules.key_choices import kept_choices
from deskbell.ui.key_rules import Refusal, refusal
from deskbell.ui.key_table import BY_ID, TABLE, named
from deskbell.ui.keys import Keys
from deskbell.ui.my_keys import MyKeys, clashes, keys_in_force
from deskbell.ui.theme.icons import Icon
from deskbell.ui.theme.source import ThemeSource
from deskbell.ui.widgets.icon_button import IconButton

UI_MD = {
    "next": "J", "previous": "K", "enter": "Return", "apart": "Shift+Return", "close": "Ctrl+W", "back": "U", "play": "Shift+P", "end_play": "Esc", "tick": "X", "tick_all": "Ctrl+A", "reply": "R", "reply_all": "A", "forward": "F",
    "note": "N", "solve": "E", "snooze": "S", "remind": "Shift+R", "due": "D", "type": "Y", "field": "Shift+Y", "checklist": "Shift+C", "link": "Shift+L", "merge": "Shift+J", "follow": "Shift+F", "assign_me": "I", "assign": "Shift+I", "team": "Shift+T", "escalate": "Shift+U", "priority": "P", "tags": "T", "move": "M",
    "away": "#", "erase": "Shift+Del", "undo": "Z", "history": "H", "done": "Shift+Z", "search": "/", "mention": "@", "palette": "Ctrl+K", "send": "Ctrl+Return", "send_solve": "Ctrl+Shift+Return",
    "send_wait": "Ctrl+Shift+P", "next_wrong": "F7", "find_written": "Ctrl+F", "replace_written": "Ctrl+H",
    "macro": "Shift+M", "go_inbox": "G, I", "go_knowledge": "G, K", "go_customers": "G, C", "go_organisations": "G, O", "go_doubles": "G, D", "go_settings": "G, S", "keys": "?", "new_ticket": "C", "print": "Ctrl+P",
    "bold": "Ctrl+B", "italic": "Ctrl+I", "list": "Ctrl+Shift+8", "numbers": "Ctrl+Shift+7", "quote": "Ctrl+Shift+9", "code": "Ctrl+Shift+C", "text_link": "Ctrl+Shift+K",
    **{f"reply_{number}": str(number) for number in range(1, 10)},
    "save_search": "Ctrl+S", "remove_marked": "Del", "form": "V", "order": "O", "look": "L", "useful": "+", "useless": "-", "save_view": "Shift+S", "change_view": "F2",
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
        self.mine = MyKeys()
        self.keys = Keys(self, self.mine)
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


def test_a_person_may_have_other_keys(window: Window) -> None:
    window.mine.take(kept_choices({"solve": ("Ctrl+E", "F4"), "tick": ()}))
    window.list.setFocus()
    QTest.keyClicks(window.list, "ex")
    assert window.pressed == []
    QTest.keyClick(window.list, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window.list, Qt.Key.Key_F4)
    assert window.pressed == ["solve", "solve"]
    window.mine.take("")
    QTest.keyClicks(window.list, "ex")
    assert window.pressed == ["solve", "solve", "solve", "tick"]


def test_the_return_key_beside_the_digits_does_the_same(window: Window) -> None:
    window.list.setFocus()
    QTest.keyClick(window.list, Qt.Key.Key_Enter, Qt.KeyboardModifier.ControlModifier)
    assert window.pressed == ["send"]


def test_a_button_says_the_keys_as_they_are(theme: ThemeSource, qtbot: QtBot) -> None:
    mine = MyKeys()
    button = IconButton(theme, Icon.SEARCH, "")
    qtbot.addWidget(button)
    mine.name(button, "Search", "search")
    assert button.toolTip().endswith("Search  /")
    mine.take(kept_choices({"search": ("F3",)}))
    assert button.toolTip().endswith("Search  F3")
    mine.name(button, "Find", "search")
    assert button.toolTip().endswith("Find  F3")
    mine.take(kept_choices({"search": ()}))
    assert button.toolTip().endswith("Find")


@pytest.mark.parametrize(
    ("choices", "in_force"),
    [
        ({"solve": ("Ctrl+E",)}, {"solve": ("Ctrl+E",)}),
        ({"solve": ()}, {"solve": ()}),
        # What is chosen goes before what the table says of another.
        ({"solve": ("J",)}, {"solve": ("J",), "next": ()}),
        (
            {"solve": ("G",)},
            {
                "solve": ("G",),
                "go_inbox": (),
                "go_knowledge": (),
                "go_customers": (),
                "go_organisations": (),
                "go_doubles": (),
                "go_settings": (),
            },
        ),
        ({"solve": ("Z",)}, {"solve": ("Z",), "undo": ("Ctrl+Z",)}),
        # Two that were chosen cannot be told apart: the first of the table has them.
        ({"solve": ("Ctrl+Y",), "tick": ("Ctrl+Y",)}, {"tick": ("Ctrl+Y",), "solve": ()}),
        # What cannot be is as if it were not chosen.
        ({"solve": ("Nonsense",)}, {}),
        ({"solve": ("Esc",)}, {}),
        ({"solve": ("",)}, {}),
        ({"enter": ("F5",)}, {}),
        ({"unheard_of": ("F5",)}, {}),
        ({"solve": ("Ctrl+F",)}, {"solve": ()}),
        ({"solve": ("Ctrl+B",)}, {"solve": ("Ctrl+B",), "bold": ()}),
    ],
)
def test_keys_in_force(choices: dict[str, tuple[str, ...]], in_force: dict[str, tuple[str, ...]]) -> None:
    expected = {entry.id: entry.keys for entry in TABLE} | in_force
    found = keys_in_force(choices)
    assert found == expected
    assert clashes(found) == []


@pytest.mark.parametrize(
    ("action", "words", "platform", "why"),
    [
        ("solve", "E", "linux", None),
        ("solve", "G, E", "linux", None),
        ("solve", "Ctrl+Shift+Return", "win32", None),
        ("solve", "Й", "linux", None),
        ("solve", "Tab", "linux", Refusal.MOVING),
        ("solve", "G, Return", "linux", Refusal.MOVING),
        ("solve", "Space", "linux", Refusal.MOVING),
        ("solve", "Ctrl+C", "linux", Refusal.COPYING),
        ("solve", "Alt+F4", "win32", Refusal.SYSTEM),
        ("solve", "Meta+E", "win32", Refusal.SYSTEM),
        ("solve", "Meta+E", "darwin", None),
        ("solve", "Ctrl+Q", "darwin", Refusal.SYSTEM),
        ("solve", "Ctrl+Q", "linux", None),
        ("solve", "Ctrl+Nonsense", "linux", Refusal.UNKNOWN),
        ("solve", "A, B, C, D, E", "linux", Refusal.UNKNOWN),
        ("send", "E", "linux", Refusal.TYPED),
        ("send", "Shift+E", "linux", Refusal.TYPED),
        ("send", "F9", "linux", None),
        ("send", "Alt+S", "linux", None),
    ],
)
def test_keys_that_cannot_be_taken(action: str, words: str, platform: str, why: Refusal | None) -> None:
    assert refusal(words, BY_ID[action], platform=platform) is why


def test_what_is_not_bound_is_not_listed(theme: ThemeSource, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    keys = Keys(window, MyKeys(kept_choices({"solve": ()})))
    keys.bind("solve", lambda: None)
    keys.bind("next", lambda: None).setEnabled(False)
    keys.list_only("send")
    assert [entry.id for entry in keys.listed()] == ["send"]
    assert [entry.id for entry, _ in keys.bound()] == ["solve"]
    assert [entry.id for entry in keys.known()] == ["next", "solve", "send"]


@pytest.mark.parametrize(
    ("words", "system", "said"),
    [
        ("Ctrl+Return", "linux", "Ctrl+Enter"),
        ("Shift+Return", "win32", "Shift+Enter"),
        ("Ctrl+Return", "darwin", "Ctrl+Return"),
        ("G, K", "linux", "G, K"),
    ],
)
def test_keys_are_called_what_stands_on_the_keyboard(words: str, system: str, said: str) -> None:
    assert named(words, system) == said
