"""The editor's document as the HTML and text of a mail, and what may come into it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QColor, QImage, QTextCursor, QTextListFormat
from pytestqt.qtbot import QtBot

from deskbell.ui.composer.clean_html import clean_html
from deskbell.ui.composer.editor import Editor
from deskbell.ui.composer.link_popup import link_address
from deskbell.ui.theme.source import ThemeSource


@pytest.fixture
def editor(qtbot: QtBot, theme: ThemeSource) -> Editor:
    made = Editor(theme)
    qtbot.addWidget(made)
    made.show()
    return made


def test_what_begins_alike_begins_with_plain_letters_and_nothing_chosen(editor: Editor) -> None:
    begun = "<div><br></div><div>-- <br>Ona</div>"
    editor.show_html(begun)
    editor.toggle_bold()
    editor.show_html(begun)
    editor.insertPlainText("Hello")
    assert "<b>" not in editor.html()
    editor.show_html(begun)
    cursor = editor.textCursor()
    caret = cursor.position()
    cursor.movePosition(QTextCursor.MoveOperation.End)
    cursor.setPosition(caret, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    editor.show_html(begun)
    assert not editor.textCursor().hasSelection()


def select_all(editor: Editor) -> None:
    cursor = editor.textCursor()
    cursor.select(QTextCursor.SelectionType.Document)
    editor.setTextCursor(cursor)


def test_plain_words_become_paragraphs(qtbot: QtBot, editor: Editor) -> None:
    qtbot.keyClicks(editor, "a <b> & c")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClicks(editor, "see www.example.com")
    assert editor.text() == "a <b> & c\n\nsee www.example.com"
    assert editor.html() == (
        '<div>a &lt;b&gt; &amp; c</div><div><br></div><div>see <a href="http://www.example.com">www.example.com</a></div>'
    )


def test_an_empty_text_is_no_html(editor: Editor) -> None:
    assert (editor.html(), editor.text()) == ("", "")


def test_bold_and_italic_nest(qtbot: QtBot, editor: Editor) -> None:
    editor.toggle_bold()
    qtbot.keyClicks(editor, "b")
    editor.toggle_italic()
    qtbot.keyClicks(editor, "i")
    editor.toggle_bold()
    editor.toggle_italic()
    qtbot.keyClicks(editor, "n")
    assert editor.html() == "<div><b>b</b><b><i>i</i></b>n</div>"


@pytest.mark.parametrize(
    ("style", "html", "text"),
    [
        (QTextListFormat.Style.ListDisc, "<ul><li>a</li><li>b</li></ul>", "• a\n• b"),
        (QTextListFormat.Style.ListDecimal, "<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
    ],
)
def test_lists(qtbot: QtBot, editor: Editor, style: QTextListFormat.Style, html: str, text: str) -> None:
    qtbot.keyClicks(editor, "a")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClicks(editor, "b")
    select_all(editor)
    editor.toggle_list(style)
    assert (editor.html(), editor.text()) == (html, text)
    select_all(editor)
    editor.toggle_list(style)
    assert editor.html() == "<div>a</div><div>b</div>"


def test_a_quote_is_a_quote_in_both_forms(qtbot: QtBot, editor: Editor) -> None:
    qtbot.keyClicks(editor, "said")
    editor.toggle_quote()
    assert (editor.html(), editor.text()) == ("<blockquote><div>said</div></blockquote>", "> said")
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    qtbot.keyClick(editor, Qt.Key.Key_Backspace)
    assert editor.html() == "<div>said</div>"


def test_enter_on_an_empty_item_ends_the_list(qtbot: QtBot, editor: Editor) -> None:
    editor.toggle_list()
    qtbot.keyClicks(editor, "a")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClicks(editor, "b")
    assert editor.html() == "<ul><li>a</li></ul><div>b</div>"


def test_a_link_is_put_on_the_selection_and_taken_off(qtbot: QtBot, editor: Editor) -> None:
    qtbot.keyClicks(editor, "here")
    select_all(editor)
    editor.set_link("https://example.com/a?b=1&c=2")
    assert editor.html() == '<div><a href="https://example.com/a?b=1&amp;c=2">here</a></div>'
    select_all(editor)
    editor.set_link("")
    assert editor.html() == "<div>here</div>"


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("example.com/x", "https://example.com/x"),
        ("http://example.com", "http://example.com"),
        ("ona@example.lt", "mailto:ona@example.lt"),
        ("deskbell://ticket/1042", "deskbell://ticket/1042"),
        ("deskbell://settings", None),
        ("", ""),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
    ],
)
def test_only_addresses_of_the_web_of_mail_and_of_tickets_are_links(typed: str, address: str | None) -> None:
    assert link_address(typed) == address


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ('<p style="color:red">a</p>', "<p>a</p>"),
        ('<img src="file:///etc/passwd" onerror="x()">a', "a"),
        ('<a href="javascript:x()">a</a>', "<a>a</a>"),
        ('<a href="https://e.lt" onclick="x()">a</a>', '<a href="https://e.lt">a</a>'),
        ('<a href="deskbell://ticket/1042">a</a>', '<a href="deskbell://ticket/1042">a</a>'),
        ('<a href="deskbell://settings">a</a>', "<a>a</a>"),
        ('<a href="//evil/x">a</a>', "<a>a</a>"),
        ("<h1>Title</h1><p>a</p>", "<p>Title</p><p>a</p>"),
        ("<style>p{background:url(file:///x)}</style><b>a</b>", "<b>a</b>"),
        ("<div>" * 40 + "deep" + "</div>" * 40, ""),
    ],
)
def test_what_is_pasted_keeps_only_what_the_editor_can_make(html: str, cleaned: str) -> None:
    assert clean_html(html) == cleaned


def test_a_pasted_page_is_cleaned_and_looks_like_the_rest(editor: Editor) -> None:
    pasted = QMimeData()
    pasted.setHtml(
        '<h2>Refunds</h2><p style="font:30px x;color:#fff">take <b>two</b> days</p><img src="file:///etc/passwd">'
    )
    editor.insertFromMimeData(pasted)
    assert editor.text() == "Refunds\ntake two days"
    assert editor.html() == "<div>Refunds</div><div>take <b>two</b> days</div>"
    assert "font-size" not in editor.document().toHtml().partition("</head>")[2].partition("<p")[2]


def test_pasted_files_and_pictures_become_attachments(qtbot: QtBot, editor: Editor) -> None:
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile("/tmp/a.pdf"), QUrl("https://example.com/b.pdf")])
    with qtbot.waitSignal(editor.files_given) as given:
        editor.insertFromMimeData(files)
    assert [path.name for path in given.args[0]] == ["a.pdf"]
    picture = QMimeData()
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    picture.setImageData(image)
    with qtbot.waitSignal(editor.picture_given) as shown:
        editor.insertFromMimeData(picture)
    assert shown.args[0].size() == image.size()
    assert editor.text() == ""


LINES = st.lists(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"]), max_size=12),
    min_size=1,
    max_size=5,
)


@given(LINES)
@settings(max_examples=60)
def test_a_draft_is_the_same_text_when_it_is_shown_again(dressed: ThemeSource, lines: list[str]) -> None:
    editor = Editor(dressed)
    editor.setPlainText("\n".join(lines))
    html, text = editor.html(), editor.text()
    editor.show_html(html, text)
    assert (editor.html(), editor.text()) == (html, text)
