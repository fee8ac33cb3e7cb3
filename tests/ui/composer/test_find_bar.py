"""Finding and replacing in the text that is written."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from deskbell.ui.composer.composer import Composer
from deskbell.ui.composer.find_bar import MOST, FindBar
from ui.composer.composing import Make

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def composer(make: Make) -> Composer:
    made = make()
    made.editor.setFocus()
    return made


def open_bar(composer: Composer, text: str, key: Qt.Key = Qt.Key.Key_F) -> FindBar:
    composer.editor.setPlainText(text)
    composer.editor.moveCursor(QTextCursor.MoveOperation.Start)
    QTest.keyClick(composer.editor, key, CONTROL)
    bar = composer.editor.findChild(FindBar)
    assert bar is not None
    return bar


def marked(composer: Composer) -> list[str]:
    return [one.cursor.selectedText() for one in composer.editor.extraSelections()]


def test_places_are_counted_and_gone_through(composer: Composer, qtbot: QtBot) -> None:
    bar = open_bar(composer, "One parcel, two Parcels\nand a PARCEL")
    assert bar.isVisible()
    assert bar.field.hasFocus()
    qtbot.keyClicks(bar.field, "parcel")
    assert marked(composer) == ["parcel", "Parcel", "PARCEL"]
    assert bar.count.text() == "1 of 3"
    for expected in ("2 of 3", "3 of 3", "1 of 3"):
        qtbot.keyClick(bar.field, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda expected=expected: bar.count.text() == expected)
    qtbot.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: bar.count.text() == "3 of 3")
    assert composer.editor.textCursor().selectedText() == "PARCEL"
    qtbot.keyClicks(bar.field, "x")
    assert bar.count.text() == "Not found"


def test_escape_leads_back_into_the_text(composer: Composer, qtbot: QtBot) -> None:
    left: list[bool] = []
    composer.left.connect(lambda: left.append(True))
    bar = open_bar(composer, "a parcel here")
    high = composer.editor.viewport().height()
    qtbot.keyClicks(bar.field, "parcel")
    qtbot.keyClick(bar.field, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert composer.editor.hasFocus()
    assert composer.editor.textCursor().selectedText() == "parcel"
    assert marked(composer) == []
    assert composer.editor.viewport().height() > high
    assert not left
    QTest.keyClick(composer.editor, Qt.Key.Key_F, CONTROL)
    assert bar.field.text() == "parcel"
    composer.editor.setFocus()
    qtbot.keyClick(composer.editor, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert not left
    qtbot.keyClick(composer.editor, Qt.Key.Key_Escape)
    assert left == [True]


def test_what_is_selected_is_looked_for(composer: Composer) -> None:
    composer.editor.setPlainText("two parcels")
    cursor = composer.editor.document().find("parcel")
    composer.editor.setTextCursor(cursor)
    QTest.keyClick(composer.editor, Qt.Key.Key_F, CONTROL)
    bar = composer.editor.findChild(FindBar)
    assert bar is not None
    assert (bar.field.text(), bar.count.text()) == ("parcel", "1 of 1")


def test_finding_changes_nothing(composer: Composer, qtbot: QtBot) -> None:
    touched: list[object] = []
    bar = open_bar(composer, "a parcel")
    composer.editor.document().setModified(False)
    composer.touched.connect(touched.append)
    qtbot.keyClicks(bar.field, "parcel")
    bar.leave()
    assert not touched
    assert composer.editor.html() == "<div>a parcel</div>"


def test_one_is_replaced_after_the_other(composer: Composer, qtbot: QtBot) -> None:
    bar = open_bar(composer, "cat, Cat, cat", Qt.Key.Key_H)
    assert bar.by.isVisible()
    qtbot.keyClicks(bar.field, "cat")
    bar.by.setFocus()
    qtbot.keyClicks(bar.by, "dog")
    qtbot.keyClick(bar.by, Qt.Key.Key_Return)
    assert composer.editor.text() == "dog, Cat, cat"
    assert composer.editor.textCursor().selectedText() == "Cat"
    bar.one_button.click()
    assert composer.editor.text() == "dog, dog, cat"


def test_all_are_replaced_in_one_step(composer: Composer, qtbot: QtBot) -> None:
    bar = open_bar(composer, "a b a\na", Qt.Key.Key_H)
    qtbot.keyClicks(bar.field, "a")
    bar.by.setText("aa")
    bar.all_button.click()
    assert composer.editor.text() == "aa b aa\naa"
    assert bar.count.text() == "3 replaced"
    composer.editor.undo()
    assert composer.editor.text() == "a b a\na"
    qtbot.keyClicks(bar.field, "zzz")
    assert not bar.all_button.isEnabled()


def test_a_place_in_a_link_keeps_its_look(composer: Composer, qtbot: QtBot) -> None:
    composer.editor.show_html('<div><b>bold cat</b> and <a href="https://cat.example/">cat</a></div>')
    composer.editor.open_find(replacing=True)
    bar = composer.editor.findChild(FindBar)
    assert bar is not None
    qtbot.keyClicks(bar.field, "cat")
    bar.by.setText("dog")
    bar.all_button.click()
    assert composer.editor.html() == '<div><b>bold dog</b> and <a href="https://cat.example/">dog</a></div>'


def test_very_many_are_not_all_counted(composer: Composer, qtbot: QtBot) -> None:
    bar = open_bar(composer, "a" * (MOST + 5))
    qtbot.keyClicks(bar.field, "a")
    assert bar.count.text() == f"1 of {MOST}+"


def test_the_count_follows_the_text(composer: Composer, qtbot: QtBot) -> None:
    bar = open_bar(composer, "cat")
    qtbot.keyClicks(bar.field, "cat")
    composer.editor.append("another cat")
    qtbot.waitUntil(lambda: bar.count.text().endswith("2"))


def test_ctrl_f_elsewhere_is_not_taken(composer: Composer) -> None:
    composer.recipients.unfold(focus=True)
    QTest.keyClick(composer.recipients.to, Qt.Key.Key_F, CONTROL)
    assert composer.editor.findChild(FindBar) is None
