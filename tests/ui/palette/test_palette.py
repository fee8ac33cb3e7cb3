"""The palette finds actions, views, numbers and tickets."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from deskbell.ui.palette.entries import Entry, best, fit, number_in
from deskbell.ui.palette.palette import Palette
from deskbell.ui.stage import Stage
from deskbell.ui.theme.icons import Icon


@pytest.mark.parametrize(
    ("typed", "words", "answers"),
    [
        ("re", "Reply", True),
        ("RE", "reply to all", True),
        ("all", "Reply to all", True),
        ("ticket my", "My tickets", True),
        ("退", "退款", True),
        ("xyz", "Reply", False),
        ("reply note", "Reply to all", False),
        ("", "Anything", True),
    ],
)
def test_what_answers(typed: str, words: str, answers: bool) -> None:
    assert (fit(typed, words) > 0) is answers


def test_beginnings_come_first() -> None:
    entries = [Entry(words, "", Icon.MAIL, lambda: None) for words in ("Spare", "Into reply", "Reply")]
    assert [entry.words for entry in best("re", entries)] == ["Reply", "Into reply", "Spare"]


@pytest.mark.parametrize(
    ("typed", "number"),
    [("#1042", 1042), ("1042", 1042), (" 7 ", 7), ("#", 0), ("", 0), ("10a", 0), ("٣", 0), ("9" * 30, 0), ("-1", 0)],
)
def test_numbers(typed: str, number: int) -> None:
    assert number_in(typed) == number


class Shown:
    def __init__(self, stage: Stage) -> None:
        self.host = QWidget()
        self.host.resize(1000, 700)
        self.field = QLineEdit(self.host)
        self.done: list[str] = []
        entries = [
            Entry(words, "", Icon.CHECK, lambda words=words: self.done.append(words)) for words in ("Reply", "Solve")
        ]  # type: ignore[misc]
        self.palette = Palette(stage.theme, stage.runner, 1, lambda: entries, self.host)

    def type(self, text: str) -> None:
        QTest.keyClicks(self.palette._field, text)

    def words(self) -> list[str]:
        shown = self.palette._list
        return [shown.item(number).text() for number in range(shown.count())]


@pytest.fixture
def shown(stage: Stage, qtbot: QtBot) -> Iterator[Shown]:
    made = Shown(stage)
    with qtbot.waitActive(made.host):
        made.host.show()
        made.host.activateWindow()
    made.field.setFocus()
    made.palette.open_over()
    yield made
    from shiboken6 import delete

    delete(made.host)


def test_enter_does_the_first_and_the_keyboard_goes_back(shown: Shown, qtbot: QtBot) -> None:
    qtbot.waitUntil(shown.palette._field.hasFocus)
    shown.type("sol")
    QTest.keyClick(shown.palette._field, Qt.Key.Key_Return)
    assert shown.done == ["Solve"]
    assert not shown.palette.isVisible()
    assert shown.field.hasFocus()


def test_arrows_choose_and_escape_leaves(shown: Shown) -> None:
    QTest.keyClick(shown.palette._field, Qt.Key.Key_Down)
    assert shown.palette._list.currentRow() == 1
    QTest.keyClick(shown.palette._field, Qt.Key.Key_Down)
    assert shown.palette._list.currentRow() == 0
    QTest.keyClick(shown.palette._field, Qt.Key.Key_Escape)
    assert shown.done == []
    assert not shown.palette.isVisible()


def test_a_number_goes_to_its_ticket(shown: Shown, qtbot: QtBot) -> None:
    shown.type("#1042")
    with qtbot.waitSignal(shown.palette.ticket_picked) as picked:
        QTest.keyClick(shown.palette._field, Qt.Key.Key_Return)
    assert picked.args == [1042]


def test_tickets_are_found_by_their_words(shown: Shown, qtbot: QtBot) -> None:
    shown.palette._field.setText("退款")
    qtbot.waitUntil(lambda: any("退款" in words for words in shown.words()))
    with qtbot.waitSignal(shown.palette.ticket_picked):
        QTest.keyClick(shown.palette._field, Qt.Key.Key_Return)


def test_a_late_answer_does_not_come_into_other_words(shown: Shown, qtbot: QtBot) -> None:
    shown.palette._field.setText("退款")
    shown.palette._find()
    shown.palette._field.setText("sol")
    shown.palette._find()
    qtbot.waitUntil(lambda: shown.words()[0] == "Solve")
    with qtbot.waitSignal(
        shown.palette._runner.busy, check_params_cb=lambda busy: not busy, raising=False, timeout=2000
    ):
        pass
    assert not any("退款" in words for words in shown.words())
