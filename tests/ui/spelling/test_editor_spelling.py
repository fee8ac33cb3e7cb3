"""Spelling in the editor: what is marked and what isn't, what the menu and the key offer, and that what is sent knows nothing of it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QContextMenuEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from deskbell.model.errors import Trouble
from deskbell.model.own_words import ChangeWords
from deskbell.model.settings import Settings
from deskbell.ui.composer.editor import Editor
from deskbell.ui.desk_now import desk_and_settings
from deskbell.ui.spelling.editor_spelling import EditorSpelling
from deskbell.ui.spelling.own_words import OwnWords
from deskbell.ui.theme.source import ThemeSource
from ui.spelling.spelling_here import SpellerHere
from ui.ticket.rows import STATE
from ui.ticket.stand import Stand


@pytest.fixture
def stand(qapp: object) -> Iterator[Stand]:
    made = Stand(STATE)
    made.desk.settings = Settings({"spelling.languages": "en_US lt_LT"})
    yield made
    made.close()


@pytest.fixture
def spelling(qtbot: QtBot, theme: ThemeSource, stand: Stand) -> Iterator[EditorSpelling]:
    editor = Editor(theme)
    qtbot.addWidget(editor)
    editor.resize(400, 300)
    with qtbot.waitActive(editor):
        editor.show()
        editor.activateWindow()
    editor.setFocus()
    speller = SpellerHere(editor)
    speller.use(("en_US", "lt_LT"))
    made = EditorSpelling(theme, editor, speller, OwnWords(stand.runner, stand.desk, editor))
    qtbot.waitUntil(lambda: bool(speller.loaded))
    yield made
    editor.close()


def marked(spelling: EditorSpelling) -> list[str]:
    """The words with a wavy line."""
    found = []
    block = spelling.editor.document().begin()
    while block.isValid():
        units = block.text().encode("utf-16-le")
        places = [(2 * one.start, 2 * (one.start + one.length)) for one in block.layout().formats()]
        found += [units[start:end].decode("utf-16-le") for start, end in places]
        block = block.next()
    return found


def check(qtbot: QtBot, spelling: EditorSpelling, words: str) -> None:
    qtbot.waitUntil(lambda: not spelling.speller._unknown)
    qtbot.waitUntil(lambda: marked(spelling) == words.split())


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<div>I recieve labas rytas and geradienis</div>", "recieve geradienis"),
        ("<div>привет превет</div>", ""),
        ("<div>😀😀 recieve</div><div>𝔘 teh</div>", "recieve teh"),
        ("<blockquote><div>recieve</div></blockquote><div>teh</div>", "teh"),
        ('<div><a href="https://x.example">recieve</a> teh <a href="https://x.example">teh</a></div>', "teh"),
        ("<div>teh</div><div>-- </div><div>Mfg Kst</div><div>Vrtlng</div>", "teh"),
        ("<div>don’t well-known teh-teh</div>", "teh-teh"),
        ("<ul><li>recieve</li><li><b>re</b>cieve</li></ul>", "recieve recieve"),
        ("<div>recieve<br>teh</div>", "recieve teh"),
    ],
)
def test_what_is_marked(html: str, words: str, spelling: EditorSpelling, qtbot: QtBot) -> None:
    spelling.editor.show_html(html, "")
    check(qtbot, spelling, words)


def test_names_and_own_words_are_right(spelling: EditorSpelling, stand: Stand, qtbot: QtBot) -> None:
    spelling.editor.names = lambda: ("Kazys Kazlauskis", "Wzk GmbH")
    stand.desk.settings = Settings({"spelling.words": "amberline"})
    stand.desk.settings_changed.emit()
    spelling.editor.show_html("<div>Dear Kazlauskis, Wzk's Amberline is teh best</div>", "")
    check(qtbot, spelling, "teh")


def test_neither_the_text_nor_undo_nor_the_draft_knows(spelling: EditorSpelling, qtbot: QtBot) -> None:
    editor, told = spelling.editor, []
    editor.show_html("<div>I recieve</div>", "")
    html, text = editor.html(), editor.text()
    editor.document().contentsChanged.connect(lambda: told.append(1))
    spelling.marks.look_at_all()
    check(qtbot, spelling, "recieve")
    spelling.ignore("nothing")
    assert not editor.document().isModified()
    assert not editor.document().isUndoAvailable()
    assert told == []
    assert (editor.html(), editor.text(), editor.words().html) == (html, text, html)


def test_the_word_that_is_being_typed_is_left_alone(spelling: EditorSpelling, qtbot: QtBot) -> None:
    editor = spelling.editor
    qtbot.keyClicks(editor, "teh recieve")
    check(qtbot, spelling, "teh")
    qtbot.keyClick(editor, Qt.Key.Key_Space)
    check(qtbot, spelling, "teh recieve")
    qtbot.keyClicks(editor, "wrld")
    check(qtbot, spelling, "teh recieve")
    qtbot.keyClick(editor, Qt.Key.Key_Home)
    check(qtbot, spelling, "teh recieve wrld")


def test_only_the_changed_paragraph_is_looked_at(
    spelling: EditorSpelling, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from deskbell.ui.spelling import marks

    spelling.editor.show_html("".join(f"<div>line {word} here</div>" for word in ("one", "two", "teh", "four")), "")
    check(qtbot, spelling, "teh")
    looked: list[str] = []
    real = marks.words_of
    monkeypatch.setattr(marks, "words_of", lambda text: looked.append(text) or real(text))  # type: ignore[func-returns-value]
    qtbot.keyClicks(spelling.editor, "x")
    assert set(looked) == {"line four herex"}


def test_pasted_words_are_asked_for_together_and_once(spelling: EditorSpelling, qtbot: QtBot) -> None:
    speller = spelling.speller
    assert isinstance(speller, SpellerHere)
    data = QMimeData()
    data.setText("teh words teh words recieve\nwords teh")
    speller.questions.clear()
    spelling.editor.insertFromMimeData(data)
    check(qtbot, spelling, "teh teh recieve teh")
    spelling.editor.insertPlainText(" words teh")
    check(qtbot, spelling, "teh teh recieve teh teh")
    assert len(speller.questions) == 1


def menu_at(spelling: EditorSpelling, word: str, qtbot: QtBot) -> QMenu:
    cursor = spelling.editor.document().find(word)
    cursor.setPosition(cursor.selectionStart() + 1)
    point = spelling.editor.cursorRect(cursor).center()
    reason = QContextMenuEvent.Reason.Mouse
    spelling.editor.contextMenuEvent(QContextMenuEvent(reason, point, spelling.editor.mapToGlobal(point)))
    return found_menu(spelling)


def found_menu(spelling: EditorSpelling) -> QMenu:
    menus = [one for one in spelling.editor.findChildren(QMenu) if one.isVisible()]
    assert len(menus) == 1
    return menus[0]


def titles(menu: QMenu) -> list[str]:
    return [action.text().replace("&", "") for action in menu.actions() if not action.isSeparator()]


def press(menu: QMenu, title: str) -> None:
    next(action for action in menu.actions() if action.text().replace("&", "") == title).trigger()
    menu.close()


def test_the_menu_offers_what_may_be_meant_first(spelling: EditorSpelling, qtbot: QtBot) -> None:
    spelling.editor.show_html("<div>I <b>recieve</b> it</div>", "")
    check(qtbot, spelling, "recieve")
    menu = menu_at(spelling, "recieve", qtbot)
    assert titles(menu)[0] == "Looking for suggestions…"
    qtbot.waitUntil(lambda: titles(menu)[0] == "receive")
    assert "Add to my dictionary" in titles(menu)
    assert "Undo" in " ".join(titles(menu))
    press(menu, "receive")
    assert spelling.editor.html() == "<div>I <b>receive</b> it</div>"
    check(qtbot, spelling, "")
    spelling.editor.undo()
    assert spelling.editor.text() == "I recieve it"


def test_where_there_is_no_suggestion_it_says_so(spelling: EditorSpelling, qtbot: QtBot) -> None:
    spelling.editor.show_html("<div>zzxxqqyyvv</div>", "")
    check(qtbot, spelling, "zzxxqqyyvv")
    menu = menu_at(spelling, "zzxx", qtbot)
    qtbot.waitUntil(lambda: titles(menu)[0] == "No suggestions")
    menu.close()


def test_a_suggestion_that_comes_too_late_does_no_harm(spelling: EditorSpelling, qtbot: QtBot) -> None:
    spelling.editor.show_html("<div>recieve</div>", "")
    check(qtbot, spelling, "recieve")
    menu = menu_at(spelling, "recieve", qtbot)
    menu.close()
    with qtbot.waitSignal(menu.destroyed):
        pass
    qtbot.waitUntil(lambda: not spelling.speller._suggesting)


def test_the_menu_of_a_right_word_is_as_ever(spelling: EditorSpelling, qtbot: QtBot) -> None:
    spelling.editor.show_html("<div>right</div>", "")
    check(qtbot, spelling, "")
    menu = menu_at(spelling, "right", qtbot)
    assert "Add to my dictionary" not in titles(menu)
    assert "Spelling" in titles(menu)
    menu.close()


def test_a_word_is_ignored_in_this_draft_alone(spelling: EditorSpelling, qtbot: QtBot) -> None:
    drafts = iter(range(100))
    key = [next(drafts)]
    spelling.editor.draft_key = lambda: key[0]
    spelling.editor.show_html("<div>teh recieve</div>", "")
    check(qtbot, spelling, "teh recieve")
    press(menu_at(spelling, "teh", qtbot), "Ignore here")
    check(qtbot, spelling, "recieve")
    key[0] = next(drafts)
    spelling.editor.show_html("<div>teh recieve now</div>", "")
    check(qtbot, spelling, "teh recieve")


def test_a_word_is_added_for_good(spelling: EditorSpelling, stand: Stand, qtbot: QtBot) -> None:
    stand.answers[desk_and_settings] = (STATE, Settings({"spelling.words": "teh"}))
    spelling.editor.show_html("<div>teh Teh wrld</div>", "")
    check(qtbot, spelling, "teh Teh wrld")
    press(menu_at(spelling, "teh", qtbot), "Add to my dictionary")
    check(qtbot, spelling, "wrld")
    stand.settle(qtbot)
    assert [(done.agent_id, done.words, done.known) for done in stand.of(ChangeWords)] == [
        (STATE.me.id, ("teh",), True)
    ]
    check(qtbot, spelling, "wrld")


def test_a_word_that_could_not_be_added_is_wrong_again(spelling: EditorSpelling, stand: Stand, qtbot: QtBot) -> None:
    stand.errors.append(Trouble("db.busy"))
    spelling.editor.show_html("<div>teh</div>", "")
    check(qtbot, spelling, "teh")
    with qtbot.waitSignal(stand.runner.troubled) as told:
        press(menu_at(spelling, "teh", qtbot), "Add to my dictionary")
    assert told.args[0].code == "db.busy"
    check(qtbot, spelling, "teh")


def test_languages_are_switched_for_a_draft(spelling: EditorSpelling, qtbot: QtBot) -> None:
    spelling.editor.show_html("<div>receive labas</div>", "")
    check(qtbot, spelling, "")
    menu = menu_at(spelling, "labas", qtbot)
    inner = next(action.menu() for action in menu.actions() if action.text() == "Spelling")
    assert [action.text() for action in inner.actions() if not action.isSeparator()] == [
        "Check this text",
        "American English",
        "Lietuvių",
    ]
    inner.actions()[-1].trigger()
    menu.close()
    check(qtbot, spelling, "labas")
    spelling.check(on=False)
    check(qtbot, spelling, "")


def test_the_key_goes_from_wrong_word_to_wrong_word(spelling: EditorSpelling, qtbot: QtBot) -> None:
    spelling.editor.show_html("<div>teh one</div><div>two recieve</div><blockquote><div>teh</div></blockquote>", "")
    check(qtbot, spelling, "teh recieve")
    spelling.editor.moveCursor(QTextCursor.MoveOperation.Start)
    for word in ("teh", "recieve", "teh"):
        qtbot.keyClick(spelling.editor, Qt.Key.Key_F7)
        assert spelling.editor.textCursor().selectedText() == word
        menu = found_menu(spelling)
        qtbot.waitUntil(lambda menu=menu: titles(menu)[0] != "Looking for suggestions…")
        menu.close()
    qtbot.keyClick(spelling.editor, Qt.Key.Key_F7)
    menu = found_menu(spelling)
    qtbot.waitUntil(lambda: "receive" in titles(menu))
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert "recieve" not in spelling.editor.text()


def test_the_key_does_nothing_where_all_is_right(spelling: EditorSpelling, qtbot: QtBot) -> None:
    spelling.editor.show_html("<div>all right</div>", "")
    check(qtbot, spelling, "")
    qtbot.keyClick(spelling.editor, Qt.Key.Key_F7)
    assert not [one for one in spelling.editor.findChildren(QMenu) if one.isVisible()]


def test_nothing_is_marked_where_it_is_switched_off(spelling: EditorSpelling, stand: Stand, qtbot: QtBot) -> None:
    spelling.editor.show_html("<div>teh</div>", "")
    check(qtbot, spelling, "teh")
    stand.desk.settings = Settings({"spelling.check": False})
    stand.desk.settings_changed.emit()
    check(qtbot, spelling, "")
    menu = menu_at(spelling, "teh", qtbot)
    assert "Spelling" not in titles(menu)
    menu.close()
