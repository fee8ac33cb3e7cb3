"""What an article may begin as."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from deskbell.rules.markdown.reading import outline, read
from deskbell.ui.knowledge.templates import CODES, LANGUAGES, text_of
from ui.knowledge.conftest import Knowledge


@pytest.mark.parametrize("code", CODES)
def test_each_language_has_the_same_headings(code: str) -> None:
    shapes = {
        tuple(token.type for token in read(text_of(None, code, language)) if token.type != "inline")
        for language in LANGUAGES
    }
    assert len(shapes) == 1
    texts = [text_of(None, code, language) for language in LANGUAGES]
    assert len(set(texts)) == len(LANGUAGES)
    assert all(len(outline(read(text))) >= 4 for text in texts)
    assert text_of(None, code, "de") == texts[0]


def test_one_is_chosen_beside_an_empty_text(empty: Knowledge) -> None:
    editor = empty.screen.right.editor
    empty.screen.right.begin_article("lt", None)
    assert editor.templates.isVisible()
    editor.templates.buttons["policy"].click()
    empty.qtbot.waitUntil(lambda: editor.body.toPlainText() == text_of(None, "policy", "lt"))
    assert editor.preview.isVisible()
    assert editor.body.textCursor().selectedText() == "*Taisyklė vienu ar dviem sakiniais.*"
    QTest.keyClick(editor.body, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editor.body.toPlainText() == ""
    assert editor.templates.isVisible()
