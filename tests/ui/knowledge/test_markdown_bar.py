"""The buttons above an article's text: what they do is one step, and they show what holds at the caret."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from deskbell.ui.composer.link_popup import LinkPopup
from deskbell.ui.knowledge.markdown_bar import MarkdownBar
from deskbell.ui.knowledge.markdown_field import MarkdownField
from deskbell.ui.knowledge.table_popup import TablePopup
from deskbell.ui.my_keys import MyKeys
from deskbell.ui.theme.source import ThemeSource


class Desk:
    """A field below its bar, and hands on both."""

    def __init__(self, theme: ThemeSource, qtbot: QtBot) -> None:
        self.window = QWidget()
        self.field = MarkdownField(self.window)
        self.field.setTabChangesFocus(True)
        self.bar = MarkdownBar(theme, MyKeys(), self.field, self.window)
        column = QVBoxLayout(self.window)
        column.addWidget(self.bar)
        column.addWidget(self.field)
        self.window.resize(900, 400)
        qtbot.addWidget(self.window)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.field.setFocus()

    def select(self, text: str, words: str = "") -> None:
        self.field.setPlainText(text)
        cursor = self.field.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        self.field.setTextCursor(cursor)
        if words:
            assert self.field.find(words, self.field.document().FindFlag.FindBackward)

    @property
    def text(self) -> str:
        return self.field.toPlainText()


@pytest.fixture
def desk(theme: ThemeSource, qtbot: QtBot) -> Desk:
    return Desk(theme, qtbot)


def test_a_button_is_one_step_and_shows_what_holds(desk: Desk, qtbot: QtBot) -> None:
    desk.select("😀 one two", "two")
    desk.bar.bold.click()
    assert (desk.text, desk.bar.bold.isChecked()) == ("😀 one **two**", True)
    desk.bar.undo.click()
    assert desk.text == "😀 one two"
    assert not desk.bar.undo.isEnabled()
    desk.bar.redo.click()
    assert desk.text == "😀 one **two**"
    desk.field.moveCursor(QTextCursor.MoveOperation.Start)
    qtbot.waitUntil(lambda: not desk.bar.bold.isChecked())


def test_keys_do_what_the_buttons_do(desk: Desk) -> None:
    desk.select("one", "one")
    for key in (Qt.Key.Key_B, Qt.Key.Key_I):
        QTest.keyClick(desk.field, key, Qt.KeyboardModifier.ControlModifier)
    assert desk.text == "***one***"


def test_a_list_goes_on_and_goes_in(desk: Desk) -> None:
    desk.select("- one")
    QTest.keyClick(desk.field, Qt.Key.Key_Return)
    QTest.keyClicks(desk.field, "two")
    QTest.keyClick(desk.field, Qt.Key.Key_Tab)
    assert desk.text == "- one\n  - two"
    QTest.keyClick(desk.field, Qt.Key.Key_Return)
    for _ in range(2):
        QTest.keyClick(desk.field, Qt.Key.Key_Return)
    assert desk.text == "- one\n  - two\n"
    # Where nothing can be moved it leads on, so that nobody is caught.
    QTest.keyClick(desk.field, Qt.Key.Key_Tab)
    assert not desk.field.hasFocus()


def test_levels_and_call_outs_are_chosen(desk: Desk) -> None:
    desk.select("one")
    menu = desk.bar.heading_menu()
    assert [action.isChecked() for action in menu.actions()] == [True, False, False, False, False]
    menu.actions()[2].trigger()
    assert desk.text == "## one"
    desk.select("one")
    desk.bar.callout_menu().actions()[2].trigger()
    assert desk.text == "> [!TIP]\n> one"
    desk.bar.callout_menu().actions()[0].trigger()
    assert desk.text == "one"


def test_a_table_is_as_large_as_was_asked(desk: Desk) -> None:
    desk.select("one")
    desk.bar.table.click()
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, TablePopup)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Return):
        QTest.keyClick(popup.grid, key)
    assert desk.text == "one\n\n| Column 1 | Column 2 |\n| --- | --- |\n|   |   |\n"
    assert desk.field.textCursor().selectedText() == "Column 1"


def test_a_link_is_put_around_what_is_selected(desk: Desk, qtbot: QtBot) -> None:
    desk.select("see there", "there")
    desk.bar.link.click()
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, LinkPopup)
    QTest.keyClicks(popup.focusWidget(), "a.example")
    QTest.keyClick(popup.focusWidget(), Qt.Key.Key_Return)
    assert desk.text == "see [there](https://a.example)"
    with qtbot.waitSignal(desk.bar.address_refused):
        desk.bar._put_link("deskbell://ticket/1")


def test_where_there_is_little_room_some_are_left_out(desk: Desk) -> None:
    assert desk.bar.undo.isVisible()
    desk.window.resize(desk.bar.minimumSizeHint().width() + 60, 400)
    assert not desk.bar.undo.isVisible()
    assert desk.bar.heading.isVisible()
    assert desk.bar.link.isVisible()
    shown = [one for one in desk.bar.children() if isinstance(one, QWidget) and one.isVisible()]
    assert max(one.geometry().right() for one in shown) <= desk.bar.width()
