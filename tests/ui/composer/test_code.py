"""Code in what is written: in a line, and in lines of its own."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from deskbell.ui.composer.editor import Editor
from deskbell.ui.theme.source import ThemeSource

PRE = '<pre style="white-space:pre-wrap">'


@pytest.fixture
def editor(qtbot: QtBot, theme: ThemeSource) -> Editor:
    made = Editor(theme)
    qtbot.addWidget(made)
    made.show()
    return made


def select(editor: Editor, words: str) -> None:
    editor.setTextCursor(editor.document().find(words))


def test_words_in_a_line(editor: Editor, qtbot: QtBot) -> None:
    editor.show_html("<div>Type ls -la here</div>")
    select(editor, "ls -la")
    editor.toggle_code()
    assert editor.html() == "<div>Type <code>ls -la</code> here</div>"
    assert editor.text() == "Type ls -la here"
    editor.toggle_code()
    assert editor.html() == "<div>Type ls -la here</div>"


def test_what_is_typed_next(editor: Editor, qtbot: QtBot) -> None:
    qtbot.keyClicks(editor, "run ")
    editor.toggle_code()
    qtbot.keyClicks(editor, "www.example.com")
    editor.toggle_code()
    qtbot.keyClicks(editor, " now")
    assert editor.html() == "<div>run <code>www.example.com</code> now</div>"


def test_lines_of_their_own(editor: Editor, qtbot: QtBot) -> None:
    qtbot.keyClicks(editor, "See:")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    editor.toggle_code()
    for line in ("if a < b:", "    go", "", "end"):
        qtbot.keyClicks(editor, line)
        if line != "end":
            cursor = editor.textCursor()
            cursor.insertBlock()
            editor.setTextCursor(cursor)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClicks(editor, "Bye")
    assert editor.html() == f"<div>See:</div>{PRE}if a &lt; b:\n    go\n\nend</pre><div>Bye</div>"
    assert editor.text() == "See:\nif a < b:\n    go\n\nend\nBye"


@pytest.mark.parametrize(
    "html",
    [
        f"<div>a</div>{PRE}x  y\n\n\tz</pre><div>b</div>",
        "<div>a <code>b &lt; c</code><b>d</b></div>",
        "<ul><li><code>x</code></li></ul>",
    ],
)
def test_a_draft_comes_back_as_it_was(html: str, editor: Editor, theme: ThemeSource) -> None:
    editor.show_html(html)
    assert editor.html() == html
    theme.choose("dark", 100)
    assert editor.html() == html
    assert not editor.document().isModified()


def test_several_paragraphs_become_code_and_come_back(editor: Editor) -> None:
    editor.show_html("<div>a</div><ul><li>b</li></ul>")
    cursor = editor.textCursor()
    cursor.select(QTextCursor.SelectionType.Document)
    editor.setTextCursor(cursor)
    editor.toggle_code()
    assert editor.html() == f"{PRE}a\nb</pre>"
    editor.toggle_code()
    assert editor.html() == "<div>a</div><div>b</div>"
    editor.undo()
    editor.undo()
    assert editor.html() == "<div>a</div><ul><li>b</li></ul>"


def test_code_is_no_quote(editor: Editor) -> None:
    editor.show_html("<blockquote><div>a</div></blockquote><div>b</div>")
    cursor = editor.textCursor()
    cursor.select(QTextCursor.SelectionType.Document)
    editor.setTextCursor(cursor)
    editor.toggle_code()
    assert editor.html() == f"{PRE}a\nb</pre>"
    editor.toggle_quote()
    assert editor.html() == f"{PRE}a\nb</pre>"


@pytest.mark.parametrize(
    ("html", "sent"),
    [
        ("<div>שלום</div><div>hello</div>", '<div dir="rtl">שלום</div><div>hello</div>'),
        ("<ul><li>مرحبا</li><li>שלום</li></ul>", '<ul dir="rtl"><li dir="rtl">مرحبا</li><li dir="rtl">שלום</li></ul>'),
        (
            "<table><tr><td>שם</td><td>1</td></tr><tr><td>עיר</td><td>2</td></tr></table>",
            '<table border="1" cellspacing="0" cellpadding="4" dir="rtl"><tr><td dir="rtl">שם</td><td>1</td></tr><tr><td dir="rtl">עיר</td><td>2</td></tr></table>',
        ),
    ],
)
def test_the_direction_goes_with_the_letters(html: str, sent: str, editor: Editor) -> None:
    editor.show_html(html)
    assert editor.html().removeprefix("<div><br></div>") == sent
    editor.show_html(editor.html())
    assert editor.html().removeprefix("<div><br></div>") == sent
