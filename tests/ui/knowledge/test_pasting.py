"""Rich text that is pasted into an article."""

from base64 import b64encode

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest

from deskbell.ui.knowledge.given_html import is_shaped, made_of
from ui.knowledge.conftest import Knowledge


def _picture() -> str:
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes, and Qt does not
    return f"data:image/png;base64,{b64encode(bytes(buffer.data().data())).decode()}"


def _mime(html: str, text: str = "") -> QMimeData:
    made = QMimeData()
    made.setHtml(html)
    made.setText(text)
    return made


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>words alone</p>", False),
        ("<p>words <b>bold</b></p>", True),
        (
            "<div style='color: #fff; white-space: pre;'><div><span style='font-weight: bold'># Code</span></div></div>",
            False,
        ),
        ("<p class=MsoListParagraph style='mso-list:l0 level1'>a</p>", True),
    ],
)
def test_what_is_more_than_its_words(html: str, expected: bool) -> None:
    assert is_shaped(_mime(html)) is expected


@pytest.mark.parametrize(
    "source",
    [
        "file:///etc/passwd",
        "https://a.example/x.png",
        "data:image/svg+xml;base64,PHN2Zz4=",
        "data:image/png;base64,AAAA",
    ],
)
def test_no_picture_is_fetched_or_read(source: str) -> None:
    made = made_of(None, f"<p>a <img src='{source}' alt='b'></p>", True)
    assert (made.markdown, made.pictures) == ("a \\[b\\]", {})


def test_it_is_put_in_as_markdown_with_its_pictures(knowledge: Knowledge) -> None:
    knowledge.open(2, "Shipping times")
    knowledge.screen.pane.edit.click()
    body = knowledge.screen.right.editor.body
    body.setPlainText("Before")
    body.moveCursor(body.textCursor().MoveOperation.End)
    body.insertFromMimeData(
        _mime(f"<h2>Head</h2><p>See <a href='https://a.example'>it</a> <img src='{_picture()}' alt='P'></p>")
    )
    made = "Before\n\n## Head\n\nSee [it](https://a.example) ![P](picture:"
    knowledge.qtbot.waitUntil(lambda: body.toPlainText().startswith(made))
    files = knowledge.kept(2).files
    assert body.toPlainText() == f"{made}{files[-1].id})"
    assert files[-1].name == "picture.png"


def test_an_article_that_is_not_saved_has_no_pictures_yet(empty: Knowledge) -> None:
    empty.screen.begin_article()
    editor = empty.screen.right.editor
    editor.body.insertFromMimeData(_mime(f"<p><b>a</b> <img src='{_picture()}' alt='P'></p>"))
    empty.qtbot.waitUntil(lambda: editor.body.toPlainText() == "**a** \\[P\\]")
    assert editor._told.text() == "Save the article once; then pictures and files can be put into it."


def test_in_code_and_by_ctrl_shift_v_it_is_words(empty: Knowledge) -> None:
    empty.screen.begin_article()
    body = empty.screen.right.editor.body
    body.setPlainText("```\n")
    body.moveCursor(body.textCursor().MoveOperation.End)
    body.insertFromMimeData(_mime("<b>a</b>", "a"))
    assert body.toPlainText() == "```\na"
    body.clear()
    QGuiApplication.clipboard().setMimeData(_mime("<b>b</b>", "b"))
    QTest.keyClick(body, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert body.toPlainText() == "b"
