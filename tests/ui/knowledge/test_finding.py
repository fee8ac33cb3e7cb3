"""Finding and replacing in the text of an article that is written."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest

from deskbell.ui.composer.find_bar import FindBar
from deskbell.ui.knowledge.editor import ArticleEditor
from ui.knowledge.conftest import Knowledge

CONTROL = Qt.KeyboardModifier.ControlModifier
TEXT = "A parcel, two Parcels\n\n- and a PARCEL 📦 parcel"


@pytest.fixture
def editor(empty: Knowledge) -> ArticleEditor:
    empty.screen.begin_article()
    made = empty.screen.right.editor
    made.body.setPlainText(TEXT)
    made.body.moveCursor(QTextCursor.MoveOperation.Start)
    made.body.setFocus()
    return made


def bar_of(editor: ArticleEditor) -> FindBar:
    bar = editor.body.findChild(FindBar)
    assert bar is not None
    return bar


def test_by_keys_all_of_it_in_one_step(editor: ArticleEditor) -> None:
    QTest.keyClick(editor.body, Qt.Key.Key_H, CONTROL)
    bar = bar_of(editor)
    QTest.keyClicks(bar.field, "parcel")
    assert bar.count.text() == "1 of 4"
    QTest.keyClick(bar.field, Qt.Key.Key_C, Qt.KeyboardModifier.AltModifier)
    assert bar.count.text() == "1 of 2", "capital letters are others now"
    bar.by.setText("box")
    bar.by.setFocus()
    QTest.keyClick(bar.by, Qt.Key.Key_Return, CONTROL | Qt.KeyboardModifier.AltModifier)
    assert editor.body.toPlainText() == "A box, two Parcels\n\n- and a PARCEL 📦 box"
    assert bar.count.text() == "2 replaced"
    editor.body.undo()
    assert editor.body.toPlainText() == TEXT


def test_one_after_the_other(editor: ArticleEditor) -> None:
    editor.bar.finding.click()
    bar = bar_of(editor)
    QTest.keyClicks(bar.field, "parcel")
    bar.by.setText("box")
    bar.by.setFocus()
    for _ in range(2):
        QTest.keyClick(bar.by, Qt.Key.Key_Return)
    assert editor.body.toPlainText() == "A box, two boxs\n\n- and a PARCEL 📦 parcel"
    assert editor.body.textCursor().selectedText() == "PARCEL"


def test_escape_leaves_the_bar_first(editor: ArticleEditor, empty: Knowledge) -> None:
    left: list[bool] = []
    editor.left.connect(lambda: left.append(True))
    QTest.keyClick(editor.body, Qt.Key.Key_F, CONTROL)
    bar = bar_of(editor)
    assert (bar.isVisible(), bar.by.isVisible(), empty.screen.pane.find_bar.isVisible()) == (True, False, False)
    QTest.keyClick(bar.field, Qt.Key.Key_H, CONTROL)
    assert bar.by.isVisible()
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert (bar.isVisible(), editor.body.hasFocus(), left) == (False, True, [])
    QTest.keyClick(editor.body, Qt.Key.Key_Escape)
    assert left == [True]
